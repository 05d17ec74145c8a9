package io.github.langchain4j.ptc.service;

import static io.github.langchain4j.ptc.faces.Face.CODE_TOOL;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.IllegalConfigurationException;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderResult;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.faces.Cell;
import io.github.langchain4j.ptc.faces.Feature;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which tools of a service programs get, and which stay with the model. */
@RequiresPython
@Timeout(60)
class ServiceToolsTest extends ServiceFixture {

    static final class Desk {

        @Tool("The number of a booking")
        long number(LocalDate day) {
            return 9_007_199_254_740_993L + day.getDayOfMonth();
        }

        @Tool(value = "Sends a message", metadata = DIRECT)
        String send(String text) {
            return "sent " + text;
        }

        @Tool(value = "Looks something up", metadata = BOTH)
        String lookup(String key) {
            return "found " + key;
        }

        @Tool(value = "Hands over to a person", returnBehavior = ReturnBehavior.IMMEDIATE)
        String handOver(String reason) {
            return "handed over: " + reason;
        }
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.SERVICE_CHANGES,
            says = "one line: `PtcAiServices.builder(type, sandbox)` for `AiServices.builder(type)`")
    void toolsOfABeanAreCalledByProgramsWithExactNumbersAndDates() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("await number(day='2026-11-02')")
                .expect(request -> assertThat(lastResults(request)).containsExactly("9007199254740995"))
                .answer("That one.")
                .build()) {
            Assistant assistant = PtcAiServices.builder(Assistant.class, sandbox)
                    .chatModel(script)
                    .tools(new Desk())
                    .build();
            assertThat(assistant.chat("Which?").content()).isEqualTo("That one.");
        }
    }

    @Test
    void onlyWhatTheModelMayCallStaysBesideTheCodeTool() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(toolNames(request))
                        .startsWith("execute_python")
                        .containsExactlyInAnyOrder("execute_python", "send", "lookup", "handOver"))
                .expect(request -> assertThat(description(request))
                        .contains("def number(", "def lookup(")
                        .doesNotContain("def send(", "def handOver("))
                .message(AiMessage.from(program("1", "lookup(key='a')"), request("2", "lookup", "{\"key\":\"b\"}")))
                .expect(request -> assertThat(lastResults(request)).containsExactly("found a", "found b"))
                .message(AiMessage.from(request("3", "send", "{\"text\":\"hi\"}")))
                .expect(request -> assertThat(lastResults(request)).containsExactly("sent hi"))
                .answer("Done.")
                .build()) {
            Assistant assistant = service(script);
            assertThat(assistant.chat("Do it").toolExecutions()).hasSize(3);
        }
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.IMMEDIATE,
            says = "yes: such tools stay with the model, beside the code tool")
    void aToolThatReturnsImmediatelyEndsTheTurn() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("x = number(day='2026-11-02')")
                .message(AiMessage.from(request("2", "handOver", "{\"reason\":\"hard\"}")))
                .build()) {
            Result<String> result = service(script).chat("Do it");
            assertThat(result.content()).isNull();
            assertThat(result.toolExecutions())
                    .last()
                    .satisfies(execution -> assertThat(execution.result()).contains("handed over: hard"));
        }
    }

    @Test
    void aModelThatCallsAFunctionOfProgramsItselfIsToldHow() {
        Desk desk = new Desk();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from(request("1", "number", "{\"day\":\"2026-11-02\"}")))
                .expect(request -> assertThat(lastResults(request))
                        .containsExactly("\"number\" can only be called inside of a program: use execute_python."))
                .answer("I see.")
                .build()) {
            PtcAiServices.builder(Assistant.class, code)
                    .chatModel(script)
                    .tools(desk)
                    .build()
                    .chat("Which?");
        }
    }

    @Test
    void aHallucinationStrategyOfTheUserDecidesOnUnknownTools() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from(request("1", "number", "{}"), request("2", "nothing", "{}")))
                .expect(request -> assertThat(lastResults(request)).containsExactly("no number", "no nothing"))
                .answer("I see.")
                .build()) {
            PtcAiServices.builder(Assistant.class, code)
                    .chatModel(script)
                    .tools(new Desk())
                    .hallucinatedToolNameStrategy(
                            request -> ToolExecutionResultMessage.from(request, "no " + request.name()))
                    .build()
                    .chat("Which?");
        }
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.TOOL_PROVIDER,
            says = "programs call its tools, also those that a dynamic one brings later")
    void toolsWithoutABeanAndThoseOfProvidersAreCalledByPrograms() {
        List<AiServiceTool> listed = List.of(AiServiceTool.builder()
                .toolSpecification(specification("upper"))
                .toolExecutor((request, id) -> "{\"upper\": \"A\"}")
                .build());
        ToolProvider provider = request -> ToolProviderResult.builder()
                .add(specification("provided"), (call, id) -> "plain")
                .build();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(toolNames(request)).containsExactly("execute_python"))
                .program("print(mapped('x'), upper('a')['upper'], provided(text='c'))")
                .expect(request -> assertThat(lastResults(request)).containsExactly("mapped A plain"))
                .answer("Done.")
                .build()) {
            PtcAiServices.builder(Assistant.class, code)
                    .chatModel(script)
                    .tools(Map.of(specification("mapped"), (request, id) -> "mapped"))
                    .tools(listed)
                    .toolProvider(provider)
                    .build()
                    .chat("Do it");
        }
    }

    record Trip(String city, LocalDate day) {}

    interface Travel {

        @Tool("The next trip")
        Trip trip(String text);
    }

    @Test
    void whatIsDescribedGivesToolsWithoutABeanTheirTypes() {
        CodeExecution described =
                CodeExecution.builder().sandbox(sandbox).describe(Travel.class).build();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(description(request)).contains("-> Trip"))
                .program("trip('x')['city']")
                .expect(request -> assertThat(lastResults(request)).containsExactly("Rome"))
                .answer("Rome.")
                .build()) {
            PtcAiServices.builder(Assistant.class, described)
                    .chatModel(script)
                    .tools(Map.of(specification("trip"), (call, id) -> "{\"city\": \"Rome\", \"day\": \"2026-11-02\"}"))
                    .build()
                    .chat("Where?");
        }
        described.close();
    }

    @Test
    void aServiceWithoutToolsForProgramsIsAnOrdinaryOne() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(toolNames(request)).containsExactly("send"))
                .message(AiMessage.from(request("1", "send", "{\"text\":\"hi\"}")))
                .answer("Done.")
                .expect(request -> assertThat(toolNames(request)).isEmpty())
                .answer("Hello.")
                .build()) {
            Object direct = new Object() {
                @Tool(value = "Sends a message", metadata = DIRECT)
                String send(String text) {
                    return text;
                }
            };
            assertThat(PtcAiServices.builder(Assistant.class, code)
                            .chatModel(script)
                            .tools(direct)
                            .build()
                            .chat("Do it")
                            .content())
                    .isEqualTo("Done.");
            assertThat(PtcAiServices.builder(Assistant.class, code)
                            .chatModel(script)
                            .build()
                            .chat("Hi")
                            .content())
                    .isEqualTo("Hello.");
        }
        awaitNoSessions(code);
    }

    @Test
    void aToolNamedLikeTheCodeToolIsRefusedAtBuild() {
        CodeExecution named =
                CodeExecution.builder().sandbox(sandbox).codeToolName("send").build();
        assertThatThrownBy(() -> PtcAiServices.builder(Assistant.class, named)
                        .chatModel(ScriptedChatModel.builder().build())
                        .tools(new Desk())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"send\"")
                .hasMessageContaining("codeToolName");
        named.close();
    }

    @Test
    void twoToolsOfOneNameInPythonAreRefusedAtBuild() {
        assertThatThrownBy(() -> PtcAiServices.builder(Assistant.class, code)
                        .chatModel(ScriptedChatModel.builder().build())
                        .tools(Map.of(
                                specification("get-it"), (request, id) -> "", specification("get_it"), (r, id) -> ""))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'get_it' in Python");
    }

    @Test
    void whatAiServicesRefuseIsRefused() {
        assertThatThrownBy(() -> PtcAiServices.builder(Assistant.class, code)
                        .tools(new Desk())
                        .build())
                .isInstanceOf(IllegalConfigurationException.class)
                .hasMessageContaining("chatModel");
        assertThatThrownBy(() -> PtcAiServices.builder(Assistant.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sandbox");
    }

    private Assistant service(ScriptedChatModel script) {
        AiServices<Assistant> services = PtcAiServices.builder(Assistant.class, code);
        return services.chatModel(script).tools(new Desk()).build();
    }
}
