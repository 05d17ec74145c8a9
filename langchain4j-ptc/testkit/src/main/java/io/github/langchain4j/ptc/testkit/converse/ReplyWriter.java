package io.github.langchain4j.ptc.testkit.converse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Replies as Converse and ConverseStream put them. */
final class ReplyWriter {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PIECE = 24; // characters of an event; small, so that words and escapes are torn apart
    private static final int CHARACTERS_OF_A_TOKEN = 4;

    private ReplyWriter() {}

    static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The content as a request has to send it back. */
    static JsonNode content(List<Block> blocks) {
        ArrayNode content = JsonNodeFactory.instance.arrayNode();
        blocks.forEach(block -> content.add(json(block)));
        return content;
    }

    static JsonNode reply(ConverseReply.Message message, int asked) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.putObject("output")
                .putObject("message")
                .put("role", "assistant")
                .set("content", content(message.content()));
        reply.put("stopReason", message.stopReason());
        measure(reply, message, asked);
        return reply;
    }

    private static void measure(ObjectNode target, ConverseReply.Message message, int asked) {
        int input = asked / CHARACTERS_OF_A_TOKEN;
        int output = bytes(content(message.content())).length / CHARACTERS_OF_A_TOKEN;
        target.putObject("usage")
                .put("inputTokens", input)
                .put("outputTokens", output)
                .put("totalTokens", input + output);
        target.putObject("metrics").put("latencyMs", 1);
    }

    private static JsonNode json(Block block) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (block instanceof Block.Text text) {
            json.put("text", text.text());
        } else if (block instanceof Block.Reasoning reasoning) {
            ObjectNode thoughts = json.putObject("reasoningContent").putObject("reasoningText");
            thoughts.put("text", reasoning.text());
            if (reasoning.signature() != null) {
                thoughts.put("signature", reasoning.signature());
            }
        } else if (block instanceof Block.Redacted redacted) {
            json.putObject("reasoningContent").put("redactedContent", redacted.base64());
        } else if (block instanceof Block.ToolUse use) {
            json.putObject("toolUse")
                    .put("toolUseId", use.id())
                    .put("name", use.name())
                    .set("input", input(use.input()));
        }
        return json;
    }

    private static JsonNode input(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException cutOff) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    /** The messages of a streamed reply. */
    static List<byte[]> events(ConverseReply.Message message, int asked) {
        List<byte[]> events = new ArrayList<>();
        events.add(event("messageStart", object().put("role", "assistant")));
        for (int i = 0; i < message.content().size(); i++) {
            block(message.content().get(i), i, events);
        }
        events.add(event("messageStop", object().put("stopReason", message.stopReason())));
        ObjectNode metadata = object();
        measure(metadata, message, asked);
        events.add(event("metadata", metadata));
        return events;
    }

    private static void block(Block block, int index, List<byte[]> events) {
        if (block instanceof Block.Text text) {
            pieces(text.text()).forEach(piece -> events.add(delta(index, object().put("text", piece))));
        } else if (block instanceof Block.Reasoning reasoning) {
            pieces(reasoning.text()).forEach(piece -> events.add(reasoning(index, object().put("text", piece))));
            if (reasoning.signature() != null) {
                events.add(reasoning(index, object().put("signature", reasoning.signature())));
            }
        } else if (block instanceof Block.Redacted redacted) {
            events.add(reasoning(index, object().put("redactedContent", redacted.base64())));
        } else if (block instanceof Block.ToolUse use) {
            ObjectNode start = object();
            start.putObject("toolUse").put("toolUseId", use.id()).put("name", use.name());
            events.add(event("contentBlockStart", at(index).set("start", start)));
            pieces(use.input())
                    .forEach(piece -> events.add(delta(index, object().set("toolUse", object().put("input", piece)))));
        }
        events.add(event("contentBlockStop", at(index)));
    }

    private static byte[] reasoning(int index, ObjectNode part) {
        return delta(index, object().set("reasoningContent", part));
    }

    private static byte[] delta(int index, JsonNode delta) {
        return event("contentBlockDelta", at(index).set("delta", delta));
    }

    private static ObjectNode at(int index) {
        return object().put("contentBlockIndex", index);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static byte[] event(String type, JsonNode json) {
        return EventStream.event(type, bytes(json));
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int start = 0; start < text.length(); start += PIECE) {
            pieces.add(text.substring(start, Math.min(text.length(), start + PIECE)));
        }
        return pieces;
    }
}
