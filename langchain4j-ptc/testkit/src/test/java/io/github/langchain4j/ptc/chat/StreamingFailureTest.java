package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.chat.LoopFixture.SETTINGS;
import static io.github.langchain4j.ptc.chat.LoopFixture.request;
import static io.github.langchain4j.ptc.chat.LoopFixture.weather;
import static io.github.langchain4j.ptc.chat.LoopFixture.withWeather;
import static io.github.langchain4j.ptc.chat.StreamingFixture.QUESTION;
import static io.github.langchain4j.ptc.chat.StreamingFixture.ask;
import static io.github.langchain4j.ptc.chat.StreamingFixture.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.testkit.Hold;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call ends once, whatever fails; a program never runs twice. */
class StreamingFailureTest {

    private final FakePrograms programs = FakePrograms.printing();

    @Test
    void beforeAnyProgramTheModelsFailureIsTheCallers() throws Exception {
        RateLimitException failure = new RateLimitException("slow down");
        try (ScriptedStreamingChatModel script =
                ScriptedStreamingChatModel.builder().failure(failure).build()) {
            StreamRecorder recorder = ask(streaming(script, programs));
            assertThat(recorder.error()).isSameAs(failure);
            assertThat(recorder.events()).containsExactly("error slow down");
        }
    }

    @Test
    void whatTheModelThrowsIsLikeWhatItTells() throws Exception {
        IllegalStateException failure = new IllegalStateException("thrown");
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .scene((request, handler) -> {
                    throw failure;
                })
                .build()) {
            assertThat(ask(streaming(script, programs)).error()).isSameAs(failure);
        }
    }

    @Test
    void afterAProgramTheModelIsAskedAgain() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("pay()")
                .failure(new RateLimitException("slow down"))
                .scene((request, handler) -> {
                    throw new InternalServerException("oops");
                })
                .answer("Paid.")
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs));
            assertThat(recorder.response().aiMessage().text()).isEqualTo("Paid.");
            assertThat(recorder.texts("error")).isEmpty();
        }
        assertThat(programs.codes()).containsExactly("pay()");
    }

    @Test
    void aCheckedFailureIsRetriedAndAtLastToldAsItIs() throws Exception {
        IOException last = new IOException("line dead");
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("pay()")
                .failAfter(0, new IOException("line bad"))
                .answer("Never told")
                .failAfter(0, new CancellationException("line worse"))
                .answer("Never told")
                .failAfter(0, last)
                .answer("Never told")
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs));
            assertThat(recorder.error()).isSameAs(last);
            assertThat(recorder.texts("error")).containsExactly("line dead");
        }
        assertThat(programs.codes()).containsExactly("pay()");
        assertThat(programs.sessions()).allMatch(session -> session.closed);
    }

    @Test
    void whatCannotPassIsNotRetried() throws Exception {
        AuthenticationException failure = new AuthenticationException("who are you");
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("pay()")
                .failure(failure)
                .build()) {
            assertThat(ask(streaming(script, programs)).error()).isSameAs(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onceAPartWasToldTheModelIsNotAskedAgain(boolean contexts) throws Exception {
        RateLimitException failure = new RateLimitException("slow down");
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("pay()")
                .chunk(1)
                .contexts(contexts)
                .failAfter(1, failure)
                .answer("Paid.")
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs));
            assertThat(recorder.error()).isSameAs(failure);
            assertThat(recorder.events()).endsWith("text" + (contexts ? "+" : "") + " P", "error slow down");
        }
        assertThat(programs.codes()).containsExactly("pay()");
    }

    @Test
    void aPartThatWasNotToldDoesNotPreventAskingAgain() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("pay()")
                .failAfter(2, new RateLimitException("slow down"))
                .message(AiMessage.from(request("d1", "notify", "{\"person\":\"Ann\"}")))
                .answer("Paid.")
                .build()) {
            assertThat(ask(streaming(script, programs)).response().aiMessage().text())
                    .isEqualTo("Paid.");
        }
    }

    @Test
    void noSandboxIsToldOnce() throws Exception {
        SandboxUnavailableException failure = new SandboxUnavailableException("no sandbox today");
        FakePrograms none = new FakePrograms(code -> {
            throw failure;
        });
        try (ScriptedStreamingChatModel script =
                ScriptedStreamingChatModel.builder().program("one").build()) {
            StreamRecorder recorder = ask(streaming(script, none));
            assertThat(recorder.error()).isSameAs(failure);
            assertThat(recorder.texts("error")).hasSize(1);
        }
    }

    @Test
    void aToolWithTheNameOfOursIsToldOnce() throws Exception {
        try (ScriptedStreamingChatModel script =
                ScriptedStreamingChatModel.builder().build()) {
            StreamRecorder recorder = ask(
                    streaming(script, programs),
                    ChatRequest.builder()
                            .messages(QUESTION.messages())
                            .toolSpecifications(ToolSpecification.builder()
                                    .name("execute_python")
                                    .build())
                            .build());
            assertThat(recorder.error())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("execute_python");
            assertThat(recorder.events()).hasSize(1);
        }
    }

    @Test
    void anExecutorThatTakesNoCallIsToldOnce() throws Exception {
        Executor full = task -> {
            throw new RejectedExecutionException("full");
        };
        try (ScriptedStreamingChatModel script =
                ScriptedStreamingChatModel.builder().build()) {
            StreamRecorder recorder = ask(streaming(script, programs, SETTINGS, Optional.of(full)));
            assertThat(recorder.error()).hasMessage("full");
            assertThat(recorder.events()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thinking+", "text+", "call+", "called"})
    void aFailingHandlerIsToldAndTheCallGoesOn(String callback) throws Exception {
        StreamRecorder recorder = new StreamRecorder().reacting(failingAt(callback));
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .chunk(100)
                .program("one")
                .message(AiMessage.builder()
                        .thinking("Hm")
                        .text("The weather?")
                        .toolExecutionRequests(List.of(weather("w1")))
                        .build())
                .build()) {
            ask(streaming(script, programs), withWeather(QUESTION.messages()), recorder);
            recorder.await("response");
            assertThat(recorder.errors)
                    .isNotEmpty()
                    .allMatch(error -> error.getMessage().equals("handler at " + callback));
            assertThat(recorder.events()).endsWith("response The weather?");
        }
        assertThat(programs.codes()).containsExactly("one");
    }

    @Test
    void anErrorOfTheHandlerIsNoFailureOfTheModelEither() throws Exception {
        StreamRecorder recorder = new StreamRecorder().reacting((what, text) -> {
            if (what.equals("text+")) {
                throw new AssertionError("handler");
            }
        });
        try (ScriptedStreamingChatModel script =
                ScriptedStreamingChatModel.builder().answer("Ann.").build()) {
            ask(streaming(script, programs), QUESTION, recorder);
            recorder.await("response");
            assertThat(recorder.events()).containsExactly("text+ Ann.", "error handler", "response Ann.");
        }
    }

    @Test
    void aHandlerThatFailsAtTheEndIsTold() throws Exception {
        StreamRecorder recorder = new StreamRecorder().reacting(failingAt("response"));
        try (ScriptedStreamingChatModel script =
                ScriptedStreamingChatModel.builder().answer("Ann.").build()) {
            ask(streaming(script, programs), QUESTION, recorder);
            recorder.await("error");
            assertThat(recorder.events()).containsExactly("text+ Ann.", "response Ann.", "error handler at response");
        }
    }

    @Test
    void aHandlerThatFailsInOnErrorIsLeftAlone() throws Exception {
        StreamRecorder recorder =
                new StreamRecorder().reacting(failingAt("text+").andThen(failingAt("error")));
        try (ScriptedStreamingChatModel script =
                ScriptedStreamingChatModel.builder().answer("Ann.").build()) {
            ask(streaming(script, programs), QUESTION, recorder);
            recorder.await("response");
            assertThat(recorder.events()).containsExactly("text+ Ann.", "error handler at text+", "response Ann.");
        }
    }

    private static BiConsumer<String, String> failingAt(String callback) {
        return (what, text) -> {
            if (what.equals(callback)) {
                throw new IllegalStateException("handler at " + callback);
            }
        };
    }

    @Test
    void closingTellsTheHandlersOfCallsThatRun() throws Exception {
        Hold hold = new Hold();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("one")
                .chunk(1)
                .holdAfter(1, hold)
                .answer("Ann.")
                .build()) {
            StreamingChatLoop loop = streaming(script, programs);
            StreamRecorder recorder = ask(loop);
            hold.awaitReached();
            loop.close();
            loop.close();
            assertThat(recorder.error()).hasMessageContaining("closed");
            assertThat(recorder.events())
                    .endsWith("text+ A", "error " + recorder.errors.get(0).getMessage());
            assertThat(script.cancellations()).isEqualTo(1);
        }
    }

    @Test
    void aClosedModelTellsWhoAsks() throws Exception {
        try (ScriptedStreamingChatModel script =
                ScriptedStreamingChatModel.builder().build()) {
            StreamingChatLoop loop = streaming(script, programs);
            loop.close();
            StreamRecorder recorder = ask(loop);
            assertThat(recorder.error())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThat(recorder.events()).hasSize(1);
        }
    }

    @Test
    void aCallThatWaitsForItsThreadIsEndedByClosing() throws Exception {
        Queue<Runnable> tasks = new ArrayDeque<>();
        try (ScriptedStreamingChatModel script =
                ScriptedStreamingChatModel.builder().build()) {
            StreamingChatLoop loop = streaming(script, programs, SETTINGS, Optional.of(tasks::add));
            StreamRecorder recorder = ask(loop);
            loop.close();
            tasks.remove().run();
            assertThat(recorder.events()).hasSize(1);
            assertThat(recorder.error()).hasMessageContaining("closed");
        }
    }

    @Test
    void anExecutorThatIsShutDownInTheMiddleEndsTheCall() throws Exception {
        Hold hold = new Hold();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("one")
                .chunk(1)
                .holdAfter(1, hold)
                .answer("Ann.")
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs, SETTINGS, Optional.of(threads)));
            hold.awaitReached();
            threads.shutdownNow();
            assertThat(recorder.error()).hasMessageContaining("Interrupted");
            assertThat(script.cancellations()).isEqualTo(1);
        }
        assertThat(programs.sessions()).allMatch(session -> session.closed);
    }
}
