package io.github.langchain4j.ptc.sandbox;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * One isolated Python interpreter that holds one runner.
 *
 * <p>At most one thread sends and at most one thread receives at a time (they may be different threads);
 * {@link #kill} and {@link #close()} may be called from any thread at any time.
 */
public interface Interpreter extends AutoCloseable {

    /**
     * Sends a frame to the runner. A {@linkplain SandboxTraits#stepped() stepped} interpreter may keep it until
     * {@link #flush}.
     *
     * @throws InterpreterDiedException if the interpreter is dead, or did not take the frame in time (it is killed
     *     then: a frame that was written in part cannot be taken back)
     * @throws InterruptedException if the thread is interrupted; the interpreter is killed then if a part of the frame
     *     may have been written
     */
    void send(Frame frame, Deadline by) throws InterpreterDiedException, InterruptedException;

    /**
     * Says that nothing is sent for now: what was sent is on its way from here on, and reaches the runner also if nobody
     * receives. A stepped interpreter begins a step with it. Never blocks; for the thread that has sent. By default
     * nothing: most interpreters have sent a frame when {@link #send} returns.
     */
    default void flush() {}

    /**
     * Takes the next frame from the runner.
     *
     * @return the frame, or {@code null} if none came before the deadline; the interpreter lives on
     * @throws InterpreterDiedException if the interpreter is dead and all its frames have been taken, or if it broke the
     *     framing
     * @throws InterruptedException if the thread is interrupted; no frame is lost
     */
    Frame receive(Deadline by) throws InterpreterDiedException, InterruptedException;

    /**
     * How much of the time in which the runner was to run was spent around it, in requests to a service: it counts as
     * wall time, not as the program's compute time. Only grows; any thread. By default zero.
     */
    default Duration serviceTime() {
        return Duration.ZERO;
    }

    /** Completes with the reason when the interpreter has ended, also when nobody receives; never exceptionally. */
    CompletionStage<Death> died();

    /**
     * Whether it has ended, as far as is known at once: may be true a while before {@link #died()} completes, in a
     * sandbox where removing what is left takes time.
     */
    default boolean hasEnded() {
        return died().toCompletableFuture().isDone();
    }

    /** Ends the interpreter at once and unblocks {@link #send} and {@link #receive}. Any thread, idempotent. */
    void kill(KillReason why);

    /** Kills with {@link KillReason#CLOSED} and frees all that belongs to the interpreter. Idempotent. */
    @Override
    void close();
}
