package io.github.langchain4j.ptc.quarkus.it;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.Json;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A model that takes the question for a program, has it run, and answers with what it hears of it. Asked what is offered,
 * it names its tools.
 */
public final class EchoModel implements ChatModel {

    /** For {@code chatLanguageModelSupplier}. */
    public static final class Factory implements Supplier<ChatModel> {
        @Override
        public ChatModel get() {
            return new EchoModel();
        }
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        ChatMessage last = request.messages().get(request.messages().size() - 1);
        AiMessage answer = last instanceof ToolExecutionResultMessage result
                ? AiMessage.from(result.text())
                : answer(((UserMessage) last).singleText(), request);
        return ChatResponse.builder().aiMessage(answer).build();
    }

    private static AiMessage answer(String question, ChatRequest request) {
        if (question.equals("what is offered?")) {
            return AiMessage.from(request.toolSpecifications().stream()
                    .map(ToolSpecification::name)
                    .toList()
                    .toString());
        }
        return AiMessage.from(ToolExecutionRequest.builder()
                .id(UUID.randomUUID().toString())
                .name("execute_python")
                .arguments(Json.toJson(Map.of("code", question)))
                .build());
    }
}
