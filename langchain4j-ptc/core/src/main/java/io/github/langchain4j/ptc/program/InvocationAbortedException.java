package io.github.langchain4j.ptc.program;

import java.util.Objects;

/** Thrown by a {@link ToolInvoker} to end the program and everything that it is a part of. */
public final class InvocationAbortedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param cause why; never null */
    public InvocationAbortedException(RuntimeException cause) {
        super("A tool call ended the invocation: " + cause.getMessage(), Objects.requireNonNull(cause, "cause"));
    }

    @Override
    public synchronized RuntimeException getCause() {
        return (RuntimeException) super.getCause();
    }
}
