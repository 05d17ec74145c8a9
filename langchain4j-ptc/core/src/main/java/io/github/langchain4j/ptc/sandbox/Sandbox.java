package io.github.langchain4j.ptc.sandbox;

/**
 * A factory of isolated Python interpreters of one kind.
 *
 * <p>An implementation only starts interpreters and moves frames; budgets, validation and the state of calls are the
 * engine's. It owns the threads, sockets and timers that it needs and ends them in {@link #close()}.
 *
 * <p>Implementations are thread-safe.
 */
public interface Sandbox extends AutoCloseable {

    /** What this sandbox can do and how far it isolates; constant for the life of the sandbox. */
    SandboxTraits traits();

    /**
     * Starts an interpreter with the runner loaded; its first frame is the runner's {@code hello}.
     *
     * @param spec what the interpreter may use
     * @param by when the start must be done
     * @return an interpreter for one user at a time; the caller closes it
     * @throws SandboxUnavailableException if it cannot be started in time; says what is wrong and how to mend it
     * @throws InterruptedException if the thread is interrupted; nothing is left running
     */
    Interpreter start(InterpreterSpec spec, Deadline by) throws SandboxUnavailableException, InterruptedException;

    /**
     * Checks, without starting one, whether an interpreter could be started; for health checks. A sandbox that cannot tell
     * returns.
     *
     * @param by when the answer is wanted; no answer until then is a failure
     * @throws SandboxUnavailableException if none could; says what is wrong and how to mend it
     * @throws InterruptedException if the thread is interrupted
     */
    default void check(Deadline by) throws SandboxUnavailableException, InterruptedException {}

    /** Ends every interpreter that is still alive and frees all resources. Idempotent. */
    @Override
    void close();
}
