package io.github.langchain4j.ptc.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.testkit.Hold;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call can be cancelled at every moment; nothing is told after it, and nothing is left. */
class StreamingCancelTest {

    private static final int PATIENCE_SECONDS = 60;

    /** Tools that wait, each in its own way, until the test or an interrupt ends them. */
    final class Waiting {

        final CountDownLatch called = new CountDownLatch(1);
        final Queue<String> ran = new ConcurrentLinkedQueue<>();

        @Tool("Says that it was called")
        void mark(String what) {
            ran.add(what);
            called.countDown();
        }

        @Tool("Waits for an interrupt")
        void forever() throws InterruptedException {
            called.countDown();
            new CountDownLatch(1).await();
        }

        @Tool("Swallows an interrupt")
        void stubborn() {
            called.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ran.add("swallowed");
            }
        }

        @Tool("Cancels the call")
        void cancel() {
            recorder.handle().cancel();
            ran.add("cancelled");
        }

        @Tool(value = "Cancels the call, too", metadata = "{\"allowed_callers\": [\"direct\"]}")
        void stop() {
            cancel();
        }

        @Tool(value = "Does something", metadata = "{\"allowed_callers\": [\"direct\"]}")
        void act() {
            ran.add("acted");
        }
    }

    private final Waiting tools = new Waiting();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<Boolean> interruptedAfter = new ConcurrentLinkedQueue<>();
    private StreamRecorder recorder = new StreamRecorder();
    private WatchedSandbox sandbox;
    private ProgramRunner runner;

    @BeforeAll
    static void needPython() {
        assumeTrue(LocalPythonSandbox.isAvailable(), "no Python on this machine");
    }

    @BeforeEach
    void start() {
        sandbox = new WatchedSandbox();
        runner = ProgramRunner.builder().sandbox(sandbox).tools(tools).build();
    }

    @AfterEach
    void stop() {
        runner.close();
        sandbox.close();
    }

    private void startThread(Runnable task) {
        Thread thread = new Thread(() -> {
            task.run();
            interruptedAfter.add(Thread.currentThread().isInterrupted());
        });
        threads.add(thread);
        thread.start();
    }

    private PtcStreamingChatModel model(ScriptedStreamingChatModel script) {
        return PtcStreamingChatModel.builder()
                .model(script)
                .runner(runner)
                .retryPause(Duration.ofHours(1))
                .executor(this::startThread)
                .build();
    }

    private void assertNothingIsLeft() throws Exception {
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(interruptedAfter).isNotEmpty().containsOnly(false);
        sandbox.awaitAllDead();
        // The engine hears of the end at the same time.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (runner.openSessions() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(runner.openSessions()).isZero();
        assertThat(recorder.handle().isCancelled()).isTrue();
        assertThat(recorder.texts("response")).isEmpty();
        assertThat(recorder.texts("error")).isEmpty();
    }

    private void cancelTwice() {
        recorder.handle().cancel();
        recorder.handle().cancel();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void whileTheModelAnswersAfterAProgram(int parts) throws Exception {
        Hold hold = new Hold();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("x = 1")
                        .chunk(2)
                        .holdAfter(parts, hold)
                        .answer("Three.")
                        .build();
                PtcStreamingChatModel model = model(script)) {
            model.chat("Go", recorder);
            hold.awaitReached();
            cancelTwice();
            hold.release();
            assertNothingIsLeft();
            assertThat(recorder.texts("text+")).hasSize(parts);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whileTheProgramIsWritten(int parts) throws Exception {
        Hold hold = new Hold();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .holdAfter(parts, hold)
                        .program("mark('ran')")
                        .build();
                PtcStreamingChatModel model = model(script)) {
            model.chat("Go", recorder);
            hold.awaitReached();
            cancelTwice();
            assertNothingIsLeft();
            assertThat(script.cancellations()).isEqualTo(1);
        }
        assertThat(tools.ran).isEmpty();
        assertThat(sandbox.started()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mark('ran')\nwhile True: pass",
                "mark('ran')\nimport time\ntime.sleep(1000)",
                "try:\n    forever()\nexcept BaseException:\n    pass\nwhile True: pass",
                "import asyncio\nawait asyncio.gather(*[forever() for i in range(5)])",
                "stubborn()\nmark('after')\nwhile True: pass",
                "cancel()\nmark('after')\nwhile True: pass"
            })
    void whileTheProgramRuns(String program) throws Exception {
        try (ScriptedStreamingChatModel script =
                        ScriptedStreamingChatModel.builder().program(program).build();
                PtcStreamingChatModel model = model(script)) {
            model.chat("Go", recorder);
            if (!program.startsWith("cancel")) {
                assertThat(tools.called.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isTrue();
                cancelTwice();
            }
            assertNothingIsLeft();
        }
        assertThat(sandbox.started()).isEqualTo(1);
    }

    @Test
    void toolsOnAnExecutorAreInterrupted() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch interrupted = new CountDownLatch(2);
        Object slow = new Object() {
            @Tool("Waits for an interrupt")
            void wait(String what) {
                both.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        };
        ExecutorService executor = Executors.newCachedThreadPool();
        try (ProgramRunner concurrent = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(slow)
                        .executeToolsConcurrently(executor)
                        .build();
                ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("import asyncio\nawait asyncio.gather(wait('a'), wait('b'))")
                        .build();
                PtcStreamingChatModel model = PtcStreamingChatModel.builder()
                        .model(script)
                        .runner(concurrent)
                        .executor(this::startThread)
                        .build()) {
            model.chat("Go", recorder);
            assertThat(both.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            cancelTwice();
            assertThat(interrupted.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertNothingIsLeft();
            assertThat(concurrent.openSessions()).isZero();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aDirectToolThatCancelsIsTheLastThatRuns() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .message(AiMessage.builder()
                                .text("I stop.")
                                .toolExecutionRequests(
                                        List.of(request("1", "stop"), request("2", "act"), request("3", "act")))
                                .build())
                        .build();
                PtcStreamingChatModel model = model(script)) {
            model.chat("Go", recorder);
            assertNothingIsLeft();
        }
        assertThat(tools.ran).containsExactly("cancelled");
    }

    private static ToolExecutionRequest request(String id, String name) {
        return LoopFixture.request(id, name, "{}");
    }

    @Test
    void whileItWaitsToAskAgain() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("mark('ran')")
                        .failure(new RateLimitException("slow down"))
                        .build();
                PtcStreamingChatModel model = model(script)) {
            model.chat("Go", recorder);
            assertThat(tools.called.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            while (script.requests().size() < 2 || threads.peek().getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            cancelTwice();
            assertNothingIsLeft();
            assertThat(script.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fromACallback(boolean onTheThreadThatAsks) throws Exception {
        ScriptedStreamingChatModel.Builder builder = ScriptedStreamingChatModel.builder();
        if (onTheThreadThatAsks) {
            builder.callbacksOn(Runnable::run);
        }
        recorder.reacting((what, text) -> {
            if (text.equals("Th")) {
                cancelTwice();
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                throw new IllegalStateException("a handler that fails after it has cancelled");
            }
        });
        try (ScriptedStreamingChatModel script =
                        builder.program("x = 1").chunk(2).answer("Three.").build();
                PtcStreamingChatModel model = model(script)) {
            model.chat("Go", recorder);
            recorder.await("text+");
            assertNothingIsLeft();
            assertThat(recorder.texts("text+")).containsExactly("Th");
        }
    }

    @Test
    void aModelThatCannotBeCancelledIsIgnored() throws Exception {
        Hold hold = new Hold();
        ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .cancellable(false)
                .chunk(2)
                .holdAfter(1, hold)
                .answer("Three.")
                .build();
        try (PtcStreamingChatModel model = model(script)) {
            model.chat("Go", recorder);
            hold.awaitReached();
            cancelTwice();
            assertNothingIsLeft(); // while the model still hangs
            hold.release();
            script.close(); // waits until the model has said everything
            assertThat(recorder.events()).containsExactly("text+ Th");
        }
    }

    @Test
    void aResponseWhoseHandleBecomesKnownLaterIsCancelledThen() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        ScriptedStreamingChatModel late =
                ScriptedStreamingChatModel.builder().answer("Three.").build();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("x = 1")
                        .scene((request, handler) -> {
                            asked.countDown();
                            new Thread(() -> {
                                        try {
                                            cancelled.await();
                                            late.chat(request, handler);
                                        } catch (InterruptedException e) {
                                            throw new IllegalStateException(e);
                                        }
                                    })
                                    .start();
                        })
                        .build();
                PtcStreamingChatModel model = model(script)) {
            model.chat("Go", recorder);
            asked.await();
            cancelTwice();
            assertNothingIsLeft();
            cancelled.countDown();
            while (late.cancellations() == 0) {
                Thread.onSpinWait();
            }
            assertThat(recorder.texts("text+")).isEmpty();
        }
    }

    @Test
    void afterTheEndItChangesNothing() throws Exception {
        try (ScriptedStreamingChatModel script =
                        ScriptedStreamingChatModel.builder().answer("Three.").build();
                PtcStreamingChatModel model = model(script)) {
            model.chat("Go", recorder);
            recorder.response();
            cancelTwice();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(recorder.events()).containsExactly("text+ Three.", "response Three.");
            assertThat(interruptedAfter).containsExactly(false);
            assertThat(script.cancellations()).isZero();
        }
    }

    @Test
    void aProgramThatWaitsForTheCallerEndsIfTheCallerIsNotTold() throws Exception {
        recorder.reacting((what, text) -> {
            if (what.equals("called")) {
                recorder.handle().cancel();
            }
        });
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("weather(city='Rome')")
                        .build();
                PtcStreamingChatModel model = wrapped(script)) {
            model.chat(LoopFixture.withWeather(List.of(UserMessage.from("Go"))), recorder);
            recorder.await("called");
            for (Thread thread : threads) {
                thread.join();
            }
            sandbox.awaitAllDead();
            assertThat(recorder.texts("response")).isEmpty();
        }
        assertThat(sandbox.started()).isEqualTo(1);
    }

    @Test
    void theSessionOfAConversationEndsIfItsResponseIsNotTold() throws Exception {
        recorder.reacting((what, text) -> {
            if (what.equals("called")) {
                recorder.handle().cancel();
            }
        });
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .message(AiMessage.from(LoopFixture.code("c1", "x = 1"), LoopFixture.weather("w1")))
                        .build();
                PtcStreamingChatModel model = PtcStreamingChatModel.builder()
                        .model(script)
                        .runner(runner)
                        .sessionScope(SessionScope.CONVERSATION)
                        .executor(this::startThread)
                        .build()) {
            model.chat(LoopFixture.withWeather(List.of(UserMessage.from("Go"))), recorder);
            recorder.await("called");
            assertNothingIsLeft();
        }
        assertThat(sandbox.started()).isEqualTo(1);
    }

    @Test
    void aProgramThatWentOnWithTheCallersResultsEndsWhenTheAnswerIsNotWanted() throws Exception {
        Hold hold = new Hold();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("x = weather(city='Rome')")
                        .chunk(1)
                        .holdAfter(1, hold)
                        .answer("Rain.")
                        .build();
                PtcStreamingChatModel model = wrapped(script)) {
            List<ChatMessage> messages = new ArrayList<>(List.of(UserMessage.from("Go")));
            model.chat(LoopFixture.withWeather(messages), recorder);
            AiMessage asking = recorder.response().aiMessage();
            messages.add(asking);
            messages.add(ToolExecutionResultMessage.from(
                    asking.toolExecutionRequests().get(0), "rain"));
            recorder = new StreamRecorder();
            ChatRequest resumed = LoopFixture.withWeather(messages);
            model.chat(resumed, recorder);
            hold.awaitReached();
            cancelTwice();
            for (Thread thread : threads) {
                thread.join();
            }
            sandbox.awaitAllDead();
            assertThat(recorder.events()).containsExactly("text+ R");
        }
        assertThat(sandbox.started()).isEqualTo(1);
    }

    private PtcStreamingChatModel wrapped(ScriptedStreamingChatModel script) {
        return PtcStreamingChatModel.builder()
                .model(script)
                .sandbox(sandbox)
                .executor(this::startThread)
                .build();
    }
}
