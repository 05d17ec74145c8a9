package io.github.langchain4j.ptc.faces;

import static io.github.langchain4j.ptc.faces.Face.IN_PROCESS;
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
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.moderation.ModerationRequest;
import dev.langchain4j.model.moderation.ModerationResponse;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.observability.api.listener.ToolExecutedEventListener;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Moderate;
import dev.langchain4j.service.ModerationException;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.search.simple.SimpleToolSearchStrategy;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A decorated model with tools of its own as the model of an AI service. */
class InProcessFaceTest {

    private static final String NOT_SEEN = "no: the service does not see the calls of programs; a `PtcListener` does";
    private static final String REFUSED = "refused when the model is built";

    interface Assistant {

        Result<String> chat(String question);
    }

    interface Moderated {

        @Moderate
        String chat(String question);
    }

    record Debtor(String name, int owes) {}

    interface Clerk {

        Debtor find(String question);
    }

    static final class Debts {

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

    private PtcChatModel decorated(ChatModel model) {
        return builder(model, debts).build();
    }

    private PtcChatModel.Builder builder(ChatModel model, Object... tools) {
        return PtcChatModel.builder().model(model).sandbox(sandbox).tools(tools).listener(new PtcListener() {
            @Override
            public void toolAnswered(String session, InnerCall call) {
                calls.add(call);
            }
        });
    }

    @Test
    @Cell(
            face = IN_PROCESS,
            feature = Feature.MODERATION,
            says = "no: programs run before the verdict is looked at; what follows is not shown to the user")
    void moderationComesAfterTheProgram() {
        ModerationModel flagging = new ModerationModel() {
            @Override
            public ModerationResponse doModerate(ModerationRequest request) {
                return ModerationResponse.builder()
                        .moderation(Moderation.flagged("bad"))
                        .build();
            }
        };
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("owed('Ann')")
                        .answer("300")
                        .build();
                PtcChatModel model = decorated(script)) {
            Moderated assistant = AiServices.builder(Moderated.class)
                    .chatModel(model)
                    .moderationModel(flagging)
                    .build();
            assertThatThrownBy(() -> assistant.chat("bad")).isInstanceOf(ModerationException.class);
        }
        assertThat(debts.asked).containsExactly("Ann");
    }

    @Test
    @Cell(face = IN_PROCESS, feature = Feature.TOOL_EXECUTIONS, says = NOT_SEEN)
    @Cell(face = IN_PROCESS, feature = Feature.EVENTS, says = NOT_SEEN)
    @Cell(face = IN_PROCESS, feature = Feature.CALLBACKS, says = NOT_SEEN)
    void onlyAListenerOfOursSeesTheCallsOfPrograms() {
        Queue<Object> seen = new ConcurrentLinkedQueue<>();
        ToolExecutedEventListener listener = new ToolExecutedEventListener() {
            @Override
            public void onEvent(ToolExecutedEvent event) {
                seen.add(event);
            }
        };
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("owed('Ann') + owed('Eve')")
                        .answer("600")
                        .build();
                PtcChatModel model = decorated(script)) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .beforeToolExecution(seen::add)
                    .afterToolExecution(seen::add)
                    .registerListener(listener)
                    .build();
            assertThat(assistant.chat("How much?").toolExecutions()).isEmpty();
        }
        assertThat(seen).isEmpty();
        assertThat(calls).extracting(InnerCall::tool).containsExactly("owed", "owed");
    }

    @Test
    @Cell(
            face = IN_PROCESS,
            feature = Feature.ERROR_HANDLERS,
            says = "not asked: a failed tool is a `ToolError` in the program, with the exception's message")
    void aFailedToolIsTheProgramsToHandle() {
        Queue<Object> handled = new ConcurrentLinkedQueue<>();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
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
                PtcChatModel model = decorated(script)) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .toolExecutionErrorHandler((error, context) -> {
                        handled.add(error);
                        throw new AssertionError(error);
                    })
                    .build();
            assertThat(assistant.chat("Who?").content()).isEqualTo("Nobody.");
        }
        assertThat(handled).isEmpty();
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
    @Cell(face = IN_PROCESS, feature = Feature.MEMORY_ID, says = REFUSED)
    @Cell(face = IN_PROCESS, feature = Feature.INVOCATION, says = REFUSED)
    @Cell(face = IN_PROCESS, feature = Feature.IMMEDIATE, says = REFUSED)
    void toolsThatOnlyAServiceCanServeAreRefused() {
        try (ScriptedChatModel script = ScriptedChatModel.builder().build()) {
            for (Object tools : List.of(new Remembering(), new Parametrised(), new Contextual(), new Immediate())) {
                assertThatThrownBy(() -> builder(script, debts, tools).build())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("an AI service");
            }
        }
    }

    @Test
    @Cell(
            face = IN_PROCESS,
            feature = Feature.CHAT_MEMORY,
            says =
                    "question and answer; programs and their output travel in the answer's attributes, and the model sees"
                            + " them again")
    void memoryHoldsQuestionAndAnswer() {
        MessageWindowChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("owed('Ann')")
                        .answer("300")
                        .expect(request -> assertThat(request.messages()).hasSize(5))
                        .answer("Ann.")
                        .build();
                PtcChatModel model = decorated(script)) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .chatMemory(memory)
                    .build();
            assistant.chat("How much?");
            List<ChatMessage> held = memory.messages();
            assertThat(held).hasSize(2).first().isEqualTo(UserMessage.from("How much?"));
            assertThat(held.get(1)).isInstanceOfSatisfying(AiMessage.class, answer -> {
                assertThat(answer.text()).isEqualTo("300");
                assertThat(answer.hasToolExecutionRequests()).isFalse();
                assertThat(answer.attributes().toString()).contains("owed('Ann')");
            });
            assistant.chat("Who?");
        }
    }

    @Test
    @Cell(
            face = IN_PROCESS,
            feature = Feature.ROUNDS,
            says = "programs use none of the service's rounds; `maxRounds` bounds the model calls of one `chat`")
    void programsUseNoRoundsOfTheService() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("owed('Ann')")
                        .program("owed('Bob')")
                        .program("owed('Eve')")
                        .expect(request -> assertThat(request.toolChoice())
                                .as("tools in the last of maxRounds")
                                .isEqualTo(ToolChoice.NONE))
                        .answer("900")
                        .build();
                PtcChatModel model = builder(script, debts).maxRounds(4).build()) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .maxSequentialToolsInvocations(1)
                    .build();
            assertThat(assistant.chat("How much?").content()).isEqualTo("900");
        }
    }

    @Test
    @Cell(
            face = IN_PROCESS,
            feature = Feature.TOOL_PROVIDER,
            says = "its tools stay ordinary tools of the service, beside the code tool")
    void toolsOfAProviderStayOrdinaryTools() {
        ToolSpecification clock = ToolSpecification.builder()
                .name("clock")
                .description("The time")
                .build();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(request -> assertThat(request.toolSpecifications())
                                .extracting(ToolSpecification::name)
                                .containsExactlyInAnyOrder("clock", "execute_python"))
                        .message(AiMessage.from(ToolExecutionRequest.builder()
                                .id("c1")
                                .name("clock")
                                .arguments("{}")
                                .build()))
                        .expect(request -> assertThat(lastResults(request)).containsExactly("noon"))
                        .program("clock()")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).contains("NameError"))
                        .answer("Noon.")
                        .build();
                PtcChatModel model = decorated(script)) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .toolProvider(request -> new ToolProviderResult(Map.of(clock, (call, memory) -> "noon")))
                    .build();
            assertThat(assistant.chat("What time is it?").toolExecutions()).hasSize(1);
        }
    }

    @Test
    @Cell(
            face = IN_PROCESS,
            feature = Feature.STRUCTURED_OUTPUTS,
            says = "yes; the response format goes with each request")
    void answersAreReadIntoTypes() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                        .expect(request -> assertThat(request.responseFormat()).isNotNull())
                        .program("owed('Ann')")
                        .expect(request -> assertThat(request.responseFormat()).isNotNull())
                        .answer("{\"name\":\"Ann\",\"owes\":300}")
                        .build();
                PtcChatModel model = decorated(script)) {
            Clerk clerk = AiServices.create(Clerk.class, model);
            assertThat(clerk.find("Who owes most?")).isEqualTo(new Debtor("Ann", 300));
        }
    }

    @Test
    @Cell(
            face = IN_PROCESS,
            feature = Feature.GUARDRAILS,
            says = "of the service: they see question and answer; a reprompt can lead to more programs")
    void guardrailsSeeQuestionAndAnswer() {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
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
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print('computing')")
                        .answer("Much.")
                        .program("owed('Ann')")
                        .answer("300")
                        .build();
                PtcChatModel model = decorated(script)) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .inputGuardrails(input)
                    .outputGuardrails(output)
                    .build();
            assertThat(assistant.chat("How much?").content()).isEqualTo("300");
        }
        assertThat(seen).containsExactly("How much?", "Much.", "300");
        assertThat(debts.asked).containsExactly("Ann");
    }

    interface Streaming {

        TokenStream chat(String question);
    }

    @Test
    @Cell(face = IN_PROCESS, feature = Feature.STREAMING, says = "no: take `PtcStreamingChatModel`")
    void aBlockingModelDoesNotStream() {
        try (ScriptedChatModel script = ScriptedChatModel.builder().build();
                PtcChatModel model = decorated(script)) {
            Streaming assistant = AiServices.create(Streaming.class, model);
            assertThatThrownBy(() -> assistant
                            .chat("Who owes?")
                            .onPartialResponse(text -> {})
                            .onError(error -> {})
                            .start())
                    .hasMessageContaining("treamingChatModel");
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
            face = IN_PROCESS,
            feature = Feature.TOOL_SEARCH,
            says = "the service's for its own tools; `search_tools(…)` in programs for those of the model")
    void theServiceSearchesItsToolsAndProgramsTheirs() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(request -> assertThat(request.toolSpecifications())
                                .extracting(ToolSpecification::name)
                                .containsExactly("execute_python", "tool_search_tool"))
                        .message(AiMessage.from(ToolExecutionRequest.builder()
                                .id("s1")
                                .name("tool_search_tool")
                                .arguments("{\"terms\": [\"weather\"]}")
                                .build()))
                        .expect(request -> assertThat(request.toolSpecifications())
                                .extracting(ToolSpecification::name)
                                .contains("weather"))
                        .program("print(search_tools('owes'))")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).contains("def owed("))
                        .answer("Done.")
                        .build();
                PtcChatModel model = decorated(script)) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .tools(new Weather())
                    .toolSearchStrategy(new SimpleToolSearchStrategy())
                    .build();
            assertThat(assistant.chat("Who owes in the rain?").content()).isEqualTo("Done.");
        }
    }
}
