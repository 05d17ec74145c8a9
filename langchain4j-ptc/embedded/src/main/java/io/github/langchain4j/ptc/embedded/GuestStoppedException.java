package io.github.langchain4j.ptc.embedded;

/** Unwinds the guest's thread: the guest was stopped, or has left by itself. */
final class GuestStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GuestStoppedException(String message) {
        super(message, null, false, false);
    }
}
