package io.github.langchain4j.ptc.service;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.program.ToolPolicy;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How invocations end before their time, and what cannot work at all. */
@RequiresPython
@Timeout(60)
class ServiceEndingsTest extends ServiceFixture {

    interface Streams {

        TokenStream chat(String question);
    }

    private final CountDownLatch started = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    final class Desk {

        @Tool("Counts")
        int count() {
            started.countDown();
            return calls.incrementAndGet();
        }

        @Tool(value = "Fails", metadata = DIRECT)
        String fail() throws InterruptedException {
            started.await();
            throw new IllegalStateException("failed");
        }
    }

    @Test
    void aProgramThatStillRunsWhenTheInvocationFailsIsEnded() {
        IllegalStateException fatal = new IllegalStateException("fatal");
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from(
                        request("1", "fail", "{}"),
                        program("2", "while True: await count(); await asyncio.sleep(0.01)")))
                .build()) {
            Assistant assistant = service(script)
                    .executeToolsConcurrently(pool)
                    .toolExecutionErrorHandler((error, context) -> {
                        throw fatal;
                    })
                    .build();
            assertThatThrownBy(() -> assistant.chat("Do it")).isSameAs(fatal);
            awaitNoSessions(code);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anErrorInACallbackReachesTheCallerAndNotTheProgram() {
        AssertionError wrong = new AssertionError("wrong");
        try (ScriptedChatModel script = ScriptedChatModel.builder().program("""
                        try:
                            count()
                        except BaseException:
                            pass
                        """).build()) {
            Assistant assistant = service(script)
                    .afterToolExecution(execution -> {
                        throw wrong;
                    })
                    .build();
            assertThatThrownBy(() -> assistant.chat("Do it")).isSameAs(wrong);
        }
        awaitNoSessions(code);
    }

    @Test
    void anInterruptedThreadEndsItsProgram() {
        try (ScriptedChatModel script =
                ScriptedChatModel.builder().program("while True: count()").build()) {
            Thread asking = Thread.currentThread();
            Assistant assistant = service(script)
                    .beforeToolExecution(call -> {
                        if (calls.get() == 3) {
                            asking.interrupt();
                        }
                    })
                    .build();
            assertThatThrownBy(() -> assistant.chat("Do it")).hasMessageContaining("Interrupted while a program ran");
            assertThat(Thread.interrupted()).isTrue();
        }
        awaitNoSessions(code);
    }

    @Test
    void listenersHearTheEndOfAProgramThatIsCutOff() {
        Queue<ProgramReport> ended = new ConcurrentLinkedQueue<>();
        PtcListener listener = new PtcListener() {
            @Override
            public void programEnded(String session, ProgramReport report) {
                ended.add(report);
            }
        };
        CodeExecution observed =
                CodeExecution.builder().sandbox(sandbox).listener(listener).build();
        try (observed;
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("while True: count()")
                        .build()) {
            Assistant assistant = PtcAiServices.builder(Assistant.class, observed)
                    .chatModel(script)
                    .tools(new Desk())
                    .beforeToolExecution(call -> {
                        if (calls.get() == 3) {
                            throw new IllegalStateException("enough");
                        }
                    })
                    .build();
            assertThatThrownBy(() -> assistant.chat("Do it")).hasMessage("enough");
        }
        assertThat(ended).singleElement().satisfies(report -> {
            assertThat(report.outcome()).isEqualTo(new Outcome.Cancelled(CancelReason.INTERRUPTED));
            assertThat(report.calls()).hasSize(3);
        });
    }

    @Test
    void aSandboxThatCannotStartIsAnExceptionOfTheServiceAndNoMatterForErrorHandlers() {
        LocalPythonSandbox closed = new LocalPythonSandbox();
        closed.close();
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedChatModel script =
                ScriptedChatModel.builder().program("count()").build()) {
            Assistant assistant = PtcAiServices.builder(Assistant.class, closed)
                    .chatModel(script)
                    .tools(new Desk())
                    .toolExecutionErrorHandler((error, context) -> {
                        asked.incrementAndGet();
                        throw new IllegalArgumentException(error);
                    })
                    .build();
            assertThatThrownBy(() -> assistant.chat("Do it"))
                    .isInstanceOfAny(SandboxUnavailableException.class, IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void aPolicyDeniesCallsOfPrograms() {
        CodeExecution strict = CodeExecution.builder()
                .sandbox(sandbox)
                .policy(call -> CompletableFuture.completedFuture(ToolPolicy.Decision.deny("not today")))
                .build();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("count()")
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .contains("not today"))
                .answer("No.")
                .build()) {
            PtcAiServices.builder(Assistant.class, strict)
                    .chatModel(script)
                    .tools(new Desk())
                    .build()
                    .chat("Do it");
        }
        strict.close();
        assertThat(calls).hasValue(0);
    }

    @Test
    void theSessionOfAStreamThatNeverEndsIsGivenBackWhenNobodyHoldsTheStream() throws InterruptedException {
        CountDownLatch silent = new CountDownLatch(1);
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .scene((request, handler) -> handler.onCompleteResponse(ChatResponse.builder()
                        .aiMessage(AiMessage.from(program("1", "count()")))
                        .build()))
                .scene((request, handler) -> silent.countDown())
                .build()) {
            Streams streams = PtcAiServices.builder(Streams.class, code)
                    .streamingChatModel(script)
                    .tools(new Desk())
                    .build();
            streams.chat("Do it").ignoreErrors().start();
            silent.await();
            while (code.openSessions() > 0 && !Thread.interrupted()) {
                System.gc();
                streams.chat("Never started");
            }
            assertThat(code.openSessions()).isZero();
        }
    }

    @Test
    void compensationIsRefusedBecauseItCannotSeeThePrograms() {
        CodeToolService tools = CodeToolService.install(runtime(), AiServiceContext.create(Assistant.class));
        assertThatThrownBy(() -> tools.compensateOnToolErrors(true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AiServices.builder");
        tools.compensateOnToolErrors(false);
    }

    private AiServices<Assistant> service(ScriptedChatModel script) {
        return PtcAiServices.builder(Assistant.class, code).chatModel(script).tools(new Desk());
    }
}
