package io.github.langchain4j.ptc.samples.proxy.model;

import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A model that is used for all owners.
 *
 * @param backing a new builder with its models
 * @param cacheUsage reads cached tokens
 * @param close gives its connections back
 */
record BackingModel(
        Supplier<Backing.Builder> backing, Function<TokenUsage, Backing.CacheUsage> cacheUsage, Runnable close) {

    /** A model with nothing to read or to close. */
    static BackingModel of(Supplier<Backing.Builder> backing) {
        return new BackingModel(backing, usage -> Backing.CacheUsage.NONE, () -> {});
    }
}
