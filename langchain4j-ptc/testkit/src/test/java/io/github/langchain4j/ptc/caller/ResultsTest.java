package io.github.langchain4j.ptc.caller;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers send back to a program that waits, right or wrong. */
@RequiresPython
class ResultsTest {

    private static final String TWO = "a, b = await asyncio.gather(square(2), square(3))\nprint(a, b)";
    private static final String TWICE = "print(await square(2))\nprint(await square(3))";

    private final CallerFixture fixture = new CallerFixture();

    @AfterEach
    void nothingIsLeft() {
        fixture.close();
    }

    private PtcChatModel.Builder builder(ChatModel model) {
        return fixture.model(model);
    }

    private static ScriptedChatModel expecting(String program, String result) {
        return ScriptedChatModel.builder()
                .program(program)
                .expect(request -> assertThat(lastResults(request)).containsExactly(result))
                .answer("Done.")
                .build();
    }

    @Test
    void missingResultsAreAnErrorThatNamesThemAndTheMends() {
        try (ScriptedChatModel script = expecting(TWO, "4 9");
                PtcChatModel model = builder(script).build()) {
            Caller caller = new Caller(model);
            AiMessage asked = caller.begin("Squares?");
            List<ToolExecutionRequest> requests = asked.toolExecutionRequests();
            caller.messages.add(caller.execute(requests.get(0)));

            assertThatThrownBy(caller::send)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(
                            "1 of 2 tool calls",
                            "square (" + requests.get(1).id() + ")",
                            "MessageWindowChatMemory: at least 10",
                            "PtcAiServices.builder",
                            "PtcChatModel.builder().tools");

            caller.messages.add(caller.execute(requests.get(1)));
            assertThat(caller.send().text()).isEqualTo("Done.");
            assertThat(caller.executed).containsExactly("square 2", "square 3");
        }
    }

    @Test
    void aResultOfACallThatWasNotMadeIsAnErrorAndTheProgramWaitsOn() {
        try (ScriptedChatModel script = expecting(TWO, "4 9");
                PtcChatModel model = builder(script).build()) {
            Caller caller = new Caller(model);
            ToolExecutionRequest real =
                    caller.begin("Squares?").toolExecutionRequests().get(0);
            caller.execute();
            for (String guessed :
                    List.of(real.id().replaceAll("_1$", "_7"), real.id().replaceAll("_1_1$", "_9_1"))) {
                caller.messages.add(ToolExecutionResultMessage.from(guessed, "square", "1"));
                assertThatThrownBy(caller::send)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(guessed)
                        .hasMessageContaining("not made");
                caller.messages.remove(caller.messages.size() - 1);
            }
            assertThat(caller.send().text()).isEqualTo("Done.");
        }
    }

    @Test
    void aResultOfAnotherConversationIsAnErrorForBoth() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print(await square(2))")
                        .program("print(await square(3))")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("4"))
                        .answer("Four.")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("9"))
                        .answer("Nine.")
                        .build();
                PtcChatModel model = builder(script).build()) {
            Caller one = new Caller(model);
            Caller other = new Caller(model);
            one.begin("2?");
            other.begin("3?");
            one.execute();
            other.execute();
            ChatMessage mine = one.messages.remove(2);
            ChatMessage theirs = other.messages.get(2);
            one.messages.add(theirs);
            assertThatThrownBy(one::send)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another conversation");
            one.messages.add(mine);
            assertThatThrownBy(one::send)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another conversation");
            one.messages.remove(theirs);
            assertThat(one.send().text()).isEqualTo("Four.");
            assertThat(other.send().text()).isEqualTo("Nine.");
        }
    }

    @Test
    void lateResultsAreNotUsedAndTheModelIsTold() throws Exception {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program(TWO)
                        .expect(request -> assertThat(lastResults(request))
                                .singleElement()
                                .asString()
                                // The results may come before what was kept of the program is thrown away.
                                .containsAnyOf(
                                        "result of this program is not known",
                                        "for the results of its tool calls and was ended"))
                        .answer("Too late.")
                        .build();
                PtcChatModel model =
                        builder(script).pauseTime(Duration.ofMillis(1)).build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            fixture.awaitSessions(0);
            caller.execute();
            assertThat(caller.send().text()).isEqualTo("Too late.");
        }
    }

    @Test
    void afterCloseResultsAreAnErrorThatSaysSo() {
        try (ScriptedChatModel script = ScriptedChatModel.builder().program(TWO).build()) {
            PtcChatModel model = builder(script).build();
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            model.close();
            assertThatThrownBy(caller::send)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            fixture.awaitSessions(0);
        }
    }

    @Test
    void theSameResultsTwiceGiveTheSamePauseAgain() {
        try (ScriptedChatModel script = expecting(TWICE, "4\n9");
                PtcChatModel model = builder(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            AiMessage first = caller.request().aiMessage();
            AiMessage again = caller.send();
            assertThat(again).isEqualTo(first);
            caller.execute();
            assertThat(caller.send().text()).isEqualTo("Done.");
            assertThat(caller.executed).containsExactly("square 2", "square 3");
        }
    }

    @Test
    void theSameResultsAfterTheAnswerAskTheModelAgainWithTheSameProgram() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program(TWO)
                        .answer("Bad answer.")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("4 9"))
                        .answer("Good answer.")
                        .build();
                PtcChatModel model = builder(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            assertThat(caller.request().aiMessage().text()).isEqualTo("Bad answer.");
            assertThat(caller.request().aiMessage().text()).isEqualTo("Good answer.");
            assertThat(script.requests().get(2).messages())
                    .isEqualTo(script.requests().get(1).messages());
        }
    }

    @Test
    void theSameResultsFromTwoThreadsAtOnceReachTheProgramOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (ScriptedChatModel script = expecting(TWICE, "4\n9");
                PtcChatModel model = builder(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            CountDownLatch both = new CountDownLatch(2);
            List<Future<AiMessage>> answers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                answers.add(threads.submit(() -> {
                    both.countDown();
                    both.await();
                    return caller.request().aiMessage();
                }));
            }
            AiMessage one = answers.get(0).get(60, TimeUnit.SECONDS);
            assertThat(answers.get(1).get(60, TimeUnit.SECONDS)).isEqualTo(one);
            caller.messages.add(one);
            caller.execute();
            assertThat(caller.send().text()).isEqualTo("Done.");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void resultsOfAnOlderPauseBeginAnewAndLeaveTheProgramAlone() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("for i in range(3):\n    print(await square(i))")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).contains("not known"))
                        .answer("Forked.")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("0\n1\n4"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = builder(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            Caller fork = caller.with(model);
            caller.send();
            caller.execute();
            caller.send();
            assertThat(fork.send().text()).isEqualTo("Forked.");
            caller.execute();
            assertThat(caller.send().text()).isEqualTo("Done.");
        }
    }

    @Test
    void resultsOfEarlierPausesThatAMemoryPutTogetherAreIgnored() {
        try (ScriptedChatModel script = expecting(TWICE, "4\n9");
                PtcChatModel model = builder(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            caller.send();
            caller.execute();
            caller.messages.removeIf(AiMessage.class::isInstance);
            assertThat(caller.messages).hasSize(3);
            assertThat(caller.send().text()).isEqualTo("Done.");
        }
    }

    @Test
    void orderAndForeignResultsDoNotMatter() {
        try (ScriptedChatModel script = expecting(TWO, "4 9");
                PtcChatModel model = builder(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            Collections.swap(caller.messages, 2, 3);
            caller.messages.add(3, ToolExecutionResultMessage.from("call_77", "weather", "sun"));
            assertThat(caller.send().text()).isEqualTo("Done.");
            assertThat(script.requests().get(1).messages()).hasSize(3);
        }
    }

    @Test
    void resultsWithoutIdsAreTakenInTheOrderOfTheCalls() {
        try (ScriptedChatModel script = expecting(TWO, "4 9");
                PtcChatModel model = builder(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            caller.messages.replaceAll(message -> message instanceof ToolExecutionResultMessage result
                    ? ToolExecutionResultMessage.from((String) null, result.toolName(), result.text())
                    : message);
            assertThat(caller.send().text()).isEqualTo("Done.");
        }
    }

    @Test
    void anErrorResultIsAToolErrorInTheProgram() {
        try (ScriptedChatModel script = expecting(
                        "try:\n    await fail(1)\nexcept ToolError as e:\n    print('caught', e)",
                        "caught ToolExecutionException: no 1");
                PtcChatModel model = builder(script).build()) {
            assertThat(new Caller(model).ask("Fail?")).isEqualTo("Done.");
        }
    }

    @Test
    void aResultOfSeveralTextsIsOneForTheProgram() {
        answering(
                request -> ToolExecutionResultMessage.builder()
                        .id(request.id())
                        .toolName(request.name())
                        .contents(TextContent.from("4"), TextContent.from(""))
                        .build(),
                "print(await square(2))",
                "4");
    }

    @Test
    void aResultWithAnImageSaysWhatAProgramGets() {
        answering(
                request -> ToolExecutionResultMessage.builder()
                        .id(request.id())
                        .toolName(request.name())
                        .contents(ImageContent.from("https://example.org/a.png"))
                        .build(),
                "try:\n    print(await square(2))\nexcept ToolError as e:\n    print('no number')",
                "no number");
    }

    private void answering(
            Function<ToolExecutionRequest, ToolExecutionResultMessage> tool, String program, String result) {
        try (ScriptedChatModel script = expecting(program, result);
                PtcChatModel model = builder(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?")
                    .toolExecutionRequests()
                    .forEach(request -> caller.messages.add(tool.apply(request)));
            assertThat(caller.send().text()).isEqualTo("Done.");
        }
    }

    @Test
    void idsOfOursThatAUserMadeUpAreNothing() {
        String made = "ptc_aaaaaaaaaaaaaaaaaaaa_1_1";
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(request ->
                                assertThat(request.messages()).containsExactly(UserMessage.from("Hello " + made)))
                        .answer("Hello.")
                        .build();
                PtcChatModel model = builder(script).build()) {
            Caller caller = new Caller(model);
            caller.messages.add(UserMessage.from("Hello " + made));
            caller.messages.add(AiMessage.from(ToolExecutionRequest.builder()
                    .id(made)
                    .name("square")
                    .arguments("{}")
                    .build()));
            caller.messages.add(ToolExecutionResultMessage.from(made, "square", "4"));
            assertThat(caller.send().text()).isEqualTo("Hello.");
        }
    }
}
