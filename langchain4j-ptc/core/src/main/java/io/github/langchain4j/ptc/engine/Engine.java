package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Opens sessions on one sandbox under one set of limits. Thread-safe. The sandbox stays the caller's to close, after the
 * engine.
 */
public final class Engine implements AutoCloseable {

    /** Ending an interpreter takes less, as a rule. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Sandbox sandbox;
    private final Limits limits;
    private final EngineThreads threads;
    private final Semaphore free;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param sandbox where interpreters come from
     * @param limits what programs and sessions may use
     */
    public Engine(Sandbox sandbox, Limits limits) {
        this.sandbox = Objects.requireNonNull(sandbox, "sandbox");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.threads = new EngineThreads(sandbox.traits().name());
        this.free = new Semaphore(limits.sessions(), true);
    }

    /** The limits in force. */
    public Limits limits() {
        return limits;
    }

    /** The traits of the sandbox. */
    public SandboxTraits traits() {
        return sandbox.traits();
    }

    /** Sessions that are open now. */
    public int openSessions() {
        return sessions.size();
    }

    /** Opens a session within {@link Limits#startTime()}; see {@link #open(Deadline)}. */
    public Session open() throws InterruptedException {
        return open(Deadline.in(limits.startTime()));
    }

    /**
     * Opens a session: waits for a free place, starts an interpreter and agrees on the protocol with its runner.
     *
     * @param by when the session must be there
     * @return a session that nobody else uses; the caller closes it
     * @throws SandboxBusyException if {@link Limits#sessions()} are in use until then
     * @throws SandboxUnavailableException if no interpreter can be started in time
     * @throws InterruptedException if the thread is interrupted; nothing is left running
     * @throws IllegalStateException if the engine is closed
     */
    public Session open(Deadline by) throws InterruptedException {
        return open(by, () -> {});
    }

    /**
     * Opens a session like {@link #open(Deadline)}; while there is no free place, the task is run again and again.
     *
     * @param whenFull gives up a session that can be spared
     */
    public Session open(Deadline by, Runnable whenFull) throws InterruptedException {
        requireOpen();
        if (!awaitPlace(by, whenFull)) {
            throw new SandboxBusyException("All " + limits.sessions()
                    + " sessions are in use and none became free in time. Close sessions that are done, try again"
                    + " later, or allow more with Limits.sessions");
        }
        Interpreter interpreter = null;
        try {
            interpreter = sandbox.start(limits.interpreter(), by);
            Handshake.perform(interpreter, limits, by);
            return register(interpreter);
        } catch (Throwable e) {
            if (interpreter != null) {
                interpreter.close();
            }
            free.release();
            throw e;
        }
    }

    /** Another may take the place that the task made, so that once is not enough. */
    private boolean awaitPlace(Deadline by, Runnable whenFull) throws InterruptedException {
        long patience = 0;
        while (!free.tryAcquire(patience, TimeUnit.NANOSECONDS)) {
            if (by.reached()) {
                return false;
            }
            whenFull.run();
            patience = Math.min(by.remainingNanos(), PATIENCE_NANOS);
        }
        return true;
    }

    private Session register(Interpreter interpreter) {
        Session session = new Session(interpreter, sandbox.traits(), limits, threads);
        sessions.add(session);
        interpreter.died().thenRun(() -> {
            if (sessions.remove(session)) {
                free.release();
            }
        });
        session.watch();
        if (closed) {
            session.end(CancelReason.SHUTDOWN);
        }
        return session;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The engine is closed");
        }
    }

    /**
     * Closes in peace: opens no more sessions, gives running programs time to end, then closes.
     *
     * @param grace how long programs may take
     * @throws InterruptedException if the thread is interrupted; the engine is closed then, too
     */
    public void shutdown(Duration grace) throws InterruptedException {
        closed = true;
        try {
            Deadline by = Deadline.in(grace);
            for (Session session : List.copyOf(sessions)) {
                session.awaitQuiet(by);
            }
        } finally {
            close();
        }
    }

    /** Ends all programs and sessions at once; opens no more. Idempotent. */
    @Override
    public void close() {
        closed = true;
        for (Session session : List.copyOf(sessions)) {
            session.end(CancelReason.SHUTDOWN);
            sessions.remove(session);
        }
        threads.close();
    }
}
