package io.github.langchain4j.ptc.samples.expense;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenCounterTest {

    private final TokenCounter counter = new TokenCounter();

    @Test
    void counts_as_the_tokenizer_does() {
        assertThat(counter.text("hello world")).isEqualTo(2);
        assertThat(counter.text("")).isZero();
        assertThat(counter.text(null)).isZero();
    }

    @Test
    void takes_marks_of_the_tokenizer_in_a_text_for_text() {
        assertThat(counter.text("<|endoftext|>")).isGreaterThan(1);
    }

    @Test
    void counts_messages_calls_results_and_tools_of_a_request() {
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id("not counted")
                .name("hello")
                .arguments("hello world")
                .build();
        ToolSpecification tool = ToolSpecification.builder()
                .name("hello")
                .description("hello world")
                .build();
        ChatRequest.Builder request = ChatRequest.builder()
                .messages(
                        UserMessage.from("hello world"),
                        AiMessage.from("hello", List.of(call)),
                        ToolExecutionResultMessage.from(call, "hello world"));

        assertThat(counter.input(request.build())).isEqualTo((3 + 2) + (3 + 1 + 1 + 2) + (3 + 2) + 3);
        assertThat(counter.input(request.toolSpecifications(tool).build()))
                .isEqualTo(20 + counter.text("{\"name\":\"hello\",\"description\":\"hello world\"}"));
    }

    @Test
    void counts_text_and_calls_of_an_answer() {
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .name("hello")
                .arguments("hello world")
                .build();

        assertThat(counter.output(AiMessage.from("hello world", List.of(call)))).isEqualTo(2 + 1 + 2);
    }
}
