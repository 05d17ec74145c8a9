package io.github.langchain4j.ptc.anthropic.turn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.anthropic.event.EventStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The message of a response while it is written: block after block, one open at a time. What is written is also sent,
 * where the response is streamed. Used by one thread at a time: while a model writes, its {@link RoundWriter} sees to that.
 */
final class MessageDraft {

    private final Optional<EventStream> events;
    private final List<ObjectNode> blocks = new ArrayList<>();
    private Optional<ObjectNode> open = Optional.empty();
    private StringBuilder content = new StringBuilder();

    /** @param events where what is written is sent to; empty if it is not streamed */
    MessageDraft(Optional<EventStream> events) {
        this.events = events;
    }

    /** All blocks; the open one is closed. */
    List<ObjectNode> blocks() {
        close();
        return List.copyOf(blocks);
    }

    /** Adds to the text, in a new block if another one is open. */
    void text(String part) {
        if (!part.isEmpty()) {
            ensure("text", Blocks.text());
            add(delta("text_delta").put("text", part), part);
        }
    }

    /** Adds to the thinking, in a new block if another one is open. */
    void thinking(String part) {
        if (!part.isEmpty()) {
            ensure("thinking", Blocks.thinking());
            add(delta("thinking_delta").put("thinking", part), part);
        }
    }

    /** Signs the thinking; where its block was closed before the signature was known, in an empty one. */
    void signature(String signature) {
        ensure("thinking", Blocks.thinking());
        open.orElseThrow().put("signature", signature);
        send(delta("signature_delta").put("signature", signature));
        close();
    }

    /** Opens a block whose input follows. */
    void use(ObjectNode block) {
        open(block);
    }

    /** Adds to the input of the open block. */
    void input(String json) {
        if (!json.isEmpty()) {
            add(delta("input_json_delta").put("partial_json", json), json);
        }
    }

    /** Replaces the input of the open block, as it will stand in the message, without sending it. */
    void settleInput(ObjectNode input) {
        open.orElseThrow().set("input", input);
        content = new StringBuilder();
    }

    private void ensure(String type, ObjectNode block) {
        if (open.filter(other -> other.path("type").asText().equals(type)).isEmpty()) {
            open(block);
        }
    }

    private void open(ObjectNode block) {
        close();
        open = Optional.of(block.deepCopy());
        content = new StringBuilder();
        event("content_block_start", start -> start.set("content_block", block));
    }

    private void add(ObjectNode delta, String part) {
        content.append(part);
        send(delta);
    }

    private static ObjectNode delta(String type) {
        return EventStream.event(type);
    }

    private void send(ObjectNode delta) {
        event("content_block_delta", event -> event.set("delta", delta));
    }

    private void event(String type, Consumer<ObjectNode> fields) {
        events.ifPresent(stream -> {
            ObjectNode event = EventStream.event(type).put("index", blocks.size());
            fields.accept(event);
            stream.send(type, event);
        });
    }

    /** Closes the open block, if there is one. */
    void close() {
        open.ifPresent(block -> {
            settle(block);
            event("content_block_stop", event -> {});
            blocks.add(block);
        });
        open = Optional.empty();
    }

    private void settle(ObjectNode block) {
        switch (block.path("type").asText()) {
            case "text" -> block.put("text", content.toString());
            case "thinking" -> block.put("thinking", content.toString());
            case "tool_use", "server_tool_use" -> {
                if (!content.isEmpty()) {
                    block.set("input", CallWriter.object(content.toString()));
                }
            }
            default -> {
                // It was whole when it was opened.
            }
        }
    }

    /** Adds a whole block, in the parts that the API would send. */
    void whole(ObjectNode block) {
        switch (block.path("type").asText()) {
            case "text" -> {
                open(Blocks.text());
                text(block.path("text").asText());
            }
            case "thinking" -> {
                open(Blocks.thinking());
                thinking(block.path("thinking").asText());
                if (!block.path("signature").asText().isEmpty()) {
                    signature(block.path("signature").asText());
                }
            }
            case "tool_use", "server_tool_use" -> {
                ObjectNode start = block.deepCopy();
                start.putObject("input");
                open(start);
                input(block.path("input").toString());
            }
            default -> open(block);
        }
        close();
    }
}
