package io.github.langchain4j.ptc.quarkus.test;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.Json;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.quarkus.arc.Arc;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A model that takes the question for a program, has it run, and answers with what it hears of it. A question that begins
 * with {@code call } is the name of a tool and its arguments, which it calls itself; one that begins with {@code # stubborn}
 * is a program that it has run again and again; one that begins with {@code say } it repeats.
 */
public final class EchoModel {

    /** What all models of the application were asked. */
    public static final List<ChatRequest> REQUESTS = new CopyOnWriteArrayList<>();

    /** For {@code chatLanguageModelSupplier}. */
    public static final class Blocking implements Supplier<ChatModel> {
        @Override
        public ChatModel get() {
            return named("");
        }
    }

    /** For {@code streamingChatLanguageModelSupplier}; calls back on the thread that asks. */
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

    /** For {@code streamingChatLanguageModelSupplier}; calls back on an event loop thread, as clients of providers do. */
    public static final class OnEventLoop implements Supplier<StreamingChatModel> {
        @Override
        public StreamingChatModel get() {
            return new StreamingChatModel() {
                @Override
                public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
                    Vertx vertx = Arc.container().instance(Vertx.class).get();
                    vertx.runOnContext(ignored -> stream(request, handler));
                }
            };
        }
    }

    private EchoModel() {}

    /** One that begins its answers with its name. */
    public static ChatModel named(String name) {
        return new ChatModel() {
            @Override
            public ChatResponse chat(ChatRequest request) {
                return answer(request, name);
            }
        };
    }

    private static void stream(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatResponse response;
        try {
            response = answer(request, "");
        } catch (RuntimeException e) {
            handler.onError(e);
            return;
        }
        if (response.aiMessage().text() != null) {
            for (String token : response.aiMessage().text().split("(?<= )")) {
                handler.onPartialResponse(token);
            }
        }
        handler.onCompleteResponse(response);
    }

    private static ChatResponse answer(ChatRequest request, String name) {
        REQUESTS.add(request);
        ChatMessage last = request.messages().get(request.messages().size() - 1);
        AiMessage answer;
        if (last instanceof UserMessage user && user.singleText().startsWith("say ")) {
            answer = AiMessage.from(name + user.singleText().substring("say ".length()));
        } else if (last instanceof ToolExecutionResultMessage result
                && !question(request).startsWith("# stubborn")) {
            answer = AiMessage.from(name + result.text());
        } else {
            answer = AiMessage.from(call(question(request)));
        }
        return ChatResponse.builder().aiMessage(answer).build();
    }

    private static String question(ChatRequest request) {
        String question = "";
        for (ChatMessage message : request.messages()) {
            if (message instanceof UserMessage user) {
                question = user.singleText();
            }
        }
        // What Quarkus adds for answers that are no text.
        int format = question.indexOf("\nYou must ");
        return format < 0 ? question : question.substring(0, format);
    }

    private static ToolExecutionRequest call(String question) {
        boolean direct = question.startsWith("call ");
        String[] words = question.split(" ", 3);
        return ToolExecutionRequest.builder()
                .id(UUID.randomUUID().toString())
                .name(direct ? words[1] : "execute_python")
                .arguments(direct ? words[2] : Json.toJson(Map.of("code", question)))
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
