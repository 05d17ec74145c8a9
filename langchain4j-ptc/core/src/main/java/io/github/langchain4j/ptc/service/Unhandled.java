package io.github.langchain4j.ptc.service;

import dev.langchain4j.exception.ToolExecutionException;
import java.util.Optional;

/**
 * What the code tool throws to end the invocation: no error handler of the service is to make a text for the model of it.
 */
final class Unhandled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private Unhandled(RuntimeException cause) {
        super(cause.getMessage(), cause);
    }

    /** The exception in the form in which LangChain4j hands its cause, ours, to the error handler. */
    static ToolExecutionException thrown(RuntimeException cause) {
        return new ToolExecutionException(new Unhandled(cause));
    }

    /** What is to end the invocation, if that is what was thrown: as it is, or as LangChain4j wraps it. */
    static Optional<RuntimeException> in(Throwable thrown) {
        Throwable inner = thrown instanceof ToolExecutionException ? thrown.getCause() : thrown;
        return inner instanceof Unhandled unhandled ? Optional.of(unhandled.getCause()) : Optional.empty();
    }

    @Override
    public synchronized RuntimeException getCause() {
        return (RuntimeException) super.getCause();
    }
}
