package io.github.langchain4j.ptc.bedrock;

import static io.github.langchain4j.ptc.bedrock.Audit.PROGRAM;
import static io.github.langchain4j.ptc.bedrock.Script.answers;
import static io.github.langchain4j.ptc.bedrock.Script.program;
import static io.github.langchain4j.ptc.bedrock.Script.says;
import static io.github.langchain4j.ptc.bedrock.Script.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.TokenStream;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.testkit.converse.ConverseReply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service fails at the beginning, after a program and in the middle of a stream. A program never runs twice. */
class FailuresTest {

    private static BedrockFixture bedrock;

    private final Audit audit = new Audit();

    interface StreamingAssistant {
        TokenStream ask(String question);
    }

    @BeforeAll
    static void start() throws IOException {
        bedrock = new BedrockFixture();
    }

    @AfterAll
    static void end() {
        bedrock.close();
    }

    private static Script.Scene broken(int events, Optional<String> exception) {
        return call -> new ConverseReply.BrokenOff(
                ConverseReply.answer("Over budget: who knows, it is a long story"), events, exception);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throttlingException",
                "internalServerException",
                "modelStreamErrorException",
                "serviceUnavailableException",
                "the connection breaks"
            })
    void aStreamThatBreaksBeforeItsFirstWordIsAskedForAgain(String how) {
        Optional<String> exception = how.contains(" ") ? Optional.empty() : Optional.of(how);
        Script script = bedrock.play(says("tool_use", program(PROGRAM)), broken(1, exception), answers());
        try (PtcStreamingChatModel model = bedrock.ptc(bedrock.streamingModel(Family.GLM_4_7.modelId()), audit)
                .build()) {
            BedrockFixture.Listening listening = new BedrockFixture.Listening();
            model.chat(Audit.QUESTION, listening);
            assertThat(listening.response().aiMessage().text()).isEqualTo(Audit.ANSWER);
            assertThat(listening.text).hasToString(Audit.ANSWER);
        }
        assertThat(script.left()).isZero();
        assertThat(audit.runs()).isEqualTo(1);
    }

    @Test
    void aStreamThatBreaksAfterItsFirstWordIsTheCallersToRepeat() {
        bedrock.play(says("tool_use", program(PROGRAM)), broken(2, Optional.of("modelStreamErrorException")));
        try (PtcStreamingChatModel model = bedrock.ptc(bedrock.streamingModel(Family.GLM_4_7.modelId()), audit)
                .build()) {
            assertThatThrownBy(() -> BedrockFixture.ask(model, Audit.QUESTION))
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("The stream was ended");
        }
        assertThat(audit.runs()).isEqualTo(1);
    }

    @Test
    void aProgramOfAStreamThatBreaksIsNotRun() {
        bedrock.play(call -> new ConverseReply.BrokenOff(
                ConverseReply.message("tool_use", text("Now:"), program(PROGRAM)), 8, Optional.empty()));
        try (PtcStreamingChatModel model = bedrock.ptc(bedrock.streamingModel(Family.GLM_4_7.modelId()), audit)
                .build()) {
            assertThatThrownBy(() -> BedrockFixture.ask(model, Audit.QUESTION)).isInstanceOf(CompletionException.class);
        }
        assertThat(audit.runs()).isZero();
    }

    @Test
    void aStreamThatEndsBeforeItsReplyDoesIsAnErrorInsteadOfSilence() {
        bedrock.play(call -> new ConverseReply.EndedEarly(ConverseReply.answer("Over budget"), 2));
        try (PtcStreamingChatModel model = bedrock.ptc(bedrock.streamingModel(Family.GLM_4_7.modelId()), audit)
                .build()) {
            assertThatThrownBy(() -> BedrockFixture.ask(model, Audit.QUESTION))
                    .hasMessageContaining("ended before the reply did");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"modelStreamErrorException", "internalServerException"})
    void aStreamingServiceHearsOneEndAfterAStreamThatBroke(String exception) {
        Script script = bedrock.play(says("tool_use", program(PROGRAM)), broken(1, Optional.of(exception)), answers());
        List<String> told = new CopyOnWriteArrayList<>();
        try (CodeExecution code = CodeExecution.builder()
                .sandbox(bedrock.sandbox())
                .retryPause(Duration.ofMillis(1))
                .build()) {
            StreamingAssistant assistant = PtcAiServices.builder(StreamingAssistant.class, code)
                    .streamingChatModel(bedrock.streamingModel(Family.GLM_4_7.modelId()))
                    .tools(audit)
                    .build();
            CompletableFuture<ChatResponse> end = new CompletableFuture<>();
            assistant
                    .ask(Audit.QUESTION)
                    .onPartialResponse(told::add)
                    .onCompleteResponse(end::complete)
                    .onError(end::completeExceptionally)
                    .start();
            assertThat(end.orTimeout(60, TimeUnit.SECONDS).join().aiMessage().text())
                    .isEqualTo(Audit.ANSWER);
        }
        assertThat(String.join("", told)).isEqualTo(Audit.ANSWER);
        assertThat(script.left()).isZero();
        assertThat(bedrock.calls()).hasSize(3);
        assertThat(audit.runs()).isEqualTo(1);
    }

    /** LangChain4j's model tells the failure twice, and then all that the SDK gets for the request that it sends again. */
    @Test
    void aStreamingServiceRunsNoProgramTwiceEvenWithoutOurClient() {
        bedrock.play(
                says("tool_use", program("1 + 1")),
                call -> new ConverseReply.BrokenOff(
                        ConverseReply.message("tool_use", program(PROGRAM)), 1, Optional.of("internalServerException")),
                says("tool_use", program(PROGRAM)),
                says("tool_use", program(PROGRAM)),
                answers(),
                answers());
        List<String> ends = new CopyOnWriteArrayList<>();
        try (CodeExecution code = CodeExecution.builder()
                .sandbox(bedrock.sandbox())
                .retryPause(Duration.ofMillis(1))
                .build()) {
            StreamingAssistant assistant = PtcAiServices.builder(StreamingAssistant.class, code)
                    .streamingChatModel(bedrock.streamingModel(Family.GLM_4_7.modelId(), bedrock.streamingClient()))
                    .tools(audit)
                    .build();
            CompletableFuture<ChatResponse> end = new CompletableFuture<>();
            assistant
                    .ask(Audit.QUESTION)
                    .onPartialResponse(part -> {})
                    .onCompleteResponse(response -> {
                        ends.add(response.aiMessage().text());
                        end.complete(response);
                    })
                    .onError(end::completeExceptionally)
                    .start();
            assertThat(end.orTimeout(60, TimeUnit.SECONDS).join().aiMessage().text())
                    .isEqualTo(Audit.ANSWER);
        }
        assertThat(ends).hasSize(1);
        assertThat(audit.runs()).isEqualTo(1);
    }

    @Test
    void moreFailuresThanTheSdkRepeatsAreRepeatedByTheLoop() {
        Script.Scene[] scenes = new Script.Scene[7];
        scenes[0] = says("tool_use", program(PROGRAM));
        for (int i = 1; i < 6; i++) {
            scenes[i] = call -> ConverseReply.throttled();
        }
        scenes[6] = answers();
        bedrock.play(scenes);
        try (PtcChatModel model =
                bedrock.ptc(bedrock.model(BedrockFixture.CLAUDE), audit).build()) {
            assertThat(model.chat(Audit.QUESTION)).isEqualTo(Audit.ANSWER);
        }
        assertThat(audit.runs()).isEqualTo(1);
    }

    @Test
    void whatIsRefusedIsNotRepeated() {
        bedrock.play(
                says("tool_use", program(PROGRAM)),
                call -> new ConverseReply.Failure(403, "AccessDeniedException", "You don't have access to the model"));
        try (PtcChatModel model =
                bedrock.ptc(bedrock.model(BedrockFixture.CLAUDE), audit).build()) {
            assertThatThrownBy(() -> model.chat(Audit.QUESTION))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("You don't have access");
        }
        assertThat(bedrock.calls()).hasSize(2);
    }

    @Test
    void inTheLastRoundTheToolsAreStillDefined() {
        bedrock.play(
                says("tool_use", program("len(await get_team_members('engineering'))")),
                says("tool_use", program("20 + 1")),
                call -> {
                    assertThat(call.tools()).containsExactly("execute_python");
                    assertThat(call.toolResults().get(0)).contains("No more programs");
                    return ConverseReply.answer("3");
                });
        try (PtcChatModel model = bedrock.ptc(bedrock.model(BedrockFixture.CLAUDE), audit)
                .maxRounds(3)
                .build()) {
            assertThat(model.chat("How many are they?")).isEqualTo("3");
        }
        assertThat(bedrock.refusals()).isEmpty();
    }

    @Test
    void inTheLastRoundOfAStreamTheToolsAreStillDefined() {
        bedrock.play(
                says("tool_use", program("len(await get_team_members('engineering'))")),
                call -> ConverseReply.answer("3"));
        try (PtcStreamingChatModel model = bedrock.ptc(bedrock.streamingModel(BedrockFixture.CLAUDE), audit)
                .maxRounds(2)
                .build()) {
            assertThat(BedrockFixture.ask(model, "How many?").aiMessage().text())
                    .isEqualTo("3");
        }
        assertThat(bedrock.refusals()).isEmpty();
    }
}
