package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.chat.LoopFixture.code;
import static io.github.langchain4j.ptc.chat.LoopFixture.weather;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.tool.ToolExecution;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The decorated model under services that return token streams. */
class StreamingAiServiceTest {

    private static final int PATIENCE_SECONDS = 60;

    interface Assistant {

        TokenStream chat(String question);
    }

    static final class Sums {

        @Tool("Adds two numbers")
        int add(int a, int b) {
            return a + b;
        }
    }

    static class Weather {

        @Tool("The weather in a city")
        String weather(String city) {
            return "rain in " + city;
        }
    }

    /** Answers only when two calls are there at once. */
    static final class WeatherOfTwo extends Weather {

        private final CyclicBarrier both = new CyclicBarrier(2);

        @Override
        @Tool("The weather in a city")
        String weather(String city) {
            try {
                both.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return super.weather(city);
        }
    }

    /** What came out of a token stream. */
    private static final class Heard {

        final Queue<String> text = new ConcurrentLinkedQueue<>();
        final Queue<String> calls = new ConcurrentLinkedQueue<>();
        final Queue<ToolExecution> executions = new ConcurrentLinkedQueue<>();
        final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
        final CompletableFuture<ChatResponse> end = new CompletableFuture<>();

        static Heard of(TokenStream stream) {
            Heard heard = new Heard();
            stream.onPartialResponse(heard.text::add)
                    .onPartialToolCall(call -> heard.calls.add(call.index() + call.partialArguments()))
                    .onToolExecuted(heard.executions::add)
                    .onCompleteResponse(heard.end::complete)
                    .onError(error -> {
                        heard.errors.add(error);
                        heard.end.completeExceptionally(error);
                    })
                    .start();
            return heard;
        }

        ChatResponse response() throws Exception {
            return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static LocalPythonSandbox sandbox;
    private static ExecutorService threads;

    private final MessageWindowChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);

    @BeforeAll
    static void start() {
        assumeTrue(LocalPythonSandbox.isAvailable(), "no Python on this machine");
        sandbox = new LocalPythonSandbox();
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        if (sandbox != null) {
            sandbox.close();
            threads.shutdownNow();
        }
    }

    private Assistant service(StreamingChatModel model, boolean concurrently, Object... tools) {
        AiServices<Assistant> builder = AiServices.builder(Assistant.class)
                .streamingChatModel(model)
                .chatMemory(memory)
                .tools(tools);
        if (concurrently) {
            builder.executeToolsConcurrently(threads);
        }
        return builder.build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void toolsOfTheServiceAreBesideThoseOfThePrograms(boolean concurrently) throws Exception {
        Weather weather = concurrently ? new WeatherOfTwo() : new Weather();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .usage(new TokenUsage(10, 1))
                        .program("x = add(1, 2)\nx")
                        .message(AiMessage.from(weather("w1"), code("c2", "print(x + add(10, 20))"), weather("w2")))
                        .expect(request -> assertThat(lastResults(request))
                                .containsExactly(
                                        "rain in Rome",
                                        "33\n(Variables and files of this program are gone now.)",
                                        "rain in Rome"))
                        .chunk(3)
                        .answer("Rain and 33.")
                        .build();
                PtcStreamingChatModel model = PtcStreamingChatModel.builder()
                        .model(script)
                        .sandbox(sandbox)
                        .tools(new Sums())
                        .build()) {
            Heard heard = Heard.of(service(model, concurrently, weather).chat("Weather and sum?"));

            ChatResponse response = heard.response();
            assertThat(response.aiMessage().text()).isEqualTo("Rain and 33.");
            assertThat(response.tokenUsage()).isEqualTo(new TokenUsage(30, 3, 33));
            assertThat(String.join("", heard.text)).isEqualTo("Rain and 33.");
            assertThat(heard.executions)
                    .extracting(execution -> execution.request().id())
                    .containsExactlyInAnyOrder("w1", "w2");
            assertThat(heard.calls).anyMatch(call -> call.contains("add(1"));
            assertThat(heard.errors).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void programsCallTheToolsOfTheService(boolean concurrently) throws Exception {
        Weather weather = concurrently ? new WeatherOfTwo() : new Weather();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("import asyncio\n"
                                + "print(await asyncio.gather(weather(city='Rome'), weather(city='Bern')))")
                        .expect(request -> assertThat(lastResults(request))
                                .singleElement()
                                .asString()
                                .startsWith("['rain in Rome', 'rain in Bern']"))
                        .answer("Rain.")
                        .answer("Still rain.")
                        .build();
                PtcStreamingChatModel model = PtcStreamingChatModel.wrap(script, sandbox)) {
            Assistant assistant = service(model, concurrently, weather);

            Heard heard = Heard.of(assistant.chat("Weather?"));
            assertThat(heard.response().aiMessage().text()).isEqualTo("Rain.");
            assertThat(heard.executions)
                    .extracting(ToolExecution::result)
                    .containsExactlyInAnyOrder("rain in Rome", "rain in Bern");
            assertThat(heard.errors).isEmpty();
            assertThat(Heard.of(assistant.chat("And now?"))
                            .response()
                            .aiMessage()
                            .text())
                    .isEqualTo("Still rain.");
        }
    }

    @Test
    void aFailureIsTheServices() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("1 + 1")
                        .chunk(2)
                        .failAfter(1, new IllegalStateException("cable cut"))
                        .answer("Two.")
                        .build();
                PtcStreamingChatModel model = PtcStreamingChatModel.builder()
                        .model(script)
                        .sandbox(sandbox)
                        .tools(new Sums())
                        .build()) {
            Heard heard = Heard.of(service(model, false).chat("One and one?"));
            assertThat(heard.end
                            .handle((response, error) -> error.getMessage())
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo("cable cut");
            assertThat(heard.errors).hasSize(1);
        }
    }

    @Test
    void aStreamIsCancelledFromItsContext() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        Queue<String> text = new ConcurrentLinkedQueue<>();
        Queue<Object> ends = new ConcurrentLinkedQueue<>();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("1 + 1")
                        .chunk(2)
                        .answer("Two.")
                        .build();
                PtcStreamingChatModel model = PtcStreamingChatModel.builder()
                        .model(script)
                        .sandbox(sandbox)
                        .tools(new Sums())
                        .build()) {
            service(model, false)
                    .chat("One and one?")
                    .onPartialResponseWithContext((part, context) -> {
                        text.add(part.text());
                        context.streamingHandle().cancel();
                        cancelled.complete(null);
                    })
                    .onCompleteResponse(ends::add)
                    .onError(ends::add)
                    .start();
            cancelled.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(text).containsExactly("Tw");
        assertThat(ends).isEmpty();
    }
}
