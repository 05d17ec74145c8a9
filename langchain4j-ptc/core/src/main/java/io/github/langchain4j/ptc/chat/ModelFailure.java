package io.github.langchain4j.ptc.chat;

/** Carries through the loop what a model failed with and what cannot be thrown there. */
final class ModelFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ModelFailure(Throwable failure) {
        super(failure);
    }
}
