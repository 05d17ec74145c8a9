package io.github.langchain4j.ptc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.TokenStream;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Models of AI services that fail. */
@RequiresPython
class ServiceRetryTest extends ServiceFixture {

    interface Streamed {

        TokenStream chat(String question);
    }

    private final Queue<Integer> calls = new ConcurrentLinkedQueue<>();

    private final Object sums = new Object() {
        @Tool("One more")
        int succ(int number) {
            calls.add(number);
            return number + 1;
        }
    };

    private final CodeExecution patient = CodeExecution.builder()
            .sandbox(sandbox)
            .retryPause(Duration.ofMillis(1))
            .build();

    private static RuntimeException overloaded() {
        return new InternalServerException("overloaded");
    }

    @Test
    void afterAProgramOnlyTheModelIsAskedAgain() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("succ(1)")
                        .failure(overloaded())
                        .program("succ(2)")
                        .failure(overloaded())
                        .failure(overloaded())
                        .answer("3.")
                        .build();
                CodeExecution code = patient) {
            assertThat(assistant(script, code).chat("What is next?").content()).isEqualTo("3.");
        }
        assertThat(calls).containsExactly(1, 2);
    }

    @Test
    void beforeAnyProgramAndForGoodFailuresAreTheCallers() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .failure(overloaded())
                        .program("succ(1)")
                        .failure(new InvalidRequestException("too long"))
                        .program("succ(1)")
                        .failure(overloaded())
                        .failure(overloaded())
                        .failure(overloaded())
                        .build();
                CodeExecution code = patient) {
            Assistant assistant = assistant(script, code);
            assertThatThrownBy(() -> assistant.chat("What is next?")).hasMessage("overloaded");
            assertThatThrownBy(() -> assistant.chat("What is next?")).hasMessage("too long");
            assertThatThrownBy(() -> assistant.chat("What is next?")).hasMessage("overloaded");
        }
    }

    @Test
    void aStreamThatFailsBeforeItsFirstPartIsAskedForAgain() {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("succ(1)")
                        .failure(overloaded())
                        .failure(overloaded())
                        .answer("2.")
                        .build();
                CodeExecution code = patient) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            streamed(script, code)
                    .chat("What is next?")
                    .onPartialResponse(part -> {})
                    .onCompleteResponse(
                            response -> answer.complete(response.aiMessage().text()))
                    .onError(answer::completeExceptionally)
                    .start();
            assertThat(answer.join()).isEqualTo("2.");
        }
        assertThat(calls).containsExactly(1);
    }

    /** As the AWS SDK does it: the failure comes twice, and then the response of a request that was sent again. */
    @Test
    void whatComesAfterTheEndOfAStreamIsIgnored() {
        ChatResponse stray = ChatResponse.builder()
                .aiMessage(AiMessage.from(ToolExecutionRequest.builder()
                        .id("stray")
                        .name("execute_python")
                        .arguments("{\"code\": \"succ(7)\"}")
                        .build()))
                .finishReason(FinishReason.TOOL_EXECUTION)
                .build();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("succ(1)")
                        .scene((request, handler) -> {
                            handler.onError(overloaded());
                            handler.onError(overloaded());
                            handler.onPartialResponse("stray");
                            handler.onCompleteResponse(stray);
                        })
                        .answer("2.")
                        .build();
                CodeExecution code = patient) {
            List<String> told = new CopyOnWriteArrayList<>();
            CompletableFuture<String> answer = new CompletableFuture<>();
            streamed(script, code)
                    .chat("What is next?")
                    .onPartialResponse(told::add)
                    .onCompleteResponse(
                            response -> answer.complete(response.aiMessage().text()))
                    .onError(answer::completeExceptionally)
                    .start();
            assertThat(answer.join()).isEqualTo("2.");
            assertThat(String.join("", told)).isEqualTo("2.");
            assertThat(script.requests()).hasSize(3);
        }
        assertThat(calls).containsExactly(1);
    }

    @Test
    void decoratedModelsAreRefused() {
        try (ScriptedChatModel model = ScriptedChatModel.builder().build();
                ScriptedStreamingChatModel streaming =
                        ScriptedStreamingChatModel.builder().build();
                PtcChatModel decorated = PtcChatModel.wrap(model, sandbox);
                PtcStreamingChatModel decoratedStreaming = PtcStreamingChatModel.wrap(streaming, sandbox)) {
            assertThatThrownBy(() -> assistant(decorated, code))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("PtcChatModel");
            assertThatThrownBy(() -> streamed(decoratedStreaming, code))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("PtcStreamingChatModel");
        }
    }

    private Assistant assistant(ChatModel model, CodeExecution code) {
        return PtcAiServices.builder(Assistant.class, code)
                .chatModel(model)
                .tools(sums)
                .build();
    }

    private Streamed streamed(StreamingChatModel model, CodeExecution code) {
        return PtcAiServices.builder(Streamed.class, code)
                .streamingChatModel(model)
                .tools(sums)
                .build();
    }
}
