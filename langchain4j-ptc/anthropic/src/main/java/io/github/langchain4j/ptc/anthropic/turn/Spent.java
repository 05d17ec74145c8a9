package io.github.langchain4j.ptc.anthropic.turn;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.anthropic.backing.Backing.CacheUsage;

/**
 * What the model really used for one response of the API. Immutable.
 *
 * @param input tokens, cached ones aside where the provider tells them
 * @param output tokens
 * @param cache tokens
 */
record Spent(int input, int output, CacheUsage cache) {

    static final Spent NOTHING = new Spent(0, 0, CacheUsage.NONE);

    /** With a further call of the model. */
    Spent plus(TokenUsage usage, CacheUsage cached) {
        return usage == null
                ? this
                : new Spent(
                        input + count(usage.inputTokenCount()),
                        output + count(usage.outputTokenCount()),
                        cache.plus(cached));
    }

    private static int count(Integer tokens) {
        return tokens == null ? 0 : tokens;
    }

    /** As it stands in a message. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("input_tokens", input);
        json.put("output_tokens", output);
        json.put("cache_creation_input_tokens", cache.created());
        json.put("cache_read_input_tokens", cache.read());
        json.putNull("cache_creation");
        json.putNull("server_tool_use");
        json.putNull("output_tokens_details");
        json.putNull("inference_geo");
        return json.put("service_tier", "standard");
    }

    /** The usage of a message as it stands in a {@code message_delta} event. */
    static ObjectNode delta(ObjectNode usage) {
        ObjectNode json = usage.deepCopy();
        json.remove("cache_creation");
        json.remove("inference_geo");
        json.remove("service_tier");
        return json;
    }
}
