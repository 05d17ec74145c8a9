package io.github.langchain4j.ptc.faces;

import static io.github.langchain4j.ptc.faces.Face.STREAMING;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.moderation.ModerationRequest;
import dev.langchain4j.model.moderation.ModerationResponse;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.observability.api.listener.ToolExecutedEventListener;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Moderate;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.search.simple.SimpleToolSearchStrategy;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.util.List;
import java.util.Map;
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

/** A decorated streaming model with tools of its own as the model of an AI service that returns token streams. */
class StreamingFaceTest {

    private static final String NOT_SEEN = "no: the service does not see the calls of programs; a `PtcListener` does";
    private static final String REFUSED = "refused when the model is built";
    private static final int PATIENCE_SECONDS = 60;

    interface Assistant {

        TokenStream chat(String question);
    }

    interface Moderated {

        @Moderate
        TokenStream chat(String question);
    }

    static class Debts {

        final Queue<String> asked = new ConcurrentLinkedQueue<>();

        @Tool("What a person owes")
        int owed(String person) {
            asked.add(person);
            if (person.equals("nobody")) {
                throw new IllegalArgumentException("There is no such person");
            }
            return person.length() * 100;
        }
    }

    private static LocalPythonSandbox sandbox;

    private final Debts debts = new Debts();
    private final Queue<InnerCall> calls = new ConcurrentLinkedQueue<>();
    private final Queue<Object> seen = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        assumeTrue(LocalPythonSandbox.isAvailable(), "no Python on this machine");
        sandbox = new LocalPythonSandbox();
    }

    @AfterAll
    static void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private PtcStreamingChatModel decorated(ScriptedStreamingChatModel model) {
        return builder(model, debts).build();
    }

    private PtcStreamingChatModel.Builder builder(ScriptedStreamingChatModel model, Object... tools) {
        return PtcStreamingChatModel.builder()
                .model(model)
                .sandbox(sandbox)
                .tools(tools)
                .listener(new PtcListener() {
                    @Override
                    public void toolAnswered(String session, InnerCall call) {
                        calls.add(call);
                    }
                });
    }

    private static AiServices<Assistant> service(PtcStreamingChatModel model) {
        return AiServices.builder(Assistant.class).streamingChatModel(model);
    }

    /** Reads a stream to its end. */
    private static String read(TokenStream stream) throws Exception {
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        stream.onPartialResponse(text -> {})
                .onCompleteResponse(end::complete)
                .onError(end::completeExceptionally)
                .start();
        return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS).aiMessage().text();
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.MODERATION,
            says = "no: streaming services of LangChain4j do not look at the verdict")
    void theVerdictOfModerationIsNotLookedAt() throws Exception {
        ModerationModel flagging = new ModerationModel() {
            @Override
            public ModerationResponse doModerate(ModerationRequest request) {
                return ModerationResponse.builder()
                        .moderation(Moderation.flagged("bad"))
                        .build();
            }
        };
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("owed('Ann')")
                        .answer("300")
                        .build();
                PtcStreamingChatModel model = decorated(script)) {
            Moderated assistant = AiServices.builder(Moderated.class)
                    .streamingChatModel(model)
                    .moderationModel(flagging)
                    .build();
            assertThat(read(assistant.chat("bad"))).isEqualTo("300");
        }
        assertThat(debts.asked).containsExactly("Ann");
    }

    @Test
    @Cell(face = STREAMING, feature = Feature.TOOL_EXECUTIONS, says = NOT_SEEN)
    @Cell(face = STREAMING, feature = Feature.EVENTS, says = NOT_SEEN)
    @Cell(face = STREAMING, feature = Feature.CALLBACKS, says = NOT_SEEN)
    void onlyAListenerOfOursSeesTheCallsOfPrograms() throws Exception {
        ToolExecutedEventListener listener = new ToolExecutedEventListener() {
            @Override
            public void onEvent(ToolExecutedEvent event) {
                seen.add(event);
            }
        };
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("owed('Ann') + owed('Eve')")
                        .answer("600")
                        .build();
                PtcStreamingChatModel model = decorated(script)) {
            Assistant assistant = service(model)
                    .beforeToolExecution(seen::add)
                    .afterToolExecution(seen::add)
                    .registerListener(listener)
                    .build();
            read(assistant.chat("How much?").beforeToolExecution(seen::add).onToolExecuted(seen::add));
        }
        assertThat(seen).isEmpty();
        assertThat(calls).extracting(InnerCall::tool).containsExactly("owed", "owed");
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.ERROR_HANDLERS,
            says = "not asked: a failed tool is a `ToolError` in the program, with the exception's message")
    void aFailedToolIsTheProgramsToHandle() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("""
                                try:
                                    owed("nobody")
                                except ToolError as error:
                                    print("caught", error)""")
                        .expect(request -> assertThat(lastResults(request))
                                .singleElement()
                                .asString()
                                .contains("caught", "There is no such person"))
                        .answer("Nobody.")
                        .build();
                PtcStreamingChatModel model = decorated(script)) {
            Assistant assistant = service(model)
                    .toolExecutionErrorHandler((error, context) -> {
                        seen.add(error);
                        throw new AssertionError(error);
                    })
                    .build();
            assertThat(read(assistant.chat("Who?"))).isEqualTo("Nobody.");
        }
        assertThat(seen).isEmpty();
    }

    static final class Remembering {

        @Tool("What was said")
        String recall(@ToolMemoryId String memory) {
            return memory;
        }
    }

    static final class Parametrised {

        @Tool("Who asks")
        String who(InvocationParameters parameters) {
            return parameters.get("user");
        }
    }

    static final class Contextual {

        @Tool("Who asks")
        String who(InvocationContext context) {
            return context.methodName();
        }
    }

    static final class Immediate {

        @Tool(value = "Answers the user", returnBehavior = ReturnBehavior.IMMEDIATE)
        String answer(String text) {
            return text;
        }
    }

    @Test
    @Cell(face = STREAMING, feature = Feature.MEMORY_ID, says = REFUSED)
    @Cell(face = STREAMING, feature = Feature.INVOCATION, says = REFUSED)
    @Cell(face = STREAMING, feature = Feature.IMMEDIATE, says = REFUSED)
    void toolsThatOnlyAServiceCanServeAreRefused() {
        try (ScriptedStreamingChatModel script =
                ScriptedStreamingChatModel.builder().build()) {
            for (Object tools : List.of(new Remembering(), new Parametrised(), new Contextual(), new Immediate())) {
                assertThatThrownBy(() -> builder(script, debts, tools).build())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("an AI service");
            }
        }
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.CHAT_MEMORY,
            says =
                    "question and answer; programs and their output travel in the answer's attributes, and the model sees"
                            + " them again")
    void memoryHoldsQuestionAndAnswer() throws Exception {
        MessageWindowChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("owed('Ann')")
                        .answer("300")
                        .expect(request -> assertThat(request.messages()).hasSize(5))
                        .answer("Ann.")
                        .build();
                PtcStreamingChatModel model = decorated(script)) {
            Assistant assistant = service(model).chatMemory(memory).build();
            read(assistant.chat("How much?"));
            assertThat(memory.messages()).hasSize(2).first().isEqualTo(UserMessage.from("How much?"));
            assertThat(memory.messages().get(1)).isInstanceOfSatisfying(AiMessage.class, answer -> {
                assertThat(answer.text()).isEqualTo("300");
                assertThat(answer.hasToolExecutionRequests()).isFalse();
                assertThat(answer.attributes().toString()).contains("owed('Ann')");
            });
            read(assistant.chat("Who?"));
        }
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.STREAMING,
            says =
                    "text and thinking of all model calls, and programs while they are written; can be cancelled at any time")
    void everythingStreams() throws Exception {
        Queue<String> text = new ConcurrentLinkedQueue<>();
        Queue<String> thinking = new ConcurrentLinkedQueue<>();
        Queue<String> programs = new ConcurrentLinkedQueue<>();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .chunk(4)
                        .message(AiMessage.builder()
                                .thinking("A program.")
                                .text("Let me see. ")
                                .toolExecutionRequests(List.of(request("c1", "execute_python", "{\"code\":\"1\"}")))
                                .build())
                        .answer("Ann, 300.")
                        .build();
                PtcStreamingChatModel model = decorated(script)) {
            CompletableFuture<ChatResponse> cancelled = new CompletableFuture<>();
            service(model)
                    .build()
                    .chat("Who?")
                    .onPartialThinking(part -> thinking.add(part.text()))
                    .onPartialToolCall(part -> programs.add(part.partialArguments()))
                    .onPartialResponseWithContext((part, context) -> {
                        text.add(part.text());
                        if (text.size() == 4) {
                            context.streamingHandle().cancel();
                            cancelled.complete(null);
                        }
                    })
                    .onCompleteResponse(seen::add)
                    .onError(seen::add)
                    .start();
            cancelled.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(String.join("", thinking)).isEqualTo("A program.");
        assertThat(String.join("", programs)).isEqualTo("{\"code\":\"1\"}");
        assertThat(text).containsExactly("Let ", "me s", "ee. ", "Ann,");
        assertThat(seen).isEmpty();
    }

    /** Answers only when two calls are there at once. */
    static final class DebtsOfTwo extends Debts {

        private final CyclicBarrier both = new CyclicBarrier(2);

        @Override
        @Tool("What a person owes")
        int owed(String person) {
            try {
                both.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return super.owed(person);
        }
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.PARALLEL,
            says = "yes, with `executeToolsConcurrently(executor)`; the service's own tools as it says itself")
    void callsOfOneProgramRunAtOnce() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("import asyncio\nsum(await asyncio.gather(owed('Ann'), owed('Eve')))")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).startsWith("600"))
                        .message(AiMessage.from(
                                request("w1", "weather", "{\"city\":\"Rome\"}"),
                                request("w2", "weather", "{\"city\":\"Bern\"}")))
                        .answer("600")
                        .build();
                PtcStreamingChatModel model = builder(script, new DebtsOfTwo())
                        .executeToolsConcurrently(threads)
                        .build()) {
            Assistant assistant = service(model)
                    .tools(new WeatherOfTwo())
                    .executeToolsConcurrently(threads)
                    .build();
            assertThat(read(assistant.chat("How much, and the weather?"))).isEqualTo("600");
        } finally {
            threads.shutdownNow();
        }
    }

    static final class WeatherOfTwo {

        private final CyclicBarrier both = new CyclicBarrier(2);

        @Tool("The weather in a city")
        String weather(String city) throws Exception {
            both.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return "rain in " + city;
        }
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.ROUNDS,
            says = "programs use none of the service's rounds; `maxRounds` bounds the model calls of one `chat`")
    void programsUseNoRoundsOfTheService() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("owed('Ann')")
                        .program("owed('Bob')")
                        .program("owed('Eve')")
                        .expect(request -> assertThat(request.toolChoice())
                                .as("tools in the last of maxRounds")
                                .isEqualTo(ToolChoice.NONE))
                        .answer("900")
                        .build();
                PtcStreamingChatModel model =
                        builder(script, debts).maxRounds(4).build()) {
            Assistant assistant =
                    service(model).maxSequentialToolsInvocations(1).build();
            assertThat(read(assistant.chat("How much?"))).isEqualTo("900");
        }
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.VARIABLES,
            says = "for one `chat`; with `sessionScope(CONVERSATION)` from question to question, given a chat memory")
    void variablesLiveOnInTheConversation() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("x = owed('Ann')")
                        .answer("Noted.")
                        .program("x")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).startsWith("300"))
                        .answer("300")
                        .build();
                PtcStreamingChatModel model = builder(script, debts)
                        .sessionScope(SessionScope.CONVERSATION)
                        .build()) {
            Assistant assistant = service(model)
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                    .build();
            read(assistant.chat("Look"));
            assertThat(read(assistant.chat("How much?"))).isEqualTo("300");
        }
    }

    private static ToolExecutionRequest request(String id, String name, String arguments) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name(name)
                .arguments(arguments)
                .build();
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.TOOL_PROVIDER,
            says = "its tools stay ordinary tools of the service, beside the code tool")
    void toolsOfAProviderStayOrdinaryTools() throws Exception {
        ToolSpecification clock = ToolSpecification.builder()
                .name("clock")
                .description("The time")
                .build();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .expect(request -> assertThat(request.toolSpecifications())
                                .extracting(ToolSpecification::name)
                                .containsExactlyInAnyOrder("clock", "execute_python"))
                        .message(AiMessage.from(request("c1", "clock", "{}")))
                        .expect(request -> assertThat(lastResults(request)).containsExactly("noon"))
                        .program("clock()")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).contains("NameError"))
                        .answer("Noon.")
                        .build();
                PtcStreamingChatModel model = decorated(script)) {
            Assistant assistant = service(model)
                    .toolProvider(request -> new ToolProviderResult(Map.of(clock, (call, memory) -> "noon")))
                    .build();
            assertThat(read(assistant.chat("What time is it?"))).isEqualTo("Noon.");
        }
    }

    static final class Weather {

        @Tool("The weather in a city")
        String weather(String city) {
            return "rain in " + city;
        }
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.TOOL_SEARCH,
            says = "the service's for its own tools; `search_tools(…)` in programs for those of the model")
    void theServiceSearchesItsToolsAndProgramsTheirs() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .message(AiMessage.from(request("s1", "tool_search_tool", "{\"terms\": [\"weather\"]}")))
                        .expect(request -> assertThat(request.toolSpecifications())
                                .extracting(ToolSpecification::name)
                                .contains("weather", "execute_python"))
                        .program("print(search_tools('owes'))")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).contains("def owed("))
                        .answer("Done.")
                        .build();
                PtcStreamingChatModel model = decorated(script)) {
            Assistant assistant = service(model)
                    .tools(new Weather())
                    .toolSearchStrategy(new SimpleToolSearchStrategy())
                    .build();
            assertThat(read(assistant.chat("What is there?"))).isEqualTo("Done.");
        }
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.STRUCTURED_OUTPUTS,
            says = "token streams have no types; the response format of a `ChatRequest` goes with each model call")
    void theResponseFormatGoesWithEachRequest() throws Exception {
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .expect(request -> assertThat(request.responseFormat()).isEqualTo(ResponseFormat.JSON))
                        .program("owed('Ann')")
                        .expect(request -> assertThat(request.responseFormat()).isEqualTo(ResponseFormat.JSON))
                        .answer("{\"owes\":300}")
                        .build();
                PtcStreamingChatModel model = decorated(script)) {
            ChatRequest request = ChatRequest.builder()
                    .messages(UserMessage.from("Who?"))
                    .responseFormat(ResponseFormat.JSON)
                    .build();
            model.chat(request, new StreamingChatResponseHandler() {
                @Override
                public void onCompleteResponse(ChatResponse response) {
                    end.complete(response);
                }

                @Override
                public void onError(Throwable error) {
                    end.completeExceptionally(error);
                }
            });
            assertThat(end.get(PATIENCE_SECONDS, TimeUnit.SECONDS).aiMessage().text())
                    .isEqualTo("{\"owes\":300}");
        }
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.GUARDRAILS,
            says = "of the service: they see question and answer; a reprompt can lead to more programs")
    void guardrailsSeeQuestionAndAnswer() throws Exception {
        InputGuardrail input = new InputGuardrail() {
            @Override
            public InputGuardrailResult validate(UserMessage question) {
                seen.add(question.singleText());
                return success();
            }
        };
        OutputGuardrail output = new OutputGuardrail() {
            @Override
            public OutputGuardrailResult validate(AiMessage answer) {
                seen.add(answer.text());
                return answer.text().contains("300") ? success() : reprompt("no number", "Say the number");
            }
        };
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("print('computing')")
                        .answer("Much.")
                        .program("owed('Ann')")
                        .answer("300")
                        .build();
                PtcStreamingChatModel model = decorated(script)) {
            Assistant assistant = service(model)
                    .inputGuardrails(input)
                    .outputGuardrails(output)
                    .build();
            assertThat(read(assistant.chat("How much?"))).isEqualTo("300");
        }
        assertThat(seen).containsExactly("How much?", "Much.", "300");
        assertThat(debts.asked).containsExactly("Ann");
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.SERVICE_CHANGES,
            says = "only its model; the tools of programs move to `PtcStreamingChatModel`, or stay with `wrap(…)`")
    void aServiceChangesOnlyItsModel() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program("owed('Ann')")
                        .answer("300")
                        .program("owed('Eve')")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).startsWith("300"))
                        .answer("300, too")
                        .build();
                PtcStreamingChatModel model = decorated(script);
                PtcStreamingChatModel wrapped = PtcStreamingChatModel.wrap(script, sandbox)) {
            assertThat(read(service(model).build().chat("How much?"))).isEqualTo("300");
            assertThat(read(service(wrapped).tools(debts).build().chat("And Eve?")))
                    .isEqualTo("300, too");
        }
        assertThat(debts.asked).containsExactly("Ann", "Eve");
    }
}
