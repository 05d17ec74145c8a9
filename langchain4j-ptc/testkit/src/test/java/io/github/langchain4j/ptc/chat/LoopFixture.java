package io.github.langchain4j.ptc.chat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.Programs;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What the tests of the loop share: tools, requests and loops. */
final class LoopFixture {

    static final ChatSettings SETTINGS = settings().build();

    private LoopFixture() {}

    private static ChatSettings.Builder settings() {
        return ChatSettings.builder().retryPause(Duration.ofMillis(1)).outputCharacters(2_000);
    }

    /** A loop and the model that it asks. */
    record Asking(ChatLoop loop, Model model) {

        ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
            return loop.chat(model, request, options);
        }
    }

    /** One function for programs, two tools for the model. */
    static final class Office {

        @Tool("The budget of a team")
        int budget(String team) {
            return 5_000;
        }

        @Tool(name = "notify", value = "Tells a person something", metadata = "{\"allowed_callers\": [\"direct\"]}")
        String tell(String person) {
            if (person.equals("nobody")) {
                throw new IllegalStateException("There is no such person");
            }
            return "told " + person;
        }
    }

    static Asking loop(ChatModel model, Programs programs) {
        return loop(model, programs, SETTINGS);
    }

    static Asking loop(ChatModel model, Programs programs, ChatSettings settings) {
        return new Asking(
                new ChatLoop(ToolCatalog.builder().add(new Office()).build(), "", programs, settings), Model.of(model));
    }

    static ChatSettings maxRounds(int maxRounds) {
        return settings().maxRounds(maxRounds).build();
    }

    /** The loop as an AI service sees it. */
    static ChatModel model(Asking loop) {
        return new ChatModel() {
            @Override
            public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
                return loop.chat(request, options);
            }
        };
    }

    static ChatResponse chat(Asking loop, ChatMessage... messages) {
        return chat(loop, Arrays.asList(messages));
    }

    static ChatResponse chat(Asking loop, List<ChatMessage> messages) {
        return loop.chat(ChatRequest.builder().messages(messages).build(), ChatRequestOptions.EMPTY);
    }

    /** A request that has the caller's tool "weather". */
    static ChatRequest withWeather(List<ChatMessage> messages) {
        return ChatRequest.builder()
                .messages(messages)
                .toolSpecifications(weather())
                .build();
    }

    static ToolSpecification weather() {
        return ToolSpecification.builder()
                .name("weather")
                .description("The weather in a city")
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("city")
                        .required("city")
                        .build())
                .build();
    }

    static ToolExecutionRequest code(String id, String code) {
        return request(id, "execute_python", "{\"code\":" + TextNode.valueOf(code) + "}");
    }

    static ToolExecutionRequest weather(String id) {
        return request(id, "weather", "{\"city\":\"Rome\"}");
    }

    static ToolExecutionRequest request(String id, String name, String arguments) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name(name)
                .arguments(arguments)
                .build();
    }

    static List<String> toolNames(ChatRequest request) {
        return request.toolSpecifications().stream()
                .map(ToolSpecification::name)
                .toList();
    }
}
