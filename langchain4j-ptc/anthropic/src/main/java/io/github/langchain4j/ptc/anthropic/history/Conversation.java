package io.github.langchain4j.ptc.anthropic.history;

import dev.langchain4j.data.message.ChatMessage;
import io.github.langchain4j.ptc.anthropic.wire.Block;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request's messages as the model behind sees them. Immutable. {@link #toString()} shows no content.
 *
 * @param messages all that is complete
 * @param open the last round if a program of it waits for the client
 * @param results that the client sends for the calls of that program, by the ids of the calls
 */
public record Conversation(List<ChatMessage> messages, Optional<Round> open, Map<String, Block.ToolResult> results) {

    public Conversation {
        messages = List.copyOf(messages);
        results = Map.copyOf(results);
    }

    /** Whether a program waits for the client. */
    public boolean isContinued() {
        return open.isPresent();
    }

    @Override
    public String toString() {
        return "Conversation[" + messages.size() + " messages" + (isContinued() ? ", continued" : "") + "]";
    }
}
