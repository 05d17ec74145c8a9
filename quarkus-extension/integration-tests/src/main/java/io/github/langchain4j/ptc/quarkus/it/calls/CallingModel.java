package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.UUID;
import java.util.function.Supplier;

/** A model that takes the question for a call of a tool: its name, and its arguments as JSON. */
public final class CallingModel implements ChatModel {

    /** For {@code chatLanguageModelSupplier}. */
    public static final class Factory implements Supplier<ChatModel> {
        @Override
        public ChatModel get() {
            return new CallingModel();
        }
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        ChatMessage last = request.messages().get(request.messages().size() - 1);
        AiMessage answer = last instanceof ToolExecutionResultMessage result
                ? AiMessage.from(result.text())
                : AiMessage.from(call(((UserMessage) last).singleText().split(" ", 2)));
        return ChatResponse.builder().aiMessage(answer).build();
    }

    private static ToolExecutionRequest call(String[] words) {
        return ToolExecutionRequest.builder()
                .id(UUID.randomUUID().toString())
                .name(words[0])
                .arguments(words[1])
                .build();
    }
}
