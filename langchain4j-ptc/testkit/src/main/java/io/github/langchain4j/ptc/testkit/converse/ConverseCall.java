package io.github.langchain4j.ptc.testkit.converse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A request to a model.
 *
 * @param modelId as the client wrote it: a model or an inference profile
 * @param streaming whether the answer is streamed
 * @param body what was sent; not to be changed
 */
public record ConverseCall(String modelId, boolean streaming, JsonNode body) {

    /** The texts of the tool results that the request ends with, in order. */
    public List<String> toolResults() {
        List<String> texts = new ArrayList<>();
        JsonNode messages = body.path("messages");
        for (JsonNode block : messages.path(messages.size() - 1).path("content")) {
            if (block.has("toolResult")) {
                texts.add(block.path("toolResult")
                        .path("content")
                        .path(0)
                        .path("text")
                        .asText());
            }
        }
        return texts;
    }

    /** The text that the request ends with; empty if it ends with something else. */
    public String lastText() {
        JsonNode messages = body.path("messages");
        return messages.path(messages.size() - 1)
                .path("content")
                .path(0)
                .path("text")
                .asText();
    }

    /** Names of the tools that are offered. */
    public List<String> tools() {
        List<String> names = new ArrayList<>();
        body.path("toolConfig")
                .path("tools")
                .forEach(tool -> names.add(tool.path("toolSpec").path("name").asText()));
        return names;
    }

    /** The last message of the model that the request holds; a missing node if there is none. */
    public JsonNode lastReply() {
        JsonNode last = body.path("no such field");
        for (JsonNode message : body.path("messages")) {
            if (message.path("role").asText().equals("assistant")) {
                last = message;
            }
        }
        return last;
    }
}
