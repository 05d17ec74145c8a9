package io.github.langchain4j.ptc.anthropic.backing;

import java.time.Instant;
import java.util.Objects;

/**
 * What clients are told of a model.
 *
 * @param id the name by which it is asked for
 * @param displayName for people
 * @param createdAt when it came out; {@link Instant#EPOCH} if nobody knows
 */
public record ModelDescription(String id, String displayName, Instant createdAt) {

    public ModelDescription {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    /** A model of which nothing else is known. */
    public static ModelDescription of(String id) {
        return new ModelDescription(id, id, Instant.EPOCH);
    }
}
