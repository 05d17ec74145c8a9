package io.github.langchain4j.ptc.faces;

import static io.github.langchain4j.ptc.faces.Face.THROUGH_CALLER;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.moderation.ModerationRequest;
import dev.langchain4j.model.moderation.ModerationResponse;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.observability.api.listener.ToolExecutedEventListener;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Moderate;
import dev.langchain4j.service.ModerationException;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.tool.ToolErrorHandlerResult;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.search.simple.SimpleToolSearchStrategy;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A decorated model without tools of its own, in an AI service that has them and knows nothing of programs. */
@RequiresPython
class ThroughCallerFaceTest {

    private static final String SEEN = "yes: each call of a program is an ordinary tool call of the service";

    interface Assistant {

        Result<String> chat(String question);
    }

    interface Moderated {

        @Moderate
        String chat(String question);
    }

    interface Parametrised {

        String chat(@dev.langchain4j.service.UserMessage String question, InvocationParameters parameters);
    }

    interface Streaming {

        TokenStream chat(String question);
    }

    record Debtor(String name, int owes) {}

    interface Clerk {

        Debtor find(String question);
    }

    static final class Debts {

        final Queue<String> asked = new ConcurrentLinkedQueue<>();
        final CyclicBarrier together = new CyclicBarrier(3);

        @Tool("What a person owes")
        int owed(String person) {
            asked.add(person);
            if (person.equals("nobody")) {
                throw new IllegalArgumentException("There is no such person");
            }
            return person.length() * 100;
        }

        @Tool("Returns when three are there")
        String meet(String person) throws Exception {
            together.await(30, TimeUnit.SECONDS);
            return person;
        }
    }

    private static LocalPythonSandbox sandbox;

    private final Debts debts = new Debts();

    @BeforeAll
    static void start() {
        sandbox = new LocalPythonSandbox();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static PtcChatModel.Builder builder(ChatModel model) {
        return PtcChatModel.builder().model(model).sandbox(sandbox).describe(Debts.class);
    }

    private AiServices<Assistant> service(ChatModel model) {
        return AiServices.builder(Assistant.class).chatModel(model).tools(debts);
    }

    private static ScriptedChatModel.Builder playing(String program, String result) {
        return ScriptedChatModel.builder()
                .program(program)
                .expect(request -> assertThat(lastResults(request)).containsExactly(result))
                .answer("Done.");
    }

    @Test
    @Cell(
            face = THROUGH_CALLER,
            feature = Feature.MODERATION,
            says = "yes for tools, which the service runs after the verdict; the program itself starts before it")
    void toolsRunAfterTheVerdict() {
        ModerationModel flagging = new ModerationModel() {
            @Override
            public ModerationResponse doModerate(ModerationRequest request) {
                return ModerationResponse.builder()
                        .moderation(Moderation.flagged("bad"))
                        .build();
            }
        };
        try (ScriptedChatModel script =
                        ScriptedChatModel.builder().program("owed('Ann')").build();
                PtcChatModel model = builder(script).build()) {
            Moderated assistant = AiServices.builder(Moderated.class)
                    .chatModel(model)
                    .tools(debts)
                    .moderationModel(flagging)
                    .build();
            assertThatThrownBy(() -> assistant.chat("bad")).isInstanceOf(ModerationException.class);
        }
        assertThat(debts.asked).isEmpty();
    }

    @Test
    @Cell(face = THROUGH_CALLER, feature = Feature.TOOL_EXECUTIONS, says = SEEN)
    @Cell(face = THROUGH_CALLER, feature = Feature.EVENTS, says = SEEN)
    @Cell(face = THROUGH_CALLER, feature = Feature.CALLBACKS, says = SEEN)
    @Cell(
            face = THROUGH_CALLER,
            feature = Feature.SERVICE_CHANGES,
            says = "only its model; `describe(…)` tells the model what tools return")
    void theServiceSeesTheCallsOfPrograms() {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        ToolExecutedEventListener listener = new ToolExecutedEventListener() {
            @Override
            public void onEvent(ToolExecutedEvent event) {
                seen.add("event " + event.request().name() + " " + event.resultText());
            }
        };
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print(int(owed('Ann')) + int(owed('Anna')))")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("700"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = PtcChatModel.wrap(script, sandbox)) {
            Assistant assistant = service(model)
                    .beforeToolExecution(
                            before -> seen.add("before " + before.request().arguments()))
                    .afterToolExecution(after -> seen.add("after " + after.result()))
                    .registerListener(listener)
                    .build();
            assertThat(assistant.chat("How much?").toolExecutions())
                    .extracting(execution -> execution.request().name() + " " + execution.result())
                    .containsExactly("owed 300", "owed 400");
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "before {\"person\":\"Ann\"}",
                        "after 300",
                        "event owed 300",
                        "before {\"person\":\"Anna\"}",
                        "after 400",
                        "event owed 400");
    }

    @Test
    @Cell(
            face = THROUGH_CALLER,
            feature = Feature.ERROR_HANDLERS,
            says = "yes, the service's; what they say is a `ToolError` in the program")
    void errorHandlersAreAsked() {
        try (ScriptedChatModel script = playing(
                                "try:\n    owed('nobody')\nexcept ToolError as error:\n    print('it said', 'sorry' in"
                                        + " str(error))",
                                "it said True")
                        .build();
                PtcChatModel model = builder(script).build()) {
            Assistant assistant = service(model)
                    .toolExecutionErrorHandler(
                            (error, context) -> ToolErrorHandlerResult.text("sorry: " + error.getMessage()))
                    .build();
            assertThat(assistant.chat("Who?").content()).isEqualTo("Done.");
        }
    }

    static final class Personal {

        final Queue<String> asked = new ConcurrentLinkedQueue<>();

        @Tool("Asks somebody")
        String ask(String what, @ToolMemoryId int memory) {
            asked.add(memory + " " + what);
            return "ok";
        }

        @Tool("Who asks")
        String who(InvocationParameters parameters) {
            return parameters.get("user");
        }
    }

    interface WithMemory {

        String chat(@MemoryId int memory, @dev.langchain4j.service.UserMessage String question);
    }

    @Test
    @Cell(face = THROUGH_CALLER, feature = Feature.MEMORY_ID, says = "yes, the service's")
    void toolsGetTheMemoryId() {
        Personal personal = new Personal();
        try (ScriptedChatModel script =
                        playing("print(ask('a'), ask('b'))", "ok ok").build();
                PtcChatModel model = PtcChatModel.wrap(script, sandbox)) {
            WithMemory assistant = AiServices.builder(WithMemory.class)
                    .chatModel(model)
                    .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                    .tools(personal)
                    .build();
            assertThat(assistant.chat(7, "Ask")).isEqualTo("Done.");
        }
        assertThat(personal.asked).containsExactly("7 a", "7 b");
    }

    @Test
    @Cell(face = THROUGH_CALLER, feature = Feature.INVOCATION, says = "yes, the service's")
    void toolsGetTheInvocationParameters() {
        try (ScriptedChatModel script = playing("print(who())", "Eve").build();
                PtcChatModel model = PtcChatModel.wrap(script, sandbox)) {
            Parametrised assistant = AiServices.builder(Parametrised.class)
                    .chatModel(model)
                    .tools(new Personal())
                    .build();
            assertThat(assistant.chat("Who am I?", InvocationParameters.from("user", "Eve")))
                    .isEqualTo("Done.");
        }
    }

    @Test
    @Cell(
            face = THROUGH_CALLER,
            feature = Feature.CHAT_MEMORY,
            says =
                    "question, answer and, between them, the calls of programs as messages of their own, at least 10 must"
                            + " fit; programs travel in attributes, and the model sees them again")
    void memoryHoldsTheCallsToo() {
        MessageWindowChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print(owed('Ann'))")
                        .answer("300")
                        .expect(request -> assertThat(request.messages()).hasSize(5))
                        .answer("Ann.")
                        .build();
                PtcChatModel model = builder(script).build()) {
            Assistant assistant = service(model).chatMemory(memory).build();
            assistant.chat("How much?");
            List<ChatMessage> held = memory.messages();
            assertThat(held).hasSize(4).first().isEqualTo(UserMessage.from("How much?"));
            assertThat(((AiMessage) held.get(1)).toolExecutionRequests())
                    .extracting(ToolExecutionRequest::name)
                    .containsExactly("owed");
            assertThat(held.get(2)).isInstanceOf(ToolExecutionResultMessage.class);
            assertThat(((AiMessage) held.get(3)).attributes().toString()).contains("owed('Ann')");
            assistant.chat("Who?");
        }
    }

    @Test
    @Cell(face = THROUGH_CALLER, feature = Feature.STREAMING, says = "no: `PtcStreamingChatModel` does it")
    void aServiceThatStreamsNeedsAnotherModel() {
        try (ScriptedChatModel script = ScriptedChatModel.builder().build();
                PtcChatModel model = PtcChatModel.wrap(script, sandbox)) {
            assertThatThrownBy(() -> AiServices.create(Streaming.class, model).chat("How much?"))
                    .isInstanceOf(Exception.class)
                    .hasMessageContaining("streaming");
        }
    }

    static final class Immediate {

        @Tool(value = "Answers the user", returnBehavior = ReturnBehavior.IMMEDIATE)
        String answer(String text) {
            return text;
        }
    }

    @Test
    @Cell(
            face = THROUGH_CALLER,
            feature = Feature.IMMEDIATE,
            says = "yes with `describe(…)`: such tools stay beside the code tool; without it, programs may call them")
    void immediateToolsThatAreDescribedStayOrdinaryTools() {
        ToolExecutionRequest request = ToolExecutionRequest.builder()
                .id("a1")
                .name("answer")
                .arguments("{\"text\":\"Hello.\"}")
                .build();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(asked -> assertThat(asked.toolSpecifications())
                                .extracting(ToolSpecification::name)
                                .containsExactlyInAnyOrder("answer", "execute_python"))
                        .message(AiMessage.from(request))
                        .expect(asked -> assertThat(asked.toolSpecifications())
                                .extracting(ToolSpecification::name)
                                .containsExactly("execute_python"))
                        .answer("Done.")
                        .build();
                PtcChatModel described =
                        builder(script).describe(Immediate.class).build();
                PtcChatModel unknown = PtcChatModel.wrap(script, sandbox)) {
            Result<String> result = AiServices.builder(Assistant.class)
                    .chatModel(described)
                    .tools(debts, new Immediate())
                    .build()
                    .chat("Hello?");
            assertThat(result.toolExecutions())
                    .singleElement()
                    .matches(execution -> execution.result().equals("Hello."));
            AiServices.builder(Assistant.class)
                    .chatModel(unknown)
                    .tools(debts, new Immediate())
                    .build()
                    .chat("Hello?");
        }
    }

    @Test
    @Cell(
            face = THROUGH_CALLER,
            feature = Feature.PARALLEL,
            says = "yes, with the service's `executeToolsConcurrently(…)`, up to `callsPerPause` (8) at once")
    void theServiceRunsTheCallsOfAPauseAtOnce() {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (ScriptedChatModel script = playing(
                                "print(await asyncio.gather(meet('a'), meet('b'), meet('c')))", "['a', 'b', 'c']")
                        .build();
                PtcChatModel model = builder(script).build()) {
            Assistant assistant =
                    service(model).executeToolsConcurrently(threads).build();
            assertThat(assistant.chat("Meet").content()).isEqualTo("Done.");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Cell(
            face = THROUGH_CALLER,
            feature = Feature.ROUNDS,
            says =
                    "each pause of a program is one of the service's rounds; at `maxPauses` (50) calls fail in the program")
    void eachPauseIsARoundOfTheService() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("for i in range(5):\n    owed('Ann')")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).contains("sent out 3 times"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = builder(script).maxPauses(3).build()) {
            Assistant assistant =
                    service(model).maxSequentialToolsInvocations(4).build();
            assertThat(assistant.chat("How much?").content()).isEqualTo("Done.");
        }
        assertThat(debts.asked).hasSize(3);
    }

    @Test
    @Cell(
            face = THROUGH_CALLER,
            feature = Feature.VARIABLES,
            says = "for one answer; with `sessionScope(CONVERSATION)` as long as the chat memory lasts")
    void variablesLiveAsLongAsTheScopeSays() {
        String seek = "print(x if 'x' in globals() else 'gone')";
        for (SessionScope scope : SessionScope.values()) {
            try (ScriptedChatModel script = ScriptedChatModel.builder()
                            .program("x = owed('Ann')")
                            .program("print(x)")
                            .expect(request -> assertThat(lastResults(request)).containsExactly("300"))
                            .answer("300")
                            .program(seek)
                            .expect(request -> assertThat(lastResults(request))
                                    .containsExactly(scope == SessionScope.CALL ? "gone" : "300"))
                            .answer("Done.")
                            .build();
                    PtcChatModel model = builder(script).sessionScope(scope).build()) {
                Assistant assistant = service(model)
                        .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                        .build();
                assistant.chat("How much?");
                assertThat(assistant.chat("Once more").content()).isEqualTo("Done.");
            }
        }
    }

    @Test
    @Cell(face = THROUGH_CALLER, feature = Feature.TOOL_PROVIDER, says = "yes: programs may call its tools")
    void toolsOfAProviderAreForPrograms() {
        ToolSpecification clock = ToolSpecification.builder()
                .name("clock")
                .description("The time")
                .build();
        try (ScriptedChatModel script = playing("print(clock())", "noon").build();
                PtcChatModel model = builder(script).build()) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .toolProvider(request -> new ToolProviderResult(Map.of(clock, (call, memory) -> "noon")))
                    .build();
            assertThat(assistant.chat("What time is it?").toolExecutions()).hasSize(1);
        }
    }

    @Test
    @Cell(
            face = THROUGH_CALLER,
            feature = Feature.TOOL_SEARCH,
            says = "yes: programs call the search tool, and the next program what it found")
    void whatAProgramFindsTheNextOneCanCall() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(request -> assertThat(request.toolSpecifications())
                                .singleElement()
                                .matches(tool -> !tool.description().contains("def owed")))
                        .program("print(tool_search_tool(terms=['owed']))")
                        .expect(request -> assertThat(request.toolSpecifications())
                                .singleElement()
                                .matches(tool -> tool.description().contains("def owed")))
                        .program("print(owed('Ann'))")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("300"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = builder(script).build()) {
            Assistant assistant = service(model)
                    .toolSearchStrategy(new SimpleToolSearchStrategy())
                    .build();
            assertThat(assistant.chat("How much?").content()).isEqualTo("Done.");
        }
    }

    @Test
    @Cell(
            face = THROUGH_CALLER,
            feature = Feature.STRUCTURED_OUTPUTS,
            says = "yes; the response format goes with each request")
    void answersAreReadIntoTypes() {
        for (boolean schema : new boolean[] {true, false}) {
            try (ScriptedChatModel script = ScriptedChatModel.builder()
                            .supportedCapabilities(
                                    schema
                                            ? new Capability[] {Capability.RESPONSE_FORMAT_JSON_SCHEMA}
                                            : new Capability[0])
                            .expect(request ->
                                    assertThat(request.responseFormat() != null).isEqualTo(schema))
                            .program("print(owed('Ann'))")
                            .expect(request ->
                                    assertThat(request.responseFormat() != null).isEqualTo(schema))
                            .answer("{\"name\":\"Ann\",\"owes\":300}")
                            .build();
                    PtcChatModel model = builder(script).build()) {
                Clerk clerk = AiServices.builder(Clerk.class)
                        .chatModel(model)
                        .tools(debts)
                        .build();
                assertThat(clerk.find("Who owes most?")).isEqualTo(new Debtor("Ann", 300));
            }
        }
    }

    private static OutputGuardrail numbers(boolean reprompt) {
        return new OutputGuardrail() {
            @Override
            public OutputGuardrailResult validate(AiMessage answer) {
                if (answer.text().contains("300")) {
                    return success();
                }
                return reprompt ? reprompt("no number", "Say the number") : retry("no number");
            }
        };
    }

    @Test
    @Cell(
            face = THROUGH_CALLER,
            feature = Feature.GUARDRAILS,
            says = "of the service: they see answers only; a retry asks the model again and runs no program twice")
    void aRetryRunsNoProgramTwice() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print(owed('Ann'))")
                        .answer("Much.")
                        .expect(request -> assertThat(request.messages())
                                .as("question, program, result, and the answer that was not good enough")
                                .hasSize(4)
                                .element(2)
                                .isEqualTo(ToolExecutionResultMessage.builder()
                                        .id("call_1")
                                        .toolName("execute_python")
                                        .text("300")
                                        .isError(false)
                                        .build()))
                        .answer("300")
                        .build();
                PtcChatModel model = builder(script).build()) {
            Assistant assistant = service(model)
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                    .outputGuardrails(numbers(false))
                    .build();
            assertThat(assistant.chat("How much?").content()).isEqualTo("300");
        }
        assertThat(debts.asked).containsExactly("Ann");
    }

    @Test
    void aRepromptShowsTheModelItsProgram() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print(owed('Ann'))")
                        .answer("Much.")
                        .expect(request -> {
                            assertThat(request.messages()).hasSize(5);
                            assertThat(request.messages().get(2).toString()).contains("300");
                            assertThat(request.messages().get(4)).isEqualTo(UserMessage.from("Say the number"));
                        })
                        .answer("300")
                        .build();
                PtcChatModel model = builder(script).build()) {
            Assistant assistant = service(model)
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                    .outputGuardrails(numbers(true))
                    .build();
            assertThat(assistant.chat("How much?").content()).isEqualTo("300");
        }
        assertThat(debts.asked).containsExactly("Ann");
    }
}
