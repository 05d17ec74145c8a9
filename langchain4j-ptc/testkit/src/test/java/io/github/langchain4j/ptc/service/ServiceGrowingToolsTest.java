package io.github.langchain4j.ptc.service;

import static io.github.langchain4j.ptc.faces.Face.CODE_TOOL;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.search.simple.SimpleToolSearchStrategy;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.faces.Cell;
import io.github.langchain4j.ptc.faces.Feature;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tools that come while the model works, and tools that are searched. */
@RequiresPython
@Timeout(60)
class ServiceGrowingToolsTest extends ServiceFixture {

    private static final ToolExecutor ECHO = (request, id) -> request.name();

    static final class Desk {

        @Tool("Opens the archive")
        String open() {
            return "open";
        }
    }

    /** Gives one more tool for each result of a tool in the conversation. */
    private record Growing(List<ToolSpecification> tools) implements ToolProvider {

        @Override
        public boolean isDynamic() {
            return true;
        }

        @Override
        public ToolProviderResult provideTools(ToolProviderRequest request) {
            long results = request.messages().stream()
                    .filter(ToolExecutionResultMessage.class::isInstance)
                    .count();
            ToolProviderResult.Builder provided = ToolProviderResult.builder();
            tools.stream().limit(results).forEach(tool -> provided.add(tool, ECHO));
            return provided.build();
        }
    }

    private static ToolSpecification direct(String name) {
        return specification(name).toBuilder()
                .metadata(Map.of("allowed_callers", List.of("direct")))
                .build();
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.TOOL_PROVIDER,
            says = "programs call its tools, also those that a dynamic one brings later")
    void aToolThatComesLaterIsForThePrograms() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(toolNames(request)).containsExactly("execute_python"))
                .expect(request -> assertThat(description(request)).contains("More functions can be added"))
                .program("open()")
                .expect(request -> assertThat(toolNames(request)).containsExactly("execute_python"))
                .program("print(search_tools('late'), late(text='x'))")
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .contains("def late(")
                        .endsWith("late"))
                .expect(request -> assertThat(toolNames(request)).containsExactly("execute_python", "spoken"))
                .message(AiMessage.from(request("9", "spoken", "{\"text\":\"a\"}")))
                .expect(request -> assertThat(lastResults(request)).containsExactly("spoken"))
                .answer("Done.")
                .build()) {
            PtcAiServices.builder(Assistant.class, code)
                    .chatModel(script)
                    .tools(new Desk())
                    .toolProvider(new Growing(List.of(specification("late"), direct("spoken"))))
                    .build()
                    .chat("Do it");
        }
    }

    @Test
    void theCodeToolComesWithTheFirstToolForPrograms() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(toolNames(request)).containsExactly("begin"))
                .message(AiMessage.from(request("1", "begin", "{\"text\":\"a\"}")))
                .expect(request -> assertThat(toolNames(request)).containsExactly("begin", "execute_python"))
                .program("late(text='x')")
                .expect(request -> assertThat(lastResults(request)).containsExactly("late"))
                .answer("Done.")
                .build()) {
            PtcAiServices.builder(Assistant.class, code)
                    .chatModel(script)
                    .tools(Map.of(direct("begin"), ECHO))
                    .toolProvider(new Growing(List.of(specification("late"))))
                    .build()
                    .chat("Do it");
        }
    }

    @Test
    void aToolThatComesLaterAndClashesIsAnErrorOfTheInvocation() {
        try (ScriptedChatModel script =
                ScriptedChatModel.builder().program("open()").build()) {
            Assistant assistant = PtcAiServices.builder(Assistant.class, code)
                    .chatModel(script)
                    .tools(new Desk())
                    .toolProvider(new Growing(List.of(specification("execute_python"))))
                    .build();
            assertThatThrownBy(() -> assistant.chat("Do it")).hasMessageContaining("\"execute_python\"");
        }
        awaitNoSessions(code);
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.TOOL_SEARCH,
            says = "finds the tools of the model; programs search theirs themselves")
    void aSearchFindsToolsOfTheModelAndThoseOfProgramsAreReachedInThem() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(toolNames(request)).containsExactly("execute_python", "tool_search_tool"))
                .message(AiMessage.from(request("1", "tool_search_tool", "{\"terms\":[\"spoken\", \"mapped\"]}")))
                .expect(request ->
                        assertThat(toolNames(request)).containsExactly("execute_python", "tool_search_tool", "spoken"))
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .contains("spoken")
                        .doesNotContain("mapped"))
                .program("mapped(text='x')")
                .expect(request -> assertThat(lastResults(request)).containsExactly("mapped"))
                .answer("Done.")
                .build()) {
            PtcAiServices.builder(Assistant.class, code)
                    .chatModel(script)
                    .tools(Map.of(direct("spoken"), ECHO, specification("mapped"), ECHO))
                    .toolSearchStrategy(new SimpleToolSearchStrategy())
                    .build()
                    .chat("Do it");
        }
    }

    @Test
    void aSearchIsNotOfferedWhereProgramsHaveAllTools() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(toolNames(request)).containsExactly("execute_python"))
                .answer("Done.")
                .build()) {
            PtcAiServices.builder(Assistant.class, code)
                    .chatModel(script)
                    .tools(new Desk())
                    .toolSearchStrategy(new SimpleToolSearchStrategy())
                    .build()
                    .chat("Do it");
        }
    }

    @Test
    void theSameToolsGiveTheSameCatalogueInEveryInvocation() {
        AiServiceContext context = AiServiceContext.create(Assistant.class);
        CodeToolService tools = CodeToolService.install(runtime(), context);
        tools.tools(List.<Object>of(new Desk()));
        List<ToolSpecification> offered = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            InvocationContext invocation =
                    InvocationContext.builder().invocationId(UUID.randomUUID()).build();
            UserMessage question = UserMessage.from("Do it");
            offered.add(tools.createContext(invocation, question, List.of(question))
                    .effectiveTools()
                    .get(0));
        }
        assertThat(offered).allSatisfy(tool -> assertThat(tool).isSameAs(offered.get(0)));
    }
}
