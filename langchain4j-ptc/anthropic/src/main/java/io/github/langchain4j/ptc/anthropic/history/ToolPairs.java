package io.github.langchain4j.ptc.anthropic.history;

import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.anthropic.wire.Block;
import io.github.langchain4j.ptc.anthropic.wire.Message;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The rule that each use of a tool is answered in the next message, once, and nothing else is answered there. */
final class ToolPairs {

    private ToolPairs() {}

    /**
     * Checks messages of which no two neighbours have one role.
     *
     * @throws ApiException naming the place and the ids
     */
    static void check(List<Message> messages) {
        Map<String, Block.ToolUse> asked = Map.of();
        for (Message message : messages) {
            if (message.isUser()) {
                checkAnswers(message, asked.keySet());
                asked = Map.of();
            } else if (message.isAssistant()) {
                asked = uses(message);
            }
        }
        requireNone(asked.keySet(), messages.get(messages.size() - 1).path());
    }

    /** The uses of the client's tools in a message, by their ids. */
    static Map<String, Block.ToolUse> uses(Message message) {
        Map<String, Block.ToolUse> uses = new LinkedHashMap<>();
        for (Block block : message.content()) {
            if (block instanceof Block.ToolUse use && uses.put(use.id(), use) != null) {
                throw ApiException.invalid(message.path(), "`tool_use` ids must be unique; " + use.id() + " is not");
            }
        }
        return uses;
    }

    private static void checkAnswers(Message message, Set<String> asked) {
        Set<String> missing = new LinkedHashSet<>(asked);
        Set<String> seen = new HashSet<>();
        for (Block block : message.content()) {
            if (!(block instanceof Block.ToolResult result)) {
                continue;
            }
            if (!seen.add(result.toolUseId())) {
                throw ApiException.invalid(
                        result.path(),
                        "each `tool_use` must have a single result, but " + result.toolUseId() + " has several");
            }
            if (!missing.remove(result.toolUseId())) {
                throw ApiException.invalid(
                        result.path(),
                        "unexpected `tool_use_id` found in `tool_result` blocks: " + result.toolUseId()
                                + ". Each `tool_result` block must have a corresponding `tool_use` block in the"
                                + " previous message");
            }
        }
        requireNone(missing, message.path());
    }

    private static void requireNone(Set<String> missing, String path) {
        if (!missing.isEmpty()) {
            String ids = missing.stream().collect(Collectors.joining(", "));
            throw ApiException.invalid(
                    path,
                    "`tool_use` ids were found without `tool_result` blocks immediately after: " + ids
                            + ". Each `tool_use` block must have a corresponding `tool_result` block in the next"
                            + " message");
        }
    }
}
