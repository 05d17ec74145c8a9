package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.guardrail.OutputGuardrails;
import dev.langchain4j.service.tool.ToolExecution;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.quarkus.runtime.ProgramObserver;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkiverse.langchain4j.runtime.aiservice.ChatEvent;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@ActivateRequestContext
class StreamingTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION =
            new QuarkusUnitTest().withApplicationRoot(archive -> archive.addClasses(EchoModel.class, Orders.class));

    @ApplicationScoped
    static class Waiting {

        static final Semaphore BEGUN = new Semaphore(0);
        static final Semaphore ANSWER = new Semaphore(0);

        @Tool("Takes its time")
        String sleep(String name) throws InterruptedException {
            BEGUN.release();
            ANSWER.acquire();
            return name;
        }
    }

    @ApplicationScoped
    static class Quick {

        private final AtomicInteger numbers = new AtomicInteger();

        @NonBlocking
        @Tool("The next number")
        int number() {
            return numbers.incrementAndGet();
        }

        @NonBlocking
        @Tool("The same text")
        String echo(String text) {
            return text;
        }
    }

    @RegisterAiService(
            chatLanguageModelSupplier = EchoModel.Blocking.class,
            streamingChatLanguageModelSupplier = EchoModel.Streaming.class,
            tools = {Orders.class, Waiting.class})
    interface Assistant {

        Multi<String> tokens(String question);

        Multi<ChatEvent> events(String question);

        TokenStream stream(String question);

        String chat(String question);
    }

    @RegisterAiService(
            chatLanguageModelSupplier = EchoModel.Blocking.class,
            streamingChatLanguageModelSupplier = EchoModel.OnEventLoop.class,
            tools = Quick.class)
    @ApplicationScoped
    interface NonBlockingAssistant {

        Multi<String> tokens(String question);

        TokenStream stream(String question);

        @OutputGuardrails(value = SecondTry.class, maxRetries = 1)
        Multi<String> guarded(String question);
    }

    @ApplicationScoped
    static class SecondTry implements OutputGuardrail {

        static final List<String> SEEN = new CopyOnWriteArrayList<>();

        @Override
        public OutputGuardrailResult validate(AiMessage answer) {
            SEEN.add(answer.text());
            return SEEN.stream().distinct().count() > 1 ? success() : retry("once more");
        }
    }

    /** Knows where programs run, and how they end. */
    @ApplicationScoped
    static class Observer implements ProgramObserver, PtcListener {

        static final List<Boolean> ON_EVENT_LOOP = new CopyOnWriteArrayList<>();
        static final BlockingQueue<Outcome> OUTCOMES = new LinkedBlockingQueue<>();

        @Override
        public PtcListener observe(InvocationContext invocation) {
            ON_EVENT_LOOP.add(Context.isOnEventLoopThread());
            return this;
        }

        @Override
        public void programEnded(String session, ProgramReport report) {
            OUTCOMES.add(report.outcome());
        }
    }

    @Inject
    Assistant assistant;

    @Inject
    NonBlockingAssistant nonBlocking;

    @Inject
    Vertx vertx;

    private <T> T onEventLoop(Callable<T> action) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        vertx.runOnContext(ignored -> {
            try {
                result.complete(action.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(30, TimeUnit.SECONDS);
    }

    private static <T> List<T> all(Multi<T> stream) {
        return stream.collect().asList().await().atMost(java.time.Duration.ofSeconds(30));
    }

    private static String answer(TokenStream stream) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        stream.onPartialResponse(token -> {})
                .onCompleteResponse(
                        response -> answer.complete(response.aiMessage().text()))
                .onError(answer::completeExceptionally)
                .start();
        return answer.get(30, TimeUnit.SECONDS);
    }

    @Test
    void tokensArrive() {
        assertThat(all(assistant.tokens(Orders.PROGRAM))).containsExactly("42.0 ", "Hello ", "you!");
    }

    @Test
    void eventsTellOfTheProgramAndOfTheToolsThatItCalls() {
        List<String> events = all(assistant.events("print(greet('you'))")).stream()
                .map(StreamingTest::told)
                .toList();
        assertThat(events)
                .containsExactly(
                        "IntermediateResponse",
                        "BeforeToolExecution execute_python",
                        "BeforeToolExecution greet",
                        "ToolExecuted greet \"Hello you!\"",
                        "ToolExecuted execute_python Hello you!",
                        "PartialResponse",
                        "PartialResponse",
                        "Completed");
    }

    private static String told(ChatEvent event) {
        if (event instanceof ChatEvent.BeforeToolExecutionEvent before) {
            return event.getEventType() + " " + before.getRequest().name();
        }
        if (event instanceof ChatEvent.ToolExecutedEvent executed) {
            ToolExecution execution = executed.getExecution();
            return event.getEventType() + " " + execution.request().name() + " " + execution.result();
        }
        return event.getEventType().toString();
    }

    @Test
    void aTokenStreamTellsOfTheToolsThatAProgramCalls() throws Exception {
        List<String> executed = new CopyOnWriteArrayList<>();
        TokenStream stream = assistant.stream("print(greet('you'))")
                .onToolExecuted(execution -> executed.add(execution.request().name()));
        assertThat(answer(stream)).isEqualTo("Hello you!");
        assertThat(executed).containsExactly("greet", "execute_python");
    }

    @Test
    void noProgramRunsOnAnEventLoop() throws Exception {
        Observer.ON_EVENT_LOOP.clear();
        assertThat(String.join("", all(nonBlocking.tokens("print(echo('a'))")))).isEqualTo("a");
        assertThat(answer(nonBlocking.stream("print(echo('b'))"))).isEqualTo("b");
        assertThat(String.join("", all(onEventLoop(() -> nonBlocking.tokens("print(echo('c'))")))))
                .isEqualTo("c");
        CompletableFuture<List<String>> subscribed = new CompletableFuture<>();
        onEventLoop(() -> nonBlocking
                .tokens("print(echo('d'))")
                .collect()
                .asList()
                .subscribe()
                .with(subscribed::complete, subscribed::completeExceptionally));
        assertThat(String.join("", subscribed.get(30, TimeUnit.SECONDS))).isEqualTo("d");
        assertThat(Observer.ON_EVENT_LOOP).hasSize(4).containsOnly(false);
    }

    @Test
    void aBlockingCallOnAnEventLoopFailsBeforeTheModelIsAsked() {
        EchoModel.REQUESTS.clear();
        assertThatThrownBy(() -> onEventLoop(() -> {
                    io.quarkus.arc.ManagedContext request =
                            io.quarkus.arc.Arc.container().requestContext();
                    request.activate();
                    try {
                        return assistant.chat(Orders.PROGRAM);
                    } finally {
                        request.terminate();
                    }
                }))
                .hasMessageContaining("Assistant.chat was called on an event loop thread")
                .hasMessageContaining("@Blocking");
        assertThat(EchoModel.REQUESTS).isEmpty();
    }

    @Test
    void cancellingTheStreamEndsTheProgram() throws Exception {
        Observer.OUTCOMES.clear();
        for (boolean events : List.of(false, true)) {
            String question = "sleep('well')\nsleep('on')";
            Multi<?> stream = events ? assistant.events(question) : assistant.tokens(question);
            CompletableFuture<Cancellable> subscription = new CompletableFuture<>();
            Thread subscriber =
                    new Thread(() -> subscription.complete(stream.runSubscriptionOn(task -> new Thread(task).start())
                            .subscribe()
                            .with(item -> {})));
            subscriber.start();
            assertThat(Waiting.BEGUN.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            subscription.get(30, TimeUnit.SECONDS).cancel();
            assertThat(Observer.OUTCOMES.poll(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
            Waiting.ANSWER.release();
        }
        assertThat(Waiting.BEGUN.tryAcquire()).isFalse();
    }

    @Test
    void aGuardrailCanHaveTheAnswerMadeOnceMore() {
        SecondTry.SEEN.clear();
        assertThat(String.join("", all(nonBlocking.guarded("print('number', number())"))))
                .isEqualTo(SecondTry.SEEN.get(SecondTry.SEEN.size() - 1));
        assertThat(SecondTry.SEEN.stream().distinct()).hasSize(2).allMatch(answer -> answer.startsWith("number "));
    }
}
