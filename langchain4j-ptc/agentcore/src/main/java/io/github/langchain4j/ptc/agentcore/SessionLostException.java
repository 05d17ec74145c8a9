package io.github.langchain4j.ptc.agentcore;

/** A session cannot be stepped any more; says why, for operators and for the model. */
final class SessionLostException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Whether the sandbox, not the service, is at fault: it said something that it must not say. */
    private final boolean violation;

    SessionLostException(String message, Throwable cause) {
        super(message, cause);
        this.violation = false;
    }

    SessionLostException(String message, boolean violation) {
        super(message);
        this.violation = violation;
    }

    boolean violation() {
        return violation;
    }
}
