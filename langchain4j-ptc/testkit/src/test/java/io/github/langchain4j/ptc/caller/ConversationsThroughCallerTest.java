package io.github.langchain4j.ptc.caller;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a conversation is when histories come back whole, cut, edited, twice, or to another JVM. */
@RequiresPython
class ConversationsThroughCallerTest {

    private static final String EXPIRED = "had ended; this program ran in a fresh one";
    private static final String SEEK = "print(x if 'x' in globals() else 'no x')";

    private final CallerFixture fixture = new CallerFixture();

    @AfterEach
    void nothingIsLeft() {
        fixture.close();
    }

    private static ScriptedChatModel.Builder script() {
        return ScriptedChatModel.builder();
    }

    private static Consumer<ChatRequest> results(String... results) {
        return request -> assertThat(lastResults(request)).containsExactly(results);
    }

    private static Consumer<ChatRequest> resultContains(String... parts) {
        return request ->
                assertThat(lastResults(request)).singleElement().asString().contains(parts);
    }

    private PtcChatModel.Builder conversational(ScriptedChatModel script) {
        return fixture.model(script).sessionScope(SessionScope.CONVERSATION);
    }

    static Stream<Arguments> stores() {
        return Stream.of(
                Arguments.of("memory", UnaryOperator.<ChatMessage>identity()),
                Arguments.of("JSON", (UnaryOperator<ChatMessage>) Caller::serialized),
                Arguments.of("without attributes", (UnaryOperator<ChatMessage>) Caller::withoutAttributes));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stores")
    void variablesLiveOnAfterAPauseAndTheModelSeesItsProgramsAgain(String name, UnaryOperator<ChatMessage> store) {
        try (ScriptedChatModel script = script().program("x = await square(2)\nprint(x)")
                        .answer("Four.")
                        .expect(request -> assertThat(request.messages()).hasSize(5))
                        .program("print(await square(x))")
                        .expect(results("16"))
                        .answer("Sixteen.")
                        .build();
                PtcChatModel model = conversational(script).build()) {
            Caller caller = new Caller(model);
            caller.store = store;
            assertThat(caller.ask("2?")).isEqualTo("Four.");
            assertThat(caller.ask("And its square?")).isEqualTo("Sixteen.");
            List<ChatMessage> shown = script.requests().get(2).messages();
            assertThat(shown.subList(0, 3)).isEqualTo(script.requests().get(1).messages());
            assertThat(((AiMessage) shown.get(3)).text()).isEqualTo("Four.");
            assertThat(fixture.openSessions()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stores")
    void aLaterMessageInsteadOfResultsEndsTheProgramAndTheModelIsTold(String name, UnaryOperator<ChatMessage> store) {
        try (ScriptedChatModel script = script().program("print(await square(2))")
                        .expect(request -> {
                            assertThat(request.messages()).hasSize(4);
                            assertThat(request.messages().get(1))
                                    .isEqualTo(AiMessage.from(
                                            ((AiMessage) request.messages().get(1)).toolExecutionRequests()));
                            assertThat(request.messages().get(2).toString()).contains("not known");
                            assertThat(request.messages().get(3)).isEqualTo(UserMessage.from("Never mind."));
                        })
                        .answer("All right.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            caller.store = store;
            caller.begin("2?");
            assertThat(fixture.openSessions()).isEqualTo(1);
            assertThat(caller.ask("Never mind.")).isEqualTo("All right.");
            fixture.awaitSessions(0);
        }
    }

    @ParameterizedTest
    @EnumSource(SessionScope.class)
    void anotherJvmInTheMiddleOfAPauseTellsTheModel(SessionScope scope) {
        try (CallerFixture other = new CallerFixture();
                ScriptedChatModel script =
                        script().program("x = await square(2)").build();
                ScriptedChatModel later = script().expect(resultContains("not known", "were executed", "gone"))
                        .program(SEEK)
                        .expect(resultContains("no x", scope == SessionScope.CALL ? "no x" : EXPIRED))
                        .answer("Gone.")
                        .build();
                PtcChatModel model = fixture.model(script).sessionScope(scope).build();
                PtcChatModel restarted = other.model(later).sessionScope(scope).build()) {
            Caller caller = new Caller(model);
            caller.store = Caller::serialized;
            caller.begin("2?");
            caller.execute();
            assertThat(caller.with(restarted).finish()).isEqualTo("Gone.");
        }
    }

    @Test
    void anotherJvmBetweenQuestionsTellsTheModel() {
        try (CallerFixture other = new CallerFixture();
                ScriptedChatModel script =
                        script().program("x = await square(2)").answer("Four.").build();
                ScriptedChatModel later = script().expect(
                                request -> assertThat(request.messages()).hasSize(5))
                        .program(SEEK)
                        .expect(resultContains("no x", EXPIRED))
                        .answer("Gone.")
                        .program("x = 5")
                        .program(SEEK)
                        .expect(results("5"))
                        .answer("Five.")
                        .build();
                PtcChatModel model = conversational(script).build();
                PtcChatModel restarted = other.model(later)
                        .sessionScope(SessionScope.CONVERSATION)
                        .build()) {
            Caller caller = new Caller(model);
            caller.store = Caller::serialized;
            caller.ask("2?");
            Caller again = caller.with(restarted);
            assertThat(again.ask("x?")).isEqualTo("Gone.");
            assertThat(again.ask("5?")).isEqualTo("Five.");
        }
    }

    @Test
    void withTheScopeOfACallVariablesAreGoneWithTheAnswer() {
        try (ScriptedChatModel script = script().program("x = await square(2)")
                        .program(SEEK)
                        .expect(results("4"))
                        .answer("Four.")
                        .program(SEEK)
                        .expect(results("no x"))
                        .answer("Gone.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            assertThat(caller.ask("2?")).isEqualTo("Four.");
            fixture.awaitSessions(0);
            assertThat(caller.ask("x?")).isEqualTo("Gone.");
        }
    }

    @Test
    void anEditedHistoryIsAForkAndTheOriginalKeepsItsVariables() {
        try (ScriptedChatModel script = script().program("x = await square(2)")
                        .answer("Four.")
                        .program("x = await square(3)")
                        .answer("Nine.")
                        .program(SEEK)
                        .expect(resultContains("no x", EXPIRED))
                        .answer("Fork.")
                        .program(SEEK)
                        .expect(results("9"))
                        .answer("Original.")
                        .build();
                PtcChatModel model = conversational(script).build()) {
            Caller caller = new Caller(model);
            caller.ask("2?");
            Caller fork = caller.with(model);
            caller.ask("3?");
            assertThat(fork.ask("x?")).isEqualTo("Fork.");
            assertThat(caller.ask("x?")).isEqualTo("Original.");
        }
    }

    @Test
    void aForkWhileTheOriginalWaitsLeavesItAlone() {
        try (ScriptedChatModel script = script().program("x = 1")
                        .answer("One.")
                        .program("x += await square(3)\nprint(x)")
                        .program(SEEK)
                        .expect(resultContains("no x", EXPIRED))
                        .answer("Fork.")
                        .expect(results("10"))
                        .answer("Ten.")
                        .build();
                PtcChatModel model = conversational(script).build()) {
            Caller caller = new Caller(model);
            caller.ask("1?");
            Caller fork = caller.with(model);
            caller.begin("More?");
            assertThat(fork.ask("x?")).isEqualTo("Fork.");
            caller.execute();
            assertThat(caller.send().text()).isEqualTo("Ten.");
        }
    }

    @Test
    void aRegeneratedAnswerGoesOnWithTheConversation() {
        try (ScriptedChatModel script = script().program("x = await square(2)")
                        .answer("Bad.")
                        .answer("Good.")
                        .expect(request -> assertThat(request.messages()).hasSize(5))
                        .program(SEEK)
                        .expect(results("4"))
                        .answer("Four.")
                        .build();
                PtcChatModel model = conversational(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("2?");
            caller.execute();
            assertThat(caller.request().aiMessage().text()).isEqualTo("Bad.");
            assertThat(caller.send().text()).isEqualTo("Good.");
            assertThat(caller.ask("x?")).isEqualTo("Four.");
        }
    }

    @Test
    void theAnswerThatWasRegeneratedAwayIsAFork() {
        try (ScriptedChatModel script = script().program("x = await square(2)")
                        .answer("Bad.")
                        .answer("Good.")
                        .expect(request -> assertThat(request.messages()).hasSize(5))
                        .program(SEEK)
                        .expect(resultContains("no x", EXPIRED))
                        .answer("Fork.")
                        .build();
                PtcChatModel model = conversational(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("2?");
            caller.execute();
            AiMessage bad = caller.request().aiMessage();
            caller.request();
            caller.messages.add(bad);
            assertThat(caller.ask("x?")).isEqualTo("Fork.");
        }
    }

    @Test
    void anAnswerRegeneratedAfterAForkTookTheSessionIsStillOneTurn() {
        try (ScriptedChatModel script = script().program("x = await square(2)")
                        .answer("Four.")
                        .program("x = 7")
                        .answer("Seven.")
                        .answer("Four again.")
                        .expect(request -> assertThat(request.messages()).hasSize(5))
                        .answer("Done.")
                        .build();
                PtcChatModel model = conversational(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("2?");
            caller.execute();
            Caller again = caller.with(model);
            caller.send();
            caller.ask("7?");
            assertThat(again.send().text()).isEqualTo("Four again.");
            assertThat(again.ask("Well?")).isEqualTo("Done.");
        }
    }

    @Test
    void aTurnThatIsForgottenLeavesTheSessionToItsConversation() {
        ScriptedChatModel.Builder scenes =
                script().program("x = await square(2)").answer("Four.");
        for (int i = 0; i < 6; i++) {
            scenes.program("await square(3)").answer("Nine.");
        }
        try (ScriptedChatModel script = scenes.program(SEEK)
                        .expect(results("4"))
                        .answer("Four.")
                        .build();
                PtcChatModel model = conversational(script).maxSuspended(1).build()) {
            Caller caller = new Caller(model);
            caller.ask("2?");
            for (int i = 0; i < 6; i++) {
                new Caller(model).ask("3?");
            }
            assertThat(caller.ask("x?")).isEqualTo("Four.");
        }
    }

    @Test
    void restingConversationsGiveTheirSessionsToOthersTheLongestRestedFirst() {
        Limits three = Limits.builder().sessions(3).build();
        try (CallerFixture small = new CallerFixture(three, ToolCatalog.builder());
                ScriptedChatModel script = script().program("x = 0")
                        .answer("0")
                        .program("x = 1")
                        .answer("1")
                        .program("x = await square(2)")
                        .answer("2")
                        .program("x = await square(3)")
                        .answer("3")
                        .program(SEEK)
                        .expect(results("1"))
                        .answer("Kept.")
                        .program(SEEK)
                        .expect(results("4"))
                        .answer("Kept.")
                        .program(SEEK)
                        .expect(results("9"))
                        .answer("Kept.")
                        .program(SEEK)
                        .expect(resultContains("no x", EXPIRED))
                        .answer("Gone.")
                        .build();
                PtcChatModel model = small.model(script)
                        .sessionScope(SessionScope.CONVERSATION)
                        .build()) {
            List<Caller> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(new Caller(model));
                callers.get(i).ask("Set");
            }
            for (int i : new int[] {1, 2, 3}) {
                assertThat(callers.get(i).ask("x?")).isEqualTo("Kept.");
            }
            assertThat(callers.get(0).ask("x?")).isEqualTo("Gone.");
        }
    }

    @Test
    void idleConversationsGiveTheirSessionBackAndTheModelIsTold() {
        Limits shortIdle =
                Limits.builder().sessionIdleTime(Duration.ofMillis(50)).build();
        try (CallerFixture idle = new CallerFixture(shortIdle, ToolCatalog.builder());
                ScriptedChatModel script = script().program("x = await square(2)")
                        .answer("Four.")
                        .program(SEEK)
                        .expect(resultContains("no x", EXPIRED))
                        .answer("Gone.")
                        .build();
                PtcChatModel model = idle.model(script)
                        .sessionScope(SessionScope.CONVERSATION)
                        .build()) {
            Caller caller = new Caller(model);
            caller.ask("2?");
            idle.awaitSessions(0);
            assertThat(caller.ask("x?")).isEqualTo("Gone.");
        }
    }

    @Test
    void theLongestWaitingProgramIsEndedForOneTooMany() {
        try (ScriptedChatModel script = script().program("print(await square(1))")
                        .program("print(await square(2))")
                        .expect(results("4"))
                        .answer("Four.")
                        .expect(resultContains("not known"))
                        .answer("Gone.")
                        .build();
                PtcChatModel model = fixture.model(script).maxSuspended(1).build()) {
            Caller first = new Caller(model);
            Caller second = new Caller(model);
            first.begin("1?");
            second.begin("2?");
            fixture.awaitSessions(1);
            second.execute();
            assertThat(second.send().text()).isEqualTo("Four.");
            first.execute();
            assertThat(first.send().text()).isEqualTo("Gone.");
        }
    }
}
