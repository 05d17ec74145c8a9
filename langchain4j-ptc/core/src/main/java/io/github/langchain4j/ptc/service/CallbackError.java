package io.github.langchain4j.ptc.service;

/** Carries an error that a callback or handler of the user threw past the program, which must not catch it. */
final class CallbackError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CallbackError(Error cause) {
        super(cause);
    }

    @Override
    public synchronized Error getCause() {
        return (Error) super.getCause();
    }
}
