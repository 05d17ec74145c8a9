package io.github.langchain4j.ptc.sandbox;

/** All interpreters that may exist at once are in use, and none became free in time. Trying again later can help. */
public final class SandboxBusyException extends SandboxUnavailableException {

    private static final long serialVersionUID = 1L;

    /** @param message how many are in use, how long was waited, and which setting allows more */
    public SandboxBusyException(String message) {
        super(message);
    }
}
