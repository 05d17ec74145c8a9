package io.github.langchain4j.ptc.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The face itself: what it is made of, and what of the decorated model shows through it. */
class PtcStreamingChatModelTest {

    static final class Sums {

        @Tool("Adds two numbers")
        int add(int a, int b) {
            return a + b;
        }
    }

    /** Remembers what it is told. */
    private static final class Ears implements ChatModelListener {

        final Queue<String> heard = new ConcurrentLinkedQueue<>();

        @Override
        public void onRequest(ChatModelRequestContext context) {
            heard.add("request");
        }

        @Override
        public void onResponse(ChatModelResponseContext context) {
            heard.add("response");
        }

        @Override
        public void onError(ChatModelErrorContext context) {
            heard.add("error");
        }
    }

    @BeforeAll
    static void needPython() {
        assumeTrue(LocalPythonSandbox.isAvailable(), "no Python on this machine");
    }

    private static PtcStreamingChatModel model(ScriptedStreamingChatModel script, LocalPythonSandbox sandbox) {
        return PtcStreamingChatModel.builder()
                .model(script)
                .sandbox(sandbox)
                .tools(new Sums())
                .build();
    }

    @Test
    void theDecoratedModelsListenersHearEachOfItsCallsOnce() throws Exception {
        Ears ears = new Ears();
        StreamRecorder recorder = new StreamRecorder();
        try (LocalPythonSandbox sandbox = new LocalPythonSandbox();
                ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .listener(ears)
                        .program("add(1, 2)")
                        .answer("Three.")
                        .build();
                PtcStreamingChatModel model = model(script, sandbox)) {
            model.chat("1 + 2?", recorder);
            assertThat(recorder.response().aiMessage().text()).isEqualTo("Three.");
        }
        assertThat(ears.heard).containsExactly("request", "response", "request", "response");
    }

    @Test
    void itIsWhatTheDecoratedModelIs() {
        Ears ears = new Ears();
        ChatRequestParameters defaults =
                ChatRequestParameters.builder().modelName("m").build();
        try (LocalPythonSandbox sandbox = new LocalPythonSandbox();
                ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .listener(ears)
                        .defaultRequestParameters(defaults)
                        .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                        .provider(ModelProvider.ANTHROPIC)
                        .build();
                PtcStreamingChatModel model = model(script, sandbox)) {
            assertThat(model.listeners()).containsExactly(ears);
            assertThat(model.defaultRequestParameters()).isEqualTo(defaults);
            assertThat(model.supportedCapabilities()).containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
            assertThat(model.provider()).isEqualTo(ModelProvider.ANTHROPIC);
        }
    }

    @Test
    void aModelIsDecoratedOnce() {
        try (LocalPythonSandbox sandbox = new LocalPythonSandbox();
                ScriptedStreamingChatModel script =
                        ScriptedStreamingChatModel.builder().build();
                PtcStreamingChatModel model = model(script, sandbox)) {
            PtcStreamingChatModel.Builder again = PtcStreamingChatModel.builder()
                    .model(model)
                    .sandbox(sandbox)
                    .tools(new Sums());
            assertThatThrownBy(again::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("once");
        }
    }

    @Test
    void withoutAModelItSaysWhatIsMissing() {
        assertThatThrownBy(() -> PtcStreamingChatModel.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("model(…)");
    }

    @Test
    void aDecoratorAroundItThatSkipsListenersWorks() throws Exception {
        StreamRecorder recorder = new StreamRecorder();
        try (LocalPythonSandbox sandbox = new LocalPythonSandbox();
                ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("add(1, 2)")
                        .answer("Three.")
                        .build();
                PtcStreamingChatModel model = model(script, sandbox)) {
            model.doChat(
                    ChatRequest.builder().messages(UserMessage.from("1 + 2?")).build(), recorder);
            assertThat(recorder.response().aiMessage().text()).isEqualTo("Three.");
        }
    }

    @Test
    void callsOfProgramsComeAfterThoseOfTheModelAndShareNoIndexWithThem() throws Exception {
        ToolSpecification direct = LoopFixture.weather().toBuilder()
                .metadata(Map.of("allowed_callers", List.of("direct")))
                .build();
        ToolSpecification budget = ToolSpecification.builder()
                .name("budget")
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("team")
                        .required("team")
                        .build())
                .build();
        StreamRecorder recorder = new StreamRecorder();
        try (LocalPythonSandbox sandbox = new LocalPythonSandbox();
                ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .chunk(100)
                        .message(AiMessage.from(
                                LoopFixture.code(
                                        "c1",
                                        "import asyncio\nawait asyncio.gather(budget(team='a'), budget(team='b'))"),
                                LoopFixture.weather("w1")))
                        .build();
                PtcStreamingChatModel model = PtcStreamingChatModel.wrap(script, sandbox)) {
            model.chat(
                    ChatRequest.builder()
                            .messages(UserMessage.from("Go"))
                            .toolSpecifications(direct, budget)
                            .build(),
                    recorder);
            AiMessage asking = recorder.response().aiMessage();
            assertThat(recorder.texts("called"))
                    .hasSize(3)
                    .satisfies(called -> assertThat(called.get(0)).isEqualTo("1 weather w1"))
                    .satisfies(called -> assertThat(called.get(1)).startsWith("2 budget ptc_"))
                    .satisfies(called -> assertThat(called.get(2)).startsWith("3 budget ptc_"));
            assertThat(asking.toolExecutionRequests())
                    .extracting(request -> request.name())
                    .containsExactly("weather", "budget", "budget");
            assertThat(recorder.events()).endsWith("response null");
        }
    }

    @Test
    void closingEndsTheProgramsThatRun() throws Exception {
        StreamRecorder recorder = new StreamRecorder();
        try (WatchedSandbox sandbox = new WatchedSandbox();
                ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("print('on')\nimport time\ntime.sleep(1000)")
                        .build()) {
            Queue<Thread> running = new ConcurrentLinkedQueue<>();
            CountDownLatch printed = new CountDownLatch(1);
            PtcStreamingChatModel model = PtcStreamingChatModel.builder()
                    .model(script)
                    .sandbox(sandbox)
                    .tools(new Sums())
                    .listener(new PtcListener() {
                        @Override
                        public void programStarted(String session, int number, String code) {
                            running.add(Thread.currentThread());
                            printed.countDown();
                        }
                    })
                    .build();
            model.chat("Go", recorder);
            printed.await();
            model.close();
            assertThat(recorder.error()).hasMessageContaining("closed");
            running.remove().join();
            sandbox.awaitAllDead();
            assertThat(recorder.texts("error")).hasSize(1);
        }
    }
}
