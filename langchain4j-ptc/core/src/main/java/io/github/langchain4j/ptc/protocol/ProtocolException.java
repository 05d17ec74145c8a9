package io.github.langchain4j.ptc.protocol;

/** The other side sent something that the protocol does not allow; the interpreter must be ended. */
public final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what it sent, without its content */
    public ProtocolException(String message) {
        super(message);
    }
}
