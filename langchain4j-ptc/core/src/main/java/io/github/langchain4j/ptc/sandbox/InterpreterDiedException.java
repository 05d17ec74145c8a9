package io.github.langchain4j.ptc.sandbox;

import java.util.Objects;

/** The interpreter has ended; the session on it is lost. */
public final class InterpreterDiedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Death death;

    /** @param death how it ended */
    public InterpreterDiedException(Death death) {
        super("The interpreter has ended: " + death.description());
        this.death = Objects.requireNonNull(death);
    }

    /** How it ended; {@code null} only after Java serialization. */
    public Death death() {
        return death;
    }
}
