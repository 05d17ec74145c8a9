package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.protocol.HostMessages;
import io.github.langchain4j.ptc.protocol.ProtocolException;
import io.github.langchain4j.ptc.protocol.RunnerMessage;
import io.github.langchain4j.ptc.protocol.RunnerMessageReader;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.KillReason;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lease of one interpreter: variables and files live from program to program. Never shared, never reused by another.
 *
 * <p>Thread-safe; one program runs at a time. A session ends by {@link #close()}, when a program loses it, or after its
 * idle time or lifetime.
 */
public final class Session implements AutoCloseable {

    private final Interpreter interpreter;
    private final SandboxTraits traits;
    private final Limits limits;
    private final EngineThreads threads;
    private final RunnerMessageReader reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition(); // guarded by lock
    private Execution running; // guarded by lock
    private boolean transferring; // guarded by lock; a file is on its way in
    private int programs; // guarded by lock
    private int streams; // guarded by lock
    private boolean ended; // guarded by lock
    private Death death; // guarded by lock
    private Future<?> idleTimer; // guarded by lock
    private Future<?> lifeTimer; // guarded by lock

    Session(Interpreter interpreter, SandboxTraits traits, Limits limits, EngineThreads threads) {
        this.interpreter = interpreter;
        this.traits = traits;
        this.limits = limits;
        this.threads = threads;
        this.reader = new RunnerMessageReader(limits.interpreter().maxFrameBytes());
    }

    /** Starts the clocks; separate from the constructor, which must not leak the object. */
    void watch() {
        interpreter.died().thenAccept(this::died);
        lock.lock();
        try {
            lifeTimer = threads.after(limits.sessionLifetime(), () -> expire("lifetime"));
            restartIdleTimer();
        } finally {
            lock.unlock();
        }
    }

    private void died(Death how) {
        lock.lock();
        try {
            death = how;
            ended = true;
            cancelTimers();
            quiet.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void expire(String what) {
        threads.execute(() -> end(CancelReason.SESSION_CLOSED));
    }

    private void restartIdleTimer() {
        if (idleTimer != null) {
            idleTimer.cancel(false);
        }
        idleTimer =
                ended || running != null ? null : threads.after(limits.sessionIdleTime(), () -> expire("idle time"));
    }

    private void cancelTimers() {
        if (idleTimer != null) {
            idleTimer.cancel(false);
        }
        if (lifeTimer != null) {
            lifeTimer.cancel(false);
        }
    }

    /** Whether another program can be started. */
    public boolean isAlive() {
        lock.lock();
        try {
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** How the interpreter ended, if it has. */
    public Optional<Death> death() {
        lock.lock();
        try {
            return Optional.ofNullable(death);
        } finally {
            lock.unlock();
        }
    }

    /** Runs a task once, on a thread of the engine, when the interpreter has ended, in whatever way, or if it has. */
    public void whenEnded(Runnable task) {
        interpreter.died().thenRunAsync(task, threads::execute);
    }

    /** The number of programs started. */
    public int programs() {
        lock.lock();
        try {
            return programs;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts a program; its events come from {@link Execution#next}.
     *
     * @throws IllegalStateException if a program is running or the session has ended
     */
    public Execution start(Program program) {
        Execution execution;
        lock.lock();
        try {
            requireQuiet();
            execution = new Execution(this, ++programs, program);
            running = execution;
            restartIdleTimer();
        } finally {
            lock.unlock();
        }
        execution.begin();
        return execution;
    }

    private void requireQuiet() {
        if (ended) {
            throw new IllegalStateException(
                    "The session has ended" + (death == null ? "" : ": " + death.description()) + "; open a new one");
        }
        if (running != null || transferring) {
            throw new IllegalStateException("A program is running in this session; run it to its end first");
        }
    }

    /** Called once by the running execution when it is over. */
    void over(Execution execution, boolean spent) {
        lock.lock();
        try {
            if (running == execution) {
                running = null;
                quiet.signalAll();
            }
            restartIdleTimer();
        } finally {
            lock.unlock();
        }
        if (spent) {
            close();
        }
    }

    /**
     * Puts a file into the session's working folder, replacing one of the same path.
     *
     * @param path relative, with forward slashes
     * @param content the bytes
     * @throws IllegalArgumentException if the path leaves the folder, or there is no room
     * @throws IllegalStateException if a program is running or the session has ended
     * @throws InterruptedException if the thread is interrupted; the session is closed then
     */
    public void put(String path, byte[] content) throws InterruptedException {
        if (!SafePath.matches(path)) {
            throw new IllegalArgumentException("The path '" + path
                    + "' must be relative, with forward slashes, stay inside the working folder, and have only names"
                    + " that every operating system can store");
        }
        if (content.length > limits.interpreter().filesBytes()) {
            throw new IllegalArgumentException("The file '" + path + "' has " + content.length
                    + " bytes, but the session has room for "
                    + limits.interpreter().filesBytes() + " (InterpreterSpec.filesBytes)");
        }
        int stream = beginTransfer();
        boolean done = false;
        try {
            Optional<String> error = transfer(path, content, stream);
            done = true;
            if (error.isPresent()) {
                throw new IllegalArgumentException("The file '" + path + "' was not taken: " + error.get());
            }
        } catch (InterpreterDiedException | ProtocolException e) {
            throw new IllegalStateException("The session was lost while it took the file '" + path + "'", e);
        } finally {
            endTransfer();
            if (!done) {
                close();
            }
        }
    }

    private int beginTransfer() {
        lock.lock();
        try {
            requireQuiet();
            transferring = true;
            return ++streams;
        } finally {
            lock.unlock();
        }
    }

    private void endTransfer() {
        lock.lock();
        try {
            transferring = false;
            restartIdleTimer();
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> transfer(String path, byte[] content, int stream)
            throws InterpreterDiedException, InterruptedException, ProtocolException {
        Deadline by = Deadline.in(limits.wallTime());
        interpreter.send(HostMessages.file(path, stream, content.length), by);
        for (int at = 0; at < content.length; at += HostMessages.CHUNK_BYTES) {
            int length = Math.min(HostMessages.CHUNK_BYTES, content.length - at);
            interpreter.send(HostMessages.chunk(stream, content, at, length), by);
        }
        interpreter.flush();
        for (Frame frame = interpreter.receive(by); frame != null; frame = interpreter.receive(by)) {
            RunnerMessage message = reader.read(frame);
            if (message instanceof RunnerMessage.Filed filed && filed.stream() == stream) {
                return filed.error();
            }
            if (!(message instanceof RunnerMessage.OfProgram)) {
                throw new ProtocolException("something else than the receipt of a file");
            }
        }
        throw new ProtocolException("no receipt of a file in time");
    }

    /** Waits until no program runs, or the deadline. */
    void awaitQuiet(Deadline by) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (running != null && !ended && !by.reached()) {
                quiet.awaitNanos(by.remainingNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the session; a running program is {@link Outcome.Cancelled} with the reason. */
    void end(CancelReason reason) {
        Execution execution;
        lock.lock();
        try {
            ended = true;
            execution = running;
            cancelTimers();
        } finally {
            lock.unlock();
        }
        if (execution != null) {
            execution.condemn(new Outcome.Cancelled(reason));
        }
        interpreter.kill(reason == CancelReason.SHUTDOWN ? KillReason.SHUTDOWN : KillReason.CLOSED);
        interpreter.close();
    }

    /** Ends the session; a running program is cancelled. Any thread, idempotent. */
    @Override
    public void close() {
        end(CancelReason.SESSION_CLOSED);
    }

    Interpreter interpreter() {
        return interpreter;
    }

    SandboxTraits traits() {
        return traits;
    }

    Limits limits() {
        return limits;
    }

    EngineThreads threads() {
        return threads;
    }

    RunnerMessageReader reader() {
        return reader;
    }
}
