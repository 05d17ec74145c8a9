package io.github.langchain4j.ptc.sandbox;

/** No interpreter can be had: says what is wrong and what to do about it. Nothing of the program has run. */
public class SandboxUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, where, and what to do */
    public SandboxUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, where, and what to do
     * @param cause the failure behind it
     */
    public SandboxUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
