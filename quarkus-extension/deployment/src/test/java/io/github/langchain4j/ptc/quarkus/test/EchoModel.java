package io.github.langchain4j.ptc.quarkus.test;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A model that takes the question for a program, has it run, and answers with what it hears of it. A question that begins
 * with {@code call } is the name of a tool and its arguments, which it calls itself.
 */
public final class EchoModel {

    /** What all models of the application were asked. */
    public static final List<ChatRequest> REQUESTS = new CopyOnWriteArrayList<>();

    /** For {@code chatLanguageModelSupplier}. */
    public static final class Blocking implements Supplier<ChatModel> {
        @Override
        public ChatModel get() {
            return new ChatModel() {
                @Override
                public ChatResponse chat(ChatRequest request) {
                    return answer(request);
                }
            };
        }
    }

    /** For {@code streamingChatLanguageModelSupplier}. */
    public static final class Streaming implements Supplier<StreamingChatModel> {
        @Override
        public StreamingChatModel get() {
            return new StreamingChatModel() {
                @Override
                public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
                    stream(request, handler);
                }
            };
        }
    }

    private EchoModel() {}

    private static void stream(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatResponse response;
        try {
            response = answer(request);
        } catch (RuntimeException e) {
            handler.onError(e);
            return;
        }
        if (response.aiMessage().text() != null) {
            handler.onPartialResponse(response.aiMessage().text());
        }
        handler.onCompleteResponse(response);
    }

    private static ChatResponse answer(ChatRequest request) {
        REQUESTS.add(request);
        ChatMessage last = request.messages().get(request.messages().size() - 1);
        AiMessage answer = last instanceof ToolExecutionResultMessage result
                ? AiMessage.from(result.text())
                : AiMessage.from(call(((UserMessage) last).singleText(), request));
        return ChatResponse.builder().aiMessage(answer).build();
    }

    private static ToolExecutionRequest call(String question, ChatRequest request) {
        boolean direct = question.startsWith("call ");
        String[] words = question.split(" ", 3);
        return ToolExecutionRequest.builder()
                .id(UUID.randomUUID().toString())
                .name(direct ? words[1] : "execute_python")
                .arguments(direct ? words[2] : dev.langchain4j.internal.Json.toJson(Map.of("code", question)))
                .build();
    }

    /** The names of the tools that the model was offered last. */
    public static List<String> offered() {
        ChatRequest request = REQUESTS.get(REQUESTS.size() - 1);
        return request.toolSpecifications() == null
                ? List.of()
                : request.toolSpecifications().stream().map(tool -> tool.name()).toList();
    }

    /** What the model was told of the code tool last. */
    public static String description() {
        return REQUESTS.get(REQUESTS.size() - 1).toolSpecifications().get(0).description();
    }
}
