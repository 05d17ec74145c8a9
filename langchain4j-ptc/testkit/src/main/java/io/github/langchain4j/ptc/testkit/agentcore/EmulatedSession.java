package io.github.langchain4j.ptc.testkit.agentcore;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A session of the emulator. Thread-safe. */
final class EmulatedSession {

    private final String id;
    private final String name;
    private final Path python;
    private final Map<String, String> environment;
    private final Instant createdAt = Instant.now();
    private final long endsAt;
    private Kernel kernel; // guarded by this
    private boolean stopped; // guarded by this

    EmulatedSession(String id, String name, Duration timeout, Path python, Map<String, String> environment)
            throws IOException {
        this.id = id;
        this.name = name;
        this.python = python;
        this.environment = environment;
        this.endsAt = System.nanoTime() + timeout.toNanos();
        this.kernel = Kernel.start(python, environment);
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    Instant createdAt() {
        return createdAt;
    }

    boolean isOver() {
        return System.nanoTime() - endsAt >= 0;
    }

    JsonNode execute(String code, boolean clear, boolean endThreads) throws IOException, InterruptedException {
        Kernel current;
        synchronized (this) {
            current = kernel;
        }
        return current.execute(code, clear, endThreads);
    }

    /** Starts its Python anew: nothing of the namespace is left, and no process that it started. */
    synchronized void restart() throws IOException {
        kernel.close();
        if (!stopped) {
            kernel = Kernel.start(python, environment);
        }
    }

    /** Ends its Python; whether that was not done before. Returns when it has ended, whoever ended it. */
    synchronized boolean stop() {
        boolean first = !stopped;
        stopped = true;
        kernel.close();
        return first;
    }
}
