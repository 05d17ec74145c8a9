package io.github.langchain4j.ptc.quarkus.test.config;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.Json;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** A model that takes the question for a program, has it run, and says who it is, what it hears and what it sees. */
public class Programmer implements ChatModel {

    /** For {@code chatLanguageModelSupplier}. */
    public static class Factory implements Supplier<ChatModel> {
        @Override
        public ChatModel get() {
            return new Programmer("model");
        }
    }

    /** The same, streaming. */
    public static class Streaming implements StreamingChatModel {
        @Override
        public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
            handler.onCompleteResponse(new Programmer("streaming model").chat(request));
        }
    }

    private final String name;

    public Programmer(String name) {
        this.name = name;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        List<ChatMessage> messages = request.messages();
        ChatMessage last = messages.get(messages.size() - 1);
        long images = last instanceof UserMessage user
                ? user.contents().stream()
                        .filter(ImageContent.class::isInstance)
                        .count()
                : 0;
        boolean heard = images > 0 || last instanceof ToolExecutionResultMessage;
        return ChatResponse.builder()
                .aiMessage(heard ? answer(messages, images) : program(((UserMessage) last).singleText()))
                .build();
    }

    private AiMessage answer(List<ChatMessage> messages, long images) {
        String result = messages.stream()
                .filter(ToolExecutionResultMessage.class::isInstance)
                .map(message -> ((ToolExecutionResultMessage) message).text())
                .reduce("", (first, second) -> second);
        return AiMessage.from(name + " heard: " + result + (images > 0 ? " and sees images: " + images : ""));
    }

    private static AiMessage program(String code) {
        return AiMessage.from(ToolExecutionRequest.builder()
                .id(UUID.randomUUID().toString())
                .name("execute_python")
                .arguments(Json.toJson(Map.of("code", code)))
                .build());
    }
}
