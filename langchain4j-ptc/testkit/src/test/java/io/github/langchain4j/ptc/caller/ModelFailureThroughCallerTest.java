package io.github.langchain4j.ptc.caller;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that fails between and after programs whose calls the caller executed: none of them is made twice. */
@RequiresPython
class ModelFailureThroughCallerTest {

    private final CallerFixture fixture = new CallerFixture();

    @AfterEach
    void nothingIsLeft() {
        fixture.close();
    }

    /** First call, after a program that did not pause, after one that did, after its second. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aFailureAtAnyRoundChangesNoCountOfCalls(int failing) {
        ScriptedChatModel.Builder scenes = ScriptedChatModel.builder();
        List<Runnable> rounds = List.of(
                () -> scenes.program("x = 1"),
                () -> scenes.program("print(await square(2))"),
                () -> scenes.program("print(await square(3))\nprint(await square(4))"),
                () -> scenes.expect(request -> assertThat(lastResults(request)).containsExactly("9\n16"))
                        .answer("Done."));
        for (int round = 1; round <= rounds.size(); round++) {
            if (round == failing) {
                scenes.failure(new RateLimitException("slow down"));
            }
            rounds.get(round - 1).run();
        }
        try (ScriptedChatModel script = scenes.build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            if (failing == 1) {
                assertThatThrownBy(() -> caller.begin("Squares?")).isInstanceOf(RateLimitException.class);
                assertThat(caller.finish()).isEqualTo("Done.");
            } else {
                assertThat(caller.ask("Squares?")).isEqualTo("Done.");
            }
            assertThat(caller.executed).containsExactly("square 2", "square 3", "square 4");
        }
    }

    @ParameterizedTest
    @EnumSource(SessionScope.class)
    void afterAFailureForGoodTheSameResultsGoOnWithoutASecondRun(SessionScope scope) throws Exception {
        RateLimitException last = new RateLimitException("still");
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print(await square(2))")
                        .failure(new RateLimitException("slow down"))
                        .failure(last)
                        .expect(request -> assertThat(lastResults(request)).containsExactly("4"))
                        .program("print(await square(3))")
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script)
                        .sessionScope(scope)
                        .modelRetries(1)
                        .build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            assertThatThrownBy(caller::send).isSameAs(last);
            fixture.awaitSessions(scope == SessionScope.CALL ? 0 : 1);
            assertThat(caller.finish()).isEqualTo("Done.");
            assertThat(caller.executed).containsExactly("square 2", "square 3");
        }
    }

    @Test
    void whatCannotPassIsNotRetriedAndTheSameResultsStillGoOn() {
        AuthenticationException failure = new AuthenticationException("who are you");
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print(await square(2))")
                        .failure(failure)
                        .expect(request -> assertThat(lastResults(request)).containsExactly("4"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            assertThatThrownBy(caller::send).isSameAs(failure);
            assertThat(caller.send().text()).isEqualTo("Done.");
            assertThat(caller.executed).containsExactly("square 2");
        }
    }

    @Test
    void aConversationGoesOnAfterAFailureThatItsCallerGaveUpOn() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("x = await square(2)")
                        .failure(new AuthenticationException("who are you"))
                        .program("print(x)")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("4"))
                        .answer("Four.")
                        .build();
                PtcChatModel model = fixture.model(script)
                        .sessionScope(SessionScope.CONVERSATION)
                        .build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            assertThatThrownBy(caller::send).isInstanceOf(AuthenticationException.class);
            assertThat(caller.ask("And now?")).isEqualTo("Four.");
        }
    }

    @ParameterizedTest
    @EnumSource(SessionScope.class)
    void anInterruptInAResumedProgramEndsItAndTheSameResultsTellTheModel(SessionScope scope) throws Exception {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("await square(2)\nwhile True: pass")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).contains("ended from outside"))
                        .answer("Sorry.")
                        .build();
                PtcChatModel model = fixture.model(script).sessionScope(scope).build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            Thread asking = Thread.currentThread();
            BooleanSupplier inProgram = () -> List.of(asking.getStackTrace()).stream()
                    .anyMatch(frame -> frame.getMethodName().equals("receive"));
            Thread interrupter = new Thread(() -> {
                while (!inProgram.getAsBoolean()) {
                    Thread.onSpinWait();
                }
                asking.interrupt();
            });
            interrupter.start();
            assertThatThrownBy(caller::send)
                    .isInstanceOf(LangChain4jException.class)
                    .hasRootCauseInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            interrupter.join();
            fixture.awaitSessions(0);
            assertThat(caller.send().text()).isEqualTo("Sorry.");
        }
    }

    @Test
    void theModelsErrorsLeaveNothingBehind() throws Exception {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print(await square(2))")
                        .response(request -> {
                            throw new StackOverflowError();
                        })
                        .response(request -> ChatResponse.builder()
                                .aiMessage(AiMessage.from("Done."))
                                .build())
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("Squares?");
            caller.execute();
            assertThatThrownBy(caller::send).isInstanceOf(StackOverflowError.class);
            fixture.awaitSessions(0);
            assertThat(caller.send().text()).isEqualTo("Done.");
        }
    }
}
