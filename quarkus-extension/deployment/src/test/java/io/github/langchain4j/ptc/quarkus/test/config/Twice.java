package io.github.langchain4j.ptc.quarkus.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import jakarta.enterprise.context.ApplicationScoped;

/** A tool, and what a caller of a decorated model does with it. */
@ApplicationScoped
public class Twice {

    private static final ToolSpecification TWICE = ToolSpecification.builder()
            .name("twice")
            .parameters(JsonObjectSchema.builder()
                    .addIntegerProperty("number")
                    .required("number")
                    .build())
            .build();

    @Tool
    public int twice(int number) {
        return 2 * number;
    }

    /** Has the model write a program that calls the tool. */
    static ChatRequest question() {
        return ChatRequest.builder()
                .messages(UserMessage.from("print(twice(number=21))"))
                .toolSpecifications(TWICE)
                .build();
    }

    /** Asks for a program that calls the tool, executes the call that comes out, and returns the answer. */
    static String ask(ChatModel model) {
        ChatRequest question = question();
        AiMessage message = model.chat(question).aiMessage();
        assertThat(message.toolExecutionRequests())
                .singleElement()
                .satisfies(request -> assertThat(request.name()).isEqualTo("twice"));
        ToolExecutionRequest call = message.toolExecutionRequests().get(0);
        return model.chat(ChatRequest.builder()
                        .messages(question.messages().get(0), message, ToolExecutionResultMessage.from(call, "42"))
                        .toolSpecifications(TWICE)
                        .build())
                .aiMessage()
                .text();
    }
}
