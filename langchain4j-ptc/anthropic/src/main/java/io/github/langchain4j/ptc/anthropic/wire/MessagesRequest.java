package io.github.langchain4j.ptc.anthropic.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A request for a message, checked in itself. Immutable. {@link #toString()} shows no content.
 *
 * @param model its name
 * @param maxTokens the most to write; 0 where only tokens are counted
 * @param system texts
 * @param messages at least one
 * @param tools see there
 * @param stream whether the response is to be streamed
 * @param container to use, if one is named
 * @param sampling how the model is to write
 * @param json all of it; not to be changed
 */
public record MessagesRequest(
        String model,
        int maxTokens,
        List<Block.Text> system,
        List<Message> messages,
        Tools tools,
        boolean stream,
        Optional<String> container,
        Sampling sampling,
        ObjectNode json) {

    /**
     * How the model is to write.
     *
     * @param stopSequences texts that end it
     */
    public record Sampling(
            Optional<Double> temperature,
            Optional<Double> topP,
            Optional<Integer> topK,
            List<String> stopSequences,
            Optional<ObjectNode> outputSchema) {

        @Override
        public String toString() {
            return "Sampling[]";
        }
    }

    public MessagesRequest {
        system = List.copyOf(system);
        messages = List.copyOf(messages);
    }

    @Override
    public String toString() {
        return "MessagesRequest[" + model + ", " + messages.size() + " messages]";
    }
}
