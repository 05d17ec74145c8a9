package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.chat.LoopFixture.chat;
import static io.github.langchain4j.ptc.chat.LoopFixture.code;
import static io.github.langchain4j.ptc.chat.LoopFixture.loop;
import static io.github.langchain4j.ptc.chat.LoopFixture.maxRounds;
import static io.github.langchain4j.ptc.chat.LoopFixture.request;
import static io.github.langchain4j.ptc.chat.LoopFixture.toolNames;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.codetool.Programs;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.faces.Cell;
import io.github.langchain4j.ptc.faces.Face;
import io.github.langchain4j.ptc.faces.Feature;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One call of a decorated model, without other tools of the caller. */
class ChatLoopTest {

    private static final UserMessage QUESTION = UserMessage.from("Who is over budget?");

    private final FakePrograms programs = FakePrograms.printing();

    @Test
    void anAnswerWithoutProgramIsReturnedAsItIs() {
        ChatResponse answer = ChatResponse.builder()
                .aiMessage(AiMessage.from("Nobody."))
                .tokenUsage(new TokenUsage(1, 2))
                .build();
        try (ScriptedChatModel script =
                ScriptedChatModel.builder().response(answer).build()) {
            assertThat(chat(loop(script, programs), QUESTION)).isSameAs(answer);
        }
        assertThat(programs.sessions()).isEmpty();
    }

    @Test
    void aProgramIsRunAndItsOutputShownToTheModel() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(toolNames(request)).containsExactly("notify", "execute_python"))
                .program("print(1)")
                .expect(request -> {
                    assertThat(request.messages()).hasSize(3).first().isEqualTo(QUESTION);
                    assertThat(request.messages().get(1)).isEqualTo(AiMessage.from(code("call_1", "print(1)")));
                    assertThat(request.messages().get(2))
                            .isInstanceOfSatisfying(ToolExecutionResultMessage.class, result -> {
                                assertThat(result.id()).isEqualTo("call_1");
                                assertThat(result.toolName()).isEqualTo("execute_python");
                                assertThat(result.text()).isEqualTo("ran print(1)");
                                assertThat(result.isError()).isFalse();
                            });
                })
                .answer("Ann.")
                .build()) {
            assertThat(chat(loop(script, programs), QUESTION).aiMessage().text())
                    .isEqualTo("Ann.");
        }
    }

    @Test
    void theProgramsOfOneCallShareASessionThatIsClosedAtTheEnd() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("a = 1", "a += 1")
                .expect(request -> assertThat(lastResults(request)).containsExactly("ran a = 1", "ran a += 1"))
                .program("print(a)")
                .answer("2")
                .build()) {
            chat(loop(script, programs), QUESTION);
        }
        assertThat(programs.sessions()).singleElement().satisfies(session -> {
            assertThat(session.codes).containsExactly("a = 1", "a += 1", "print(a)");
            assertThat(session.closed).isTrue();
        });
    }

    @Test
    void whenAProgramFailsTheRestOfItsResponseIsNotRun() {
        FakePrograms failing = new FakePrograms(
                code -> code.equals("bad") ? FakePrograms.failed(code, "half") : FakePrograms.printed(code, "fine"));
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("good", "bad", "rest", "more")
                .expect(request -> {
                    List<String> results = lastResults(request);
                    assertThat(results.get(0)).isEqualTo("fine");
                    assertThat(results.get(1)).contains("half", "KeyError: 'x'", "line 1");
                    assertThat(results.get(2)).contains("Not run", "program 2");
                    assertThat(results.get(3)).contains("Not run", "program 2");
                    assertThat(request.messages().get(3))
                            .extracting(m -> ((ToolExecutionResultMessage) m).isError())
                            .isEqualTo(true);
                })
                .answer("Sorry.")
                .build()) {
            chat(loop(script, failing), QUESTION);
        }
        assertThat(failing.codes()).containsExactly("good", "bad");
    }

    @Test
    void aLostSessionIsToldAndReplaced() {
        FakePrograms dying = new FakePrograms(code -> code.equals("bomb")
                ? FakePrograms.report(code, new Outcome.SessionLost("The interpreter died."), "tick")
                : FakePrograms.printed(code, "fine"));
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("bomb")
                .expect(request -> assertThat(lastResults(request).get(0))
                        .contains("tick", "The interpreter died.", "fresh session"))
                .program("again")
                .expect(request -> assertThat(lastResults(request)).containsExactly("fine"))
                .answer("Done.")
                .build()) {
            chat(loop(script, dying), QUESTION);
        }
        assertThat(dying.sessions()).hasSize(2).allMatch(session -> session.closed);
    }

    @Test
    void aSessionThatEndedBetweenTwoProgramsIsReplacedAndTheModelTold() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("a = 1")
                .response(request -> {
                    programs.sessions().get(0).dead = true; // idle for too long
                    return ChatResponse.builder()
                            .aiMessage(AiMessage.from(code("c2", "print(a)")))
                            .build();
                })
                .expect(request -> assertThat(lastResults(request).get(0))
                        .contains("fresh one")
                        .endsWith("ran print(a)"))
                .answer("Done.")
                .build()) {
            chat(loop(script, programs), QUESTION);
        }
        assertThat(programs.sessions()).hasSize(2);
    }

    @Test
    void aProgramCutOffByTheTokenLimitIsNotRun() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .response(ChatResponse.builder()
                        .aiMessage(AiMessage.from(request("c1", "execute_python", "{\"code\": \"delete_all(); pri")))
                        .finishReason(FinishReason.LENGTH)
                        .build())
                .expect(request -> {
                    assertThat(lastResults(request).get(0)).contains("Nothing was run", "token limit");
                    // Broken JSON would make providers refuse this and every later request.
                    AiMessage shown = (AiMessage) request.messages().get(1);
                    assertThat(shown.toolExecutionRequests().get(0).arguments())
                            .isEqualTo("{\"code\":\"{\\\"code\\\": \\\"delete_all(); pri\"}");
                })
                .answer("Done.")
                .build()) {
            chat(loop(script, programs), QUESTION);
        }
        assertThat(programs.sessions()).isEmpty();
    }

    @Test
    void completeProgramsOfAResponseThatWasCutOffAreNotRunEither() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .response(ChatResponse.builder()
                        .aiMessage(AiMessage.from(code("c1", "one()"), code("c2", "two(")))
                        .finishReason(FinishReason.LENGTH)
                        .build())
                .answer("Done.")
                .build()) {
            chat(loop(script, programs), QUESTION);
        }
        assertThat(programs.codes()).isEmpty();
    }

    @Test
    void unusableArgumentsAreAnAnswerToTheModel() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from(
                        request("c1", "execute_python", "{\"python\": \"print(1)\"}"), code("c2", "print(2)")))
                .expect(request -> {
                    assertThat(lastResults(request).get(0)).contains("\"code\" is missing", "\"python\"");
                    assertThat(lastResults(request).get(1)).contains("Not run");
                })
                .answer("Done.")
                .build()) {
            chat(loop(script, programs), QUESTION);
        }
        assertThat(programs.codes()).isEmpty();
    }

    @Test
    void directToolsAreExecutedHere() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from(
                        request("c1", "notify", "{\"person\":\"Ann\"}"),
                        code("c2", "print(2)"),
                        request("c3", "notify", "{\"person\":\"nobody\"}")))
                .expect(request -> {
                    assertThat(lastResults(request).subList(0, 2)).containsExactly("told Ann", "ran print(2)");
                    assertThat(lastResults(request).get(2)).contains("There is no such person");
                })
                .answer("Done.")
                .build()) {
            chat(loop(script, programs), QUESTION);
        }
    }

    @Test
    void aHallucinatedToolIsAnsweredWithTheNamesThatExist() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from(request("c1", "send_mail", "not even json")))
                .expect(request -> assertThat(lastResults(request).get(0))
                        .contains("no tool of this name", "execute_python", "notify", "budget"))
                .message(AiMessage.from(request("c2", "budget", "{\"team\":\"a\"}")))
                .expect(request -> assertThat(lastResults(request).get(0))
                        .contains("\"budget\" can only be called inside of a program: use execute_python"))
                .answer("Done.")
                .build()) {
            assertThat(chat(loop(script, programs), QUESTION).aiMessage().text())
                    .isEqualTo("Done.");
        }
    }

    @Test
    @Cell(
            face = Face.IN_PROCESS,
            feature = Feature.ROUNDS,
            says = "programs use none of the service's rounds; `maxRounds` bounds the model calls of one `chat`")
    void inTheLastCallOurToolsCannotBeUsedSoThatThereIsAnAnswer() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("one")
                .expect(request -> assertThat(lastResults(request)).containsExactly("ran one"))
                .program("two")
                .expect(request -> {
                    assertThat(request.toolChoice()).isEqualTo(ToolChoice.NONE);
                    assertThat(request.toolSpecifications())
                            .as("some providers refuse messages with tool calls in a request without tools")
                            .extracting(ToolSpecification::name)
                            .containsExactly("notify", "execute_python");
                    assertThat(lastResults(request).get(0))
                            .startsWith("ran two")
                            .contains("No more programs");
                })
                .answer("As far as I got.")
                .build()) {
            assertThat(chat(loop(script, programs, maxRounds(3)), QUESTION)
                            .aiMessage()
                            .text())
                    .isEqualTo("As far as I got.");
        }
    }

    @Test
    void aModelThatCannotBeForbiddenToUseToolsIsNotOfferedOurs() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("one")
                .expect(request -> assertThat(request.toolChoice()).isEqualTo(ToolChoice.NONE))
                .failure(new UnsupportedFeatureException("ToolChoice.NONE is not supported"))
                .expect(request -> {
                    assertThat(request.toolSpecifications()).isEmpty();
                    assertThat(request.toolChoice()).isNull();
                })
                .answer("Done.")
                .build()) {
            assertThat(chat(loop(script, programs, maxRounds(2)), QUESTION)
                            .aiMessage()
                            .text())
                    .isEqualTo("Done.");
        }
    }

    @Test
    void aModelThatSaysNothingForNoReasonIsAskedAgain() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .response(request -> nothing(FinishReason.OTHER))
                .program("one")
                .response(request -> nothing(FinishReason.TOOL_EXECUTION))
                .answer("Done.")
                .build()) {
            ChatResponse response = chat(loop(script, programs), QUESTION);
            assertThat(response.aiMessage().text()).isEqualTo("Done.");
            assertThat(script.requests().get(1).messages())
                    .isEqualTo(script.requests().get(0).messages());
            assertThat(response.tokenUsage().inputTokenCount()).isGreaterThanOrEqualTo(14);
        }
        assertThat(programs.codes()).containsExactly("one");
    }

    @Test
    void aModelThatSaysNothingThreeTimesHasSaidNothing() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .response(request -> nothing(FinishReason.OTHER))
                .response(request -> nothing(FinishReason.OTHER))
                .response(request -> nothing(FinishReason.OTHER))
                .build()) {
            assertThat(chat(loop(script, programs), QUESTION).aiMessage().text())
                    .isNull();
        }
    }

    @Test
    void anEmptyReplyThatIsMeantIsTheAnswer() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .response(request -> nothing(FinishReason.STOP))
                .build()) {
            assertThat(chat(loop(script, programs), QUESTION).finishReason()).isEqualTo(FinishReason.STOP);
        }
    }

    private static ChatResponse nothing(FinishReason why) {
        return ChatResponse.builder()
                .aiMessage(AiMessage.builder().build())
                .finishReason(why)
                .tokenUsage(new TokenUsage(7, 0))
                .build();
    }

    @Test
    void aProgramThatTheContentFilterStoppedIsNotRun() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .response(request -> ChatResponse.builder()
                        .aiMessage(AiMessage.from(List.of(code("c1", "half"))))
                        .finishReason(FinishReason.CONTENT_FILTER)
                        .build())
                .expect(request -> assertThat(lastResults(request).get(0))
                        .startsWith("Nothing was run")
                        .contains("content filter"))
                .answer("Sorry.")
                .build()) {
            chat(loop(script, programs), QUESTION);
        }
        assertThat(programs.codes()).isEmpty();
    }

    @Test
    void aBlankTextBesideAProgramIsNotShownAgain() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from("\n\n", List.of(code("c1", "one"))))
                .expect(request -> assertThat(((AiMessage) request.messages().get(1)).text())
                        .as("which Bedrock refuses")
                        .isNull())
                .answer("Done.")
                .build()) {
            chat(loop(script, programs), QUESTION);
        }
    }

    @Test
    void aModelThatWillNotStopIsAnErrorThatNamesTheSetting() {
        try (ScriptedChatModel script =
                ScriptedChatModel.builder().program("one").program("two").build()) {
            assertThatThrownBy(() -> chat(loop(script, programs, maxRounds(2)), QUESTION))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("within 2 calls")
                    .hasMessageContaining("maxRounds");
        }
        assertThat(programs.codes()).containsExactly("one");
        assertThat(programs.sessions()).allMatch(session -> session.closed);
    }

    @Test
    void aTextBesideAProgramTooManyIsTheAnswer() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("one")
                .message(AiMessage.from("It is Ann.", List.of(code("c2", "two"))))
                .build()) {
            ChatResponse response = chat(loop(script, programs, maxRounds(2)), QUESTION);
            assertThat(response.aiMessage().text()).isEqualTo("It is Ann.");
            assertThat(response.aiMessage().hasToolExecutionRequests()).isFalse();
            assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        }
    }

    @Test
    void aForcedToolIsForcedUntilTheFirstProgramOnly() {
        ChatRequest required = ChatRequest.builder()
                .messages(QUESTION)
                .toolChoice(ToolChoice.REQUIRED)
                .build();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(request.toolChoice()).isEqualTo(ToolChoice.REQUIRED))
                .message(AiMessage.from(request("c1", "execute_python", "{}")))
                .expect(request -> assertThat(request.toolChoice()).isEqualTo(ToolChoice.REQUIRED))
                .program("one")
                .expect(request -> assertThat(request.toolChoice()).isEqualTo(ToolChoice.AUTO))
                .program("two")
                .expect(request -> assertThat(request.toolChoice()).isEqualTo(ToolChoice.NONE))
                .answer("Done.")
                .build()) {
            loop(script, programs, maxRounds(4)).chat(required, ChatRequestOptions.EMPTY);
        }
    }

    @Test
    void parametersAndOptionsReachTheModel() {
        ChatRequestOptions options =
                ChatRequestOptions.builder().addListenerAttribute("tenant", "a").build();
        List<Object> seen = new ArrayList<>();
        ChatModelListener listener = new ChatModelListener() {
            @Override
            public void onRequest(ChatModelRequestContext context) {
                seen.add(context.attributes().get("tenant"));
            }
        };
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .listener(listener)
                .defaultRequestParameters(ChatRequestParameters.builder()
                        .temperature(0.1)
                        .maxOutputTokens(99)
                        .toolSpecifications(LoopFixture.weather())
                        .build())
                .expect(request -> {
                    assertThat(request.temperature()).isEqualTo(0.9);
                    assertThat(request.maxOutputTokens()).isEqualTo(99);
                    assertThat(toolNames(request)).containsExactlyInAnyOrder("notify", "execute_python", "weather");
                })
                .program("one")
                .expect(request -> assertThat(request.temperature()).isEqualTo(0.9))
                .answer("Done.")
                .build()) {
            ChatRequest request =
                    ChatRequest.builder().messages(QUESTION).temperature(0.9).build();
            loop(script, programs).chat(request, options);
            assertThat(script.options()).containsExactly(options, options);
        }
        assertThat(seen).containsExactly("a", "a");
    }

    @Test
    void modelsThatKnowNoOptionsWorkToo() {
        ChatModel old = new ChatModel() {
            @Override
            public ChatResponse chat(ChatRequest request) {
                return ChatResponse.builder().aiMessage(AiMessage.from("old")).build();
            }
        };
        assertThat(chat(loop(old, programs), QUESTION).aiMessage().text()).isEqualTo("old");
        assertThat(loop(old, programs)
                        .chat(ChatRequest.builder().messages(QUESTION).build(), null)
                        .aiMessage()
                        .text())
                .isEqualTo("old");
    }

    @Test
    void tokenUsageIsSummedAndTheRestIsThatOfTheLastResponse() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .usage(new TokenUsage(100, 10))
                .program("one")
                .usage(null)
                .program("two")
                .response(ChatResponse.builder()
                        .aiMessage(AiMessage.from("Done."))
                        .id("last")
                        .modelName("m")
                        .tokenUsage(new TokenUsage(200, 20))
                        .finishReason(FinishReason.STOP)
                        .build())
                .build()) {
            ChatResponse response = chat(loop(script, programs), QUESTION);
            assertThat(response.tokenUsage()).isEqualTo(new TokenUsage(300, 30, 330));
            assertThat(response.id()).isEqualTo("last");
            assertThat(response.modelName()).isEqualTo("m");
            assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
        }
    }

    /** As providers have them, with counts of their own. */
    private static final class CachedUsage extends TokenUsage {

        private final int cached;

        CachedUsage(int input, int output, int cached) {
            super(input, output);
            this.cached = cached;
        }

        @Override
        public CachedUsage add(TokenUsage that) {
            return new CachedUsage(
                    sum(inputTokenCount(), that.inputTokenCount()),
                    sum(outputTokenCount(), that.outputTokenCount()),
                    cached + (that instanceof CachedUsage other ? other.cached : 0));
        }
    }

    @Test
    void aProvidersOwnCountsAreSummedToo() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .usage(new CachedUsage(100, 10, 50))
                .program("one")
                .usage(new TokenUsage(1, 1))
                .program("two")
                .usage(new CachedUsage(100, 10, 70))
                .answer("Done.")
                .build()) {
            TokenUsage usage = chat(loop(script, programs), QUESTION).tokenUsage();
            assertThat(usage)
                    .isInstanceOfSatisfying(
                            CachedUsage.class, sum -> assertThat(sum.cached).isEqualTo(120));
            assertThat(usage.inputTokenCount()).isEqualTo(201);
        }
    }

    @Test
    void aRequestWithAToolOfOurNameIsRefused() {
        ChatRequest clash = ChatRequest.builder()
                .messages(QUESTION)
                .toolSpecifications(
                        LoopFixture.weather().toBuilder().name("execute_python").build())
                .build();
        try (ScriptedChatModel script = ScriptedChatModel.builder().build()) {
            assertThatThrownBy(() -> loop(script, programs).chat(clash, ChatRequestOptions.EMPTY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("execute_python")
                    .hasMessageContaining("codeToolName");
        }
    }

    @Test
    void anUnavailableSandboxIsTheCallersProblem() {
        Programs none = () -> {
            throw new SandboxUnavailableException("No engine: start it");
        };
        try (ScriptedChatModel script =
                ScriptedChatModel.builder().program("one").build()) {
            assertThatThrownBy(() -> chat(loop(script, none), QUESTION))
                    .isInstanceOf(SandboxUnavailableException.class)
                    .hasMessage("No engine: start it");
        }
    }

    @Test
    void anInterruptEndsTheProgramAndTheCall() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .response(request -> {
                    Thread.currentThread().interrupt();
                    return ChatResponse.builder()
                            .aiMessage(AiMessage.from(code("c1", "one")))
                            .build();
                })
                .build()) {
            assertThatThrownBy(() -> chat(loop(script, programs), QUESTION))
                    .isInstanceOf(LangChain4jException.class)
                    .hasRootCauseInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(programs.codes()).isEmpty();
        assertThat(programs.sessions()).allMatch(session -> session.closed);
    }
}
