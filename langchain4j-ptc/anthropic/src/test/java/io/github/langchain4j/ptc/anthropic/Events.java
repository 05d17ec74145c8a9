package io.github.langchain4j.ptc.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.anthropic.event.EventSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A strict reader of streams: it accepts what Anthropic's API may send in the order in which it may, and nothing else, and
 * puts the message together. Used by one thread at a time.
 */
final class Events implements EventSink {

    private static final Set<String> PARTS = Set.of("text", "thinking", "tool_use", "server_tool_use");

    final List<String> names = new ArrayList<>();
    final List<ObjectNode> all = new ArrayList<>();
    private ObjectNode message;
    private ObjectNode open;
    private final StringBuilder input = new StringBuilder();
    private boolean signed;
    private boolean delta;
    private boolean stopped;
    ObjectNode error;

    @Override
    public synchronized void send(String event, String data) {
        assertThat(data).doesNotContain("\n");
        ObjectNode json = Client.json(data);
        assertThat(json.path("type").asText()).isEqualTo(event);
        assertThat(stopped).as(event + " after the end").isFalse();
        assertThat(error).as(event + " after an error").isNull();
        names.add(event);
        all.add(json);
        switch (event) {
            case "message_start" -> start(json);
            case "ping" -> assertThat(message).isNotNull();
            case "content_block_start" -> startBlock(json);
            case "content_block_delta" -> delta(json);
            case "content_block_stop" -> stopBlock(json);
            case "message_delta" -> messageDelta(json);
            case "message_stop" -> {
                assertThat(delta).as("message_stop without message_delta").isTrue();
                stopped = true;
            }
            case "error" -> error = json;
            default -> throw new AssertionError("No such event: " + event);
        }
    }

    private void start(ObjectNode json) {
        assertThat(message).as("two messages").isNull();
        message = (ObjectNode) json.path("message");
        assertThat(message.path("content")).isEmpty();
        assertThat(message.path("stop_reason").isNull()).isTrue();
        assertThat(message.path("role").asText()).isEqualTo("assistant");
        assertThat(message.path("usage").path("input_tokens").isInt()).isTrue();
        assertThat(message.path("id").asText()).startsWith("msg_");
    }

    private void startBlock(ObjectNode json) {
        assertThat(message).isNotNull();
        assertThat(delta).isFalse();
        assertThat(open).as("a block in a block").isNull();
        assertThat(json.path("index").asInt(-1))
                .isEqualTo(message.path("content").size());
        open = (ObjectNode) json.path("content_block");
        input.setLength(0);
        signed = false;
        String type = open.path("type").asText();
        if (type.equals("text") || type.equals("thinking")) {
            assertThat(open.path(type).asText("-")).isEmpty();
        } else if (type.endsWith("tool_use")) {
            assertThat(open.path("input").isObject()).isTrue();
            assertThat(open.path("input")).isEmpty();
        }
    }

    private void delta(ObjectNode json) {
        assertThat(open).as("a delta without a block").isNotNull();
        assertThat(json.path("index").asInt(-1))
                .isEqualTo(message.path("content").size());
        JsonNode part = json.path("delta");
        String type = open.path("type").asText();
        assertThat(PARTS).contains(type);
        assertThat(signed).as("a delta after the signature").isFalse();
        switch (part.path("type").asText()) {
            case "text_delta" -> append("text", type, part.path("text").asText());
            case "thinking_delta" ->
                append("thinking", type, part.path("thinking").asText());
            case "signature_delta" -> {
                assertThat(type).isEqualTo("thinking");
                open.set("signature", part.path("signature"));
                signed = true;
            }
            case "input_json_delta" -> {
                assertThat(type).endsWith("tool_use");
                input.append(part.path("partial_json").asText());
            }
            default -> throw new AssertionError("No such delta: " + part);
        }
    }

    private void append(String field, String type, String part) {
        assertThat(type).isEqualTo(field);
        assertThat(part).isNotEmpty();
        open.put(field, open.path(field).asText() + part);
    }

    private void stopBlock(ObjectNode json) {
        assertThat(open).as("an end without a block").isNotNull();
        assertThat(json.path("index").asInt(-1))
                .isEqualTo(message.path("content").size());
        if (input.length() > 0) {
            try {
                open.set("input", Client.JSON.readTree(input.toString()));
            } catch (JsonProcessingException e) {
                open.put("broken_input", input.toString());
            }
        }
        message.withArray("content").add(open);
        open = null;
    }

    private void messageDelta(ObjectNode json) {
        assertThat(open).as("message_delta in a block").isNull();
        assertThat(delta).isFalse();
        delta = true;
        assertThat(json.path("delta").path("stop_reason").isTextual()).isTrue();
        json.path("delta").properties().forEach(field -> message.set(field.getKey(), field.getValue()));
        json.path("usage")
                .properties()
                .forEach(field -> ((ObjectNode) message.path("usage")).set(field.getKey(), field.getValue()));
        assertThat(json.path("usage").path("output_tokens").isInt()).isTrue();
    }

    /** The message, if the stream came to its end. */
    synchronized Client.Response response() {
        assertThat(error).isNull();
        assertThat(stopped).as("the stream has no end: " + names).isTrue();
        return new Client.Response(200, message);
    }

    /** The texts of a kind of delta, in order. */
    synchronized List<String> deltas(String type, String field) {
        return all.stream()
                .map(event -> event.path("delta"))
                .filter(part -> part.path("type").asText().equals(type))
                .map(part -> part.path(field).asText())
                .toList();
    }
}
