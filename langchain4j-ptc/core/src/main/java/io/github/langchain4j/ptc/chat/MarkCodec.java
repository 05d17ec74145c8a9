package io.github.langchain4j.ptc.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Marks as plain JSON values, which survive every store that keeps the attributes of messages. Reading trusts nothing:
 * whatever is not exactly a mark of this version is none.
 */
final class MarkCodec {

    private static final int VERSION = 1;

    private MarkCodec() {}

    /** A value is not what a mark has there. */
    private static final class Malformed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Malformed(String where) {
            super(where, null, false, false);
        }
    }

    /** The mark as maps, lists and scalars. */
    static Object write(Mark mark) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", VERSION);
        json.put("session", mark.handle().text());
        json.put("sequence", mark.sequence());
        json.put("turn", mark.turn().text());
        ArrayNode steps = json.putArray("steps");
        mark.steps().forEach(step -> steps.add(written(step)));
        mark.open()
                .ifPresent(open -> json.set(
                        open.whole() ? "response" : "open",
                        open.whole()
                                ? written(open.step())
                                : written(open.step().calls())));
        return PlainJson.value(json);
    }

    /**
     * The mark that the value holds, or empty if it holds none that can be understood.
     *
     * @param value anything
     */
    static Optional<Mark> read(Object value) {
        try {
            return PlainJson.node(value)
                    .filter(json -> integer(json, "version") == VERSION)
                    .map(MarkCodec::mark);
        } catch (RuntimeException e) {
            // Also what strange maps and lists may throw: a history is never refused because of an attribute.
            return Optional.empty();
        }
    }

    private static ObjectNode written(Step step) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        AiMessage message = step.message();
        putText(json, "text", message.text());
        putText(json, "thinking", message.thinking());
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        // What is no JSON, such as an image, has no place in every store; providers need only texts back.
        message.attributes()
                .forEach((key, value) -> PlainJson.node(value).ifPresent(node -> attributes.set(key, node)));
        if (!attributes.isEmpty()) {
            json.set("attributes", attributes);
        }
        json.set("calls", written(step.calls()));
        return json;
    }

    private static ArrayNode written(List<Call> calls) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (Call call : calls) {
            ObjectNode written = json.addObject();
            putText(written, "id", call.request().id());
            written.put("name", call.request().name());
            // The caller's requests are in the message itself; here they only hold their place.
            call.result().ifPresent(result -> {
                putText(written, "arguments", call.request().arguments());
                written.put("result", text(result));
                if (Boolean.TRUE.equals(result.isError())) {
                    written.put("error", true);
                }
            });
        }
        return json;
    }

    /** The text of a result; a history keeps no images, only that there was one. */
    static String text(ToolExecutionResultMessage result) {
        List<String> parts = new ArrayList<>();
        for (Content content : result.contents()) {
            parts.add(
                    content instanceof TextContent text
                            ? text.text()
                            : "(" + content.type().name().toLowerCase(Locale.ROOT) + " not kept)");
        }
        return String.join("\n", parts);
    }

    private static Mark mark(JsonNode json) {
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : array(json, "steps")) {
            steps.add(step(step));
        }
        return new Mark(
                new Handle(required(json, "session")),
                integer(json, "sequence"),
                new Handle(required(json, "turn")),
                steps,
                open(json));
    }

    private static Optional<Mark.Open> open(JsonNode json) {
        if (json.has("response")) {
            return Optional.of(new Mark.Open(unfinished(json.get("response")), true));
        }
        return json.has("open")
                ? Optional.of(new Mark.Open(Step.of(AiMessage.builder().build(), calls(json, "open")), false))
                : Optional.empty();
    }

    private static Step step(JsonNode json) {
        Step step = unfinished(json);
        if (step.calls().isEmpty()
                || step.calls().stream().anyMatch(call -> call.result().isEmpty())) {
            throw new Malformed("calls");
        }
        return step;
    }

    /** A step of which the caller has to answer a part. */
    private static Step unfinished(JsonNode json) {
        AiMessage message = AiMessage.builder()
                .text(optional(json, "text"))
                .thinking(optional(json, "thinking"))
                .attributes(attributes(json.get("attributes")))
                .build();
        return Step.of(message, calls(json, "calls"));
    }

    private static Map<String, Object> attributes(JsonNode json) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (json != null && json.isObject()) {
            json.properties().forEach(field -> attributes.put(field.getKey(), PlainJson.value(field.getValue())));
        }
        attributes.remove(HiddenHistory.ATTRIBUTE);
        return attributes;
    }

    private static List<Call> calls(JsonNode json, String field) {
        List<Call> calls = new ArrayList<>();
        for (JsonNode call : array(json, field)) {
            ToolExecutionRequest request = ToolExecutionRequest.builder()
                    .id(optional(call, "id"))
                    .name(required(call, "name"))
                    .arguments(optional(call, "arguments"))
                    .build();
            String result = optional(call, "result");
            calls.add(result == null ? Call.ofCaller(request) : Call.answered(request, result, call.has("error")));
        }
        return calls;
    }

    private static void putText(ObjectNode json, String field, String text) {
        if (text != null) {
            json.put(field, text);
        }
    }

    private static int integer(JsonNode json, String field) {
        JsonNode value = json.get(field);
        // Some stores read every number as a floating point one.
        if (value == null || !value.isNumber() || value.doubleValue() != value.intValue()) {
            throw new Malformed(field);
        }
        return value.intValue();
    }

    private static String required(JsonNode json, String field) {
        String text = optional(json, field);
        if (text == null || text.isBlank()) {
            throw new Malformed(field);
        }
        return text;
    }

    private static String optional(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new Malformed(field);
        }
        return value.textValue();
    }

    private static JsonNode array(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || !value.isArray()) {
            throw new Malformed(field);
        }
        return value;
    }
}
