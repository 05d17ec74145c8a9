package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.chat.LoopFixture.chat;
import static io.github.langchain4j.ptc.chat.LoopFixture.loop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import org.junit.jupiter.api.Test;

/** A program never runs twice because of the model's failures. */
class ModelFailureTest {

    private static final UserMessage QUESTION = UserMessage.from("Who is over budget?");

    private final FakePrograms programs = FakePrograms.printing();

    @Test
    void afterAProgramOnlyTheModelIsAskedAgain() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("pay()")
                .failure(new RateLimitException("slow down"))
                .failure(new InternalServerException("oops"))
                .answer("Paid.")
                .build()) {
            assertThat(chat(loop(script, programs), QUESTION).aiMessage().text())
                    .isEqualTo("Paid.");
            assertThat(script.requests().get(2).messages())
                    .isEqualTo(script.requests().get(1).messages());
            assertThat(script.requests().get(3).messages())
                    .isEqualTo(script.requests().get(1).messages());
        }
        assertThat(programs.codes()).containsExactly("pay()");
    }

    @Test
    void retriesAreBounded() {
        RateLimitException last = new RateLimitException("still");
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("pay()")
                .failure(new RateLimitException("slow down"))
                .failure(new RateLimitException("slower"))
                .failure(last)
                .build()) {
            assertThatThrownBy(() -> chat(loop(script, programs), QUESTION)).isSameAs(last);
        }
        assertThat(programs.codes()).containsExactly("pay()");
        assertThat(programs.sessions()).allMatch(session -> session.closed);
    }

    @Test
    void whatCannotPassIsNotRetried() {
        AuthenticationException failure = new AuthenticationException("who are you");
        try (ScriptedChatModel script =
                ScriptedChatModel.builder().program("pay()").failure(failure).build()) {
            assertThatThrownBy(() -> chat(loop(script, programs), QUESTION)).isSameAs(failure);
        }
    }

    @Test
    void beforeAnyProgramFailuresAreTheCallers() {
        RateLimitException failure = new RateLimitException("slow down");
        try (ScriptedChatModel script =
                ScriptedChatModel.builder().failure(failure).build()) {
            assertThatThrownBy(() -> chat(loop(script, programs), QUESTION)).isSameAs(failure);
        }
    }

    @Test
    void anInterruptEndsTheRetries() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("pay()")
                .response(request -> {
                    Thread.currentThread().interrupt();
                    throw new LangChain4jException("interrupted I/O");
                })
                .build()) {
            assertThatThrownBy(() -> chat(loop(script, programs), QUESTION)).hasMessage("interrupted I/O");
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
