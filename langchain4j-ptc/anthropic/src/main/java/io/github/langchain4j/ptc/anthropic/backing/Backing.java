package io.github.langchain4j.ptc.anthropic.backing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The model of LangChain4j behind a name of the API. Immutable; thread-safe if its models are.
 *
 * <p>A streamed request goes to the streaming model if there is one; its events are made from the whole response
 * otherwise. A request that is not streamed goes to the other one first.
 */
public final class Backing {

    /**
     * Adds to the parameters of a request what only the provider's own parameters can say: a thinking budget, say.
     *
     * <p>Must be thread-safe, and quick.
     */
    @FunctionalInterface
    public interface Parameters {

        /**
         * The parameters to send.
         *
         * @param parameters that LangChain4j has a name for
         * @param request of the client; not to be changed
         */
        ChatRequestParameters of(ChatRequestParameters parameters, ObjectNode request);
    }

    /**
     * Tokens that a provider's prompt cache took or gave.
     *
     * @param created written to the cache
     * @param read from the cache
     */
    public record CacheUsage(int created, int read) {

        /** None, or unknown. */
        public static final CacheUsage NONE = new CacheUsage(0, 0);

        /** The sum. */
        public CacheUsage plus(CacheUsage other) {
            return new CacheUsage(created + other.created, read + other.read);
        }
    }

    private final Optional<ChatModel> model;
    private final Optional<StreamingChatModel> streaming;
    private final Optional<TokenCountEstimator> estimator;
    private final Parameters parameters;
    private final Function<TokenUsage, CacheUsage> cacheUsage;

    private Backing(Builder builder) {
        model = builder.model;
        streaming = builder.streaming;
        estimator = builder.estimator;
        parameters = builder.parameters;
        cacheUsage = builder.cacheUsage;
    }

    /** A model without a streaming twin. */
    public static Backing of(ChatModel model) {
        return builder().model(model).build();
    }

    /** A builder; one of the two models is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** The model that is asked for whole responses. */
    public Optional<ChatModel> model() {
        return model;
    }

    /** The model that streams. */
    public Optional<StreamingChatModel> streaming() {
        return streaming;
    }

    /** What counts tokens. */
    public Optional<TokenCountEstimator> estimator() {
        return estimator;
    }

    /** Adds the provider's own parameters. */
    public Parameters parameters() {
        return parameters;
    }

    /** Reads cached tokens. */
    public Function<TokenUsage, CacheUsage> cacheUsage() {
        return cacheUsage;
    }

    /** Collects the parts of a backing. Not thread-safe. */
    public static final class Builder {

        private Optional<ChatModel> model = Optional.empty();
        private Optional<StreamingChatModel> streaming = Optional.empty();
        private Optional<TokenCountEstimator> estimator = Optional.empty();
        private Parameters parameters = (known, request) -> known;
        private Function<TokenUsage, CacheUsage> cacheUsage = usage -> CacheUsage.NONE;

        private Builder() {}

        /** Asked for whole responses. */
        public Builder model(ChatModel model) {
            this.model = Optional.of(model);
            return this;
        }

        /** Asked for streamed responses. */
        public Builder streaming(StreamingChatModel model) {
            this.streaming = Optional.of(model);
            return this;
        }

        /** Counts tokens. Default: an estimate of four characters each. */
        public Builder estimator(TokenCountEstimator estimator) {
            this.estimator = Optional.of(estimator);
            return this;
        }

        /** Adds the provider's own parameters. Default: none. */
        public Builder parameters(Parameters parameters) {
            this.parameters = Objects.requireNonNull(parameters, "parameters");
            return this;
        }

        /** Reads cached tokens from the provider's own kind of usage. Default: unknown. */
        public Builder cacheUsage(Function<TokenUsage, CacheUsage> reader) {
            this.cacheUsage = Objects.requireNonNull(reader, "reader");
            return this;
        }

        /**
         * The backing.
         *
         * @throws IllegalArgumentException if there is no model
         */
        public Backing build() {
            if (model.isEmpty() && streaming.isEmpty()) {
                throw new IllegalArgumentException("A backing needs a ChatModel or a StreamingChatModel");
            }
            return new Backing(this);
        }
    }
}
