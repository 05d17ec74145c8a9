package io.github.langchain4j.ptc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptedChatModelTest {

    @Test
    void playsItsScenesInOrder() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .usage(new TokenUsage(7, 3))
                .program("print(1)", "print(\"a\\n\")")
                .answer("Done.")
                .build()) {
            var first = script.chat(UserMessage.from("Go"));
            assertThat(first.aiMessage().toolExecutionRequests())
                    .extracting(ToolExecutionRequest::id)
                    .containsExactly("call_1", "call_2");
            assertThat(first.aiMessage().toolExecutionRequests().get(1).arguments())
                    .isEqualTo("{\"code\":\"print(\\\"a\\\\n\\\")\"}");
            assertThat(first.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
            assertThat(first.tokenUsage().totalTokenCount()).isEqualTo(10);
            assertThat(script.chat("Go on")).isEqualTo("Done.");
        }
    }

    @Test
    void aRequestThatFailsAnExpectationFailsTwice() {
        ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(request.messages()).hasSize(2))
                .answer("Hello")
                .build();
        assertThatThrownBy(() -> script.chat("Hi")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(script::verify).isInstanceOf(AssertionError.class).hasMessageContaining("2");
    }

    @Test
    void aFailureInATryStatementIsNotHiddenByClosing() {
        assertThatThrownBy(() -> {
                    try (ScriptedChatModel script = ScriptedChatModel.builder()
                            .expect(request -> assertThat(request.messages()).hasSize(2))
                            .answer("Hello")
                            .build()) {
                        script.chat("Hi");
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("size");
    }

    @Test
    void aRequestTooManyFailsTwice() {
        ScriptedChatModel script = ScriptedChatModel.builder().answer("Hello").build();
        script.chat("Hi");
        assertThatThrownBy(() -> script.chat("Hi again"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Request 2 has no scene")
                .hasMessageContaining("Hi again");
        assertThatThrownBy(script::close).isInstanceOf(AssertionError.class);
    }

    @Test
    void scenesThatAreLeftFail() {
        ScriptedChatModel script =
                ScriptedChatModel.builder().answer("One").answer("Two").build();
        script.chat("Hi");
        assertThatThrownBy(script::verify).hasMessage("Only 1 of 2 scenes were played");
        script.chat("Hi");
        assertThatCode(script::verify).doesNotThrowAnyException();
    }

    @Test
    void failuresOfTheModelAreNoFailuresOfTheTest() {
        ScriptedChatModel script = ScriptedChatModel.builder()
                .failure(new IllegalStateException("overloaded"))
                .build();
        assertThatThrownBy(() -> script.chat("Hi")).hasMessage("overloaded");
        assertThatCode(script::verify).doesNotThrowAnyException();
    }

    @Test
    void expectationsWithoutASceneAreRefused() {
        assertThatThrownBy(
                        () -> ScriptedChatModel.builder().expect(request -> {}).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before the scene");
    }

    @Test
    void recordsRequestsWithDefaultsAndOptions() {
        ScriptedChatModel script = ScriptedChatModel.builder()
                .defaultRequestParameters(
                        ChatRequestParameters.builder().temperature(0.5).build())
                .answer("Hello")
                .build();
        ChatRequestOptions options =
                ChatRequestOptions.builder().addListenerAttribute("tenant", "a").build();
        script.chat(ChatRequest.builder().messages(UserMessage.from("Hi")).build(), options);
        assertThat(script.requests().get(0).temperature()).isEqualTo(0.5);
        assertThat(script.options()).containsExactly(options);
    }

    @Test
    void eachSceneIsPlayedOnceByManyThreads() throws Exception {
        ScriptedChatModel.Builder builder = ScriptedChatModel.builder();
        IntStream.range(0, 200).forEach(i -> builder.answer("answer " + i));
        ScriptedChatModel script = builder.build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> answers = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> script.chat("Hi")))
                    .toList();
            Set<String> distinct = new HashSet<>();
            for (Future<String> answer : answers) {
                distinct.add(answer.get());
            }
            assertThat(distinct).hasSize(200);
        } finally {
            threads.shutdownNow();
        }
        script.verify();
    }
}
