package io.github.langchain4j.ptc.sandbox;

import java.util.Objects;

/**
 * How an interpreter ended.
 *
 * @param killedFor why the host killed it, or {@code null} if it ended by itself
 * @param description what is known, in words, such as {@code exit code 137 (out of memory)}; for operators and for the
 *     model
 */
public record Death(KillReason killedFor, String description) {

    public Death {
        Objects.requireNonNull(description, "description");
    }
}
