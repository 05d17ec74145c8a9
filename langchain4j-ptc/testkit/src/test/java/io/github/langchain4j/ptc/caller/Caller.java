package io.github.langchain4j.ptc.caller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A loop over a chat model as an application writes it: it keeps the messages, executes what it is asked for and sends
 * the results. The functions are {@code square} and {@code fail} for programs, {@code weather} for the model. For one
 * thread.
 */
final class Caller {

    /** Describes what {@code square} and {@code fail} return. */
    static final class Numbers {

        @Tool("The square of a number")
        int square(int number) {
            throw new AssertionError("only described");
        }

        @Tool("Fails")
        int fail(int number) {
            throw new AssertionError("only described");
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final List<ToolSpecification> TOOLS = List.of(number("square"), number("fail"), weather());

    private final ChatModel model;
    final List<ChatMessage> messages = new ArrayList<>();

    /** What was executed, such as {@code square 3}. */
    final List<String> executed = new ArrayList<>();

    List<ToolSpecification> tools = TOOLS;

    /** What the store of the messages does with each. */
    UnaryOperator<ChatMessage> store = UnaryOperator.identity();

    Caller(ChatModel model) {
        this.model = model;
    }

    /** A caller of another model that has this one's messages. */
    Caller with(ChatModel other) {
        Caller caller = new Caller(other);
        caller.messages.addAll(messages);
        caller.tools = tools;
        caller.store = store;
        return caller;
    }

    private static ToolSpecification number(String name) {
        return ToolSpecification.builder()
                .name(name)
                .parameters(JsonObjectSchema.builder()
                        .addIntegerProperty("number")
                        .required("number")
                        .build())
                .build();
    }

    private static ToolSpecification weather() {
        return ToolSpecification.builder()
                .name("weather")
                .metadata(Map.of("allowed_callers", List.of("direct")))
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("city")
                        .required("city")
                        .build())
                .build();
    }

    /** A store of JSON. */
    static ChatMessage serialized(ChatMessage message) {
        return ChatMessageDeserializer.messageFromJson(ChatMessageSerializer.messageToJson(message));
    }

    /** A store that knows no attributes. */
    static ChatMessage withoutAttributes(ChatMessage message) {
        return message instanceof AiMessage ai
                ? ai.toBuilder().attributes(Map.of()).build()
                : message;
    }

    /** Asks and executes until there is an answer. */
    String ask(String question) {
        messages.add(UserMessage.from(question));
        return finish();
    }

    /** Goes on until there is an answer. */
    String finish() {
        AiMessage message = send();
        while (message.hasToolExecutionRequests()) {
            execute();
            message = send();
        }
        return message.text();
    }

    /** Asks, and executes nothing. */
    AiMessage begin(String question) {
        messages.add(UserMessage.from(question));
        return send();
    }

    /** Sends the messages and adds the answer to them. */
    AiMessage send() {
        AiMessage message = request().aiMessage();
        messages.add(store.apply(message));
        return message;
    }

    /** Sends the messages. */
    ChatResponse request() {
        return model.chat(ChatRequest.builder()
                .messages(messages)
                .toolSpecifications(tools)
                .build());
    }

    /** Executes the requests of the last message. */
    void execute() {
        ((AiMessage) messages.get(messages.size() - 1))
                .toolExecutionRequests()
                .forEach(request -> messages.add(store.apply(execute(request))));
    }

    ToolExecutionResultMessage execute(ToolExecutionRequest request) {
        JsonNode arguments = arguments(request);
        if (request.name().equals("weather")) {
            executed.add("weather " + arguments.get("city").asText());
            return result(request, "rain", false);
        }
        int number = arguments.get("number").asInt();
        executed.add(request.name() + " " + number);
        return request.name().equals("fail")
                ? result(request, "no " + number, true)
                : result(request, String.valueOf(number * number), false);
    }

    static ToolExecutionResultMessage result(ToolExecutionRequest request, String text, boolean error) {
        return ToolExecutionResultMessage.builder()
                .id(request.id())
                .toolName(request.name())
                .text(text)
                .isError(error)
                .build();
    }

    private static JsonNode arguments(ToolExecutionRequest request) {
        try {
            return JSON.readTree(request.arguments());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
