package io.github.langchain4j.ptc.bedrock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;

/**
 * The replies of models in which reasoning stands before tool uses, as they came, by the ids of the tool uses. The oldest
 * are forgotten. Thread-safe.
 */
final class SentReplies {

    /** Thoughts can be as long as some hundred kilobytes, and are needed as long as a question is being answered. */
    private static final int MOST = 256;

    private static final String NO_WORDS = "(an empty text)";

    private final Map<String, List<ContentBlock>> replies = new LinkedHashMap<>(); // guarded by itself

    void remember(List<ContentBlock> reply) {
        if (reply.stream().noneMatch(SentReplies::isReasoning)) {
            return;
        }
        synchronized (replies) {
            reply.stream()
                    .filter(block -> block.toolUse() != null)
                    .forEach(block -> replies.put(block.toolUse().toolUseId(), reply));
            while (replies.size() > MOST) {
                replies.remove(replies.keySet().iterator().next());
            }
        }
    }

    /** The messages as they are to be sent. */
    List<Message> restored(List<Message> messages) {
        return messages.stream().map(this::restored).toList();
    }

    private Message restored(Message message) {
        if (message.role() != ConversationRole.ASSISTANT) {
            return message.toBuilder()
                    .content(message.content().stream()
                            .map(SentReplies::withWords)
                            .toList())
                    .build();
        }
        List<ContentBlock> content =
                message.content().stream().filter(block -> !isBlank(block)).toList();
        if (content.isEmpty()) {
            return message; // which the API refuses, and says why
        }
        List<ContentBlock> sent = find(content);
        return message.toBuilder()
                .content(sent == null ? content : restored(content, sent))
                .build();
    }

    private List<ContentBlock> find(List<ContentBlock> content) {
        synchronized (replies) {
            return content.stream()
                    .filter(block -> block.toolUse() != null)
                    .map(block -> replies.get(block.toolUse().toolUseId()))
                    .filter(reply -> reply != null)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** The blocks of the reply in their order: reasoning as it came, all the rest as the caller has it now. */
    private static List<ContentBlock> restored(List<ContentBlock> content, List<ContentBlock> sent) {
        List<ContentBlock> open = new ArrayList<>(content);
        open.removeIf(SentReplies::isReasoning);
        List<ContentBlock> restored = new ArrayList<>();
        for (ContentBlock block : sent) {
            if (isReasoning(block)) {
                restored.add(block);
            } else {
                // LangChain4j joins texts, so the first place is that of all.
                open.stream().filter(now -> isSamePlace(block, now)).findFirst().ifPresent(now -> {
                    restored.add(now);
                    open.remove(now);
                });
            }
        }
        restored.addAll(open);
        return restored;
    }

    private static boolean isSamePlace(ContentBlock sent, ContentBlock now) {
        return sent.toolUse() == null
                ? sent.text() != null && now.text() != null
                : now.toolUse() != null
                        && now.toolUse().toolUseId().equals(sent.toolUse().toolUseId());
    }

    private static boolean isReasoning(ContentBlock block) {
        return block.reasoningContent() != null;
    }

    /** A result of a tool with words where it says nothing. */
    private static ContentBlock withWords(ContentBlock block) {
        if (block.toolResult() == null
                || block.toolResult().content().stream()
                        .noneMatch(part -> part.text() != null && part.text().isBlank())) {
            return block;
        }
        List<ToolResultContentBlock> spoken = block.toolResult().content().stream()
                .map(part ->
                        part.text() != null && part.text().isBlank() ? ToolResultContentBlock.fromText(NO_WORDS) : part)
                .toList();
        return ContentBlock.fromToolResult(
                block.toolResult().toBuilder().content(spoken).build());
    }

    private static boolean isBlank(ContentBlock block) {
        return block.text() != null && block.text().isBlank();
    }
}
