package io.github.langchain4j.ptc.testkit.agentcore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions that are neither stopped nor over. One is among them until all of it is gone. Thread-safe. */
final class EmulatedSessions implements AutoCloseable {

    private final Path python;
    private final Map<String, String> environment;
    private final Map<String, EmulatedSession> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    EmulatedSessions(Path python, Map<String, String> environment) {
        this.python = python;
        this.environment = environment;
    }

    EmulatedSession start(String name, Duration timeout) throws IOException {
        String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
        EmulatedSession session = new EmulatedSession(id, name, timeout, python, environment);
        open.put(id, session);
        if (closed) {
            end(session);
            throw new IOException("The emulator is closed");
        }
        return session;
    }

    /**
     * A session that code can be executed in.
     *
     * @param id may be {@code null}
     * @throws Refusal if there is none
     */
    EmulatedSession get(String id) {
        EmulatedSession session = id == null ? null : open.get(id);
        if (session == null) {
            throw none();
        } else if (session.isOver()) {
            end(session);
            throw none();
        }
        return session;
    }

    /**
     * Stops a session and waits for its end.
     *
     * @throws Refusal if there is none
     */
    EmulatedSession stop(String id) {
        EmulatedSession session = get(id);
        if (!end(session)) {
            throw none();
        }
        return session;
    }

    /** Whether it was this call that has ended it; also if not, it has ended. */
    private boolean end(EmulatedSession session) {
        boolean first = session.stop();
        open.remove(session.id());
        return first;
    }

    private static Refusal none() {
        return Refusal.notFound("no such session, or it is not active any more");
    }

    Collection<EmulatedSession> all() {
        return List.copyOf(open.values());
    }

    int count() {
        all().stream().filter(EmulatedSession::isOver).forEach(this::end);
        return open.size();
    }

    /** Ends all, those too that are being stopped or started. */
    @Override
    public void close() {
        closed = true;
        all().forEach(this::end);
    }
}
