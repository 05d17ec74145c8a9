package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.service.tool.ToolExecutionResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the results of the code tool say beside their text, such as which images belong to them: Quarkus makes messages of
 * the text alone. Of one call of an AI service, so that equal ids of others do not matter; thread-safe.
 */
final class ResultAttributes {

    private final Map<String, Map<String, Object>> byCall = new ConcurrentHashMap<>();

    void keep(ToolExecutionRequest call, ToolExecutionResult result) {
        if (call.id() != null
                && result.attributes() != null
                && !result.attributes().isEmpty()) {
            byCall.put(call.id(), result.attributes());
        }
    }

    /** The request with the attributes that its results have lost. */
    ChatRequest in(ChatRequest request) {
        List<ChatMessage> messages =
                request.messages().stream().map(this::complete).toList();
        return messages.equals(request.messages())
                ? request
                : request.toBuilder().messages(messages).build();
    }

    private ChatMessage complete(ChatMessage message) {
        if (message instanceof ToolExecutionResultMessage result
                && result.id() != null
                && (result.attributes() == null || result.attributes().isEmpty())
                && byCall.containsKey(result.id())) {
            return ToolExecutionResultMessage.builder()
                    .id(result.id())
                    .toolName(result.toolName())
                    .contents(result.contents())
                    .isError(result.isError())
                    .attributes(byCall.get(result.id()))
                    .build();
        }
        return message;
    }
}
