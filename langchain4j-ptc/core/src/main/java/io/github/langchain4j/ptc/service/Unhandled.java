package io.github.langchain4j.ptc.service;

import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.service.tool.ToolExecutionErrorHandler;

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

    /** A handler that is not asked about it. */
    public static ToolExecutionErrorHandler past(ToolExecutionErrorHandler handler) {
        return (error, context) -> {
            if (error instanceof Unhandled unhandled) {
                throw unhandled.getCause();
            }
            return handler.handle(error, context);
        };
    }

    @Override
    public synchronized RuntimeException getCause() {
        return (RuntimeException) super.getCause();
    }
}
