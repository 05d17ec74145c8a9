package io.github.langchain4j.ptc.anthropic.turn;

/** The client is gone, so nothing more is done for it. */
public final class GivenUpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The client is gone. */
    public GivenUpException() {
        super("The client is gone", null, false, false);
    }
}
