package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Sessions that run a few programs each, as the sessions of a conversation do: what one program leaves must not disturb
 * the next. Thread-safe.
 */
final class SessionShelf implements AutoCloseable {

    /**
     * A session that is in use by one thread.
     *
     * @param session the session
     * @param before the programs that it has run
     */
    record Lease(Session session, List<String> before) {}

    private final Engine engine;
    private final int programsPerSession;
    private final Deque<Lease> free = new ArrayDeque<>(); // guarded by this
    private boolean closed; // guarded by this

    /**
     * @param engine opens the sessions
     * @param programsPerSession after how many programs a session is closed; 1 gives each a session of its own
     */
    SessionShelf(Engine engine, int programsPerSession) {
        this.engine = engine;
        this.programsPerSession = programsPerSession;
    }

    Lease take() throws InterruptedException {
        synchronized (this) {
            if (!free.isEmpty()) {
                return free.pop();
            }
        }
        return new Lease(engine.open(), new ArrayList<>());
    }

    /** Puts a session back, or closes it if it ended or has run enough. */
    void giveBack(Lease lease, String program) {
        lease.before.add(program);
        synchronized (this) {
            if (!closed && lease.session.isAlive() && lease.before.size() < programsPerSession) {
                free.push(lease);
                return;
            }
        }
        lease.session.close();
    }

    @Override
    public void close() {
        List<Lease> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(free);
            free.clear();
        }
        left.forEach(lease -> lease.session.close());
    }
}
