package io.github.langchain4j.ptc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PtcChatModelTest {

    static final class Office {

        @Tool("The budget of a team")
        int budget(String team) {
            return 5_000;
        }
    }

    static final class Remembering {

        @Tool("What was said")
        String recall(@ToolMemoryId String memory, String topic) {
            return memory + topic;
        }
    }

    static final class Immediate {

        @Tool(value = "Answers the user", returnBehavior = ReturnBehavior.IMMEDIATE)
        String answer(String text) {
            return text;
        }
    }

    static final class DirectOnly {

        @Tool(value = "Tells a person something", metadata = "{\"allowed_callers\": [\"direct\"]}")
        String tell(String person) {
            return person;
        }
    }

    static final class Clash {

        @Tool(name = "execute_python", value = "Runs Python")
        String run(String source) {
            return source;
        }
    }

    /** Has nothing to run programs with. */
    private static final class NoSandbox implements Sandbox {

        private boolean closed;

        @Override
        public SandboxTraits traits() {
            return new SandboxTraits("none", TrustLevel.NONE, false, false, false, "numpy 2");
        }

        @Override
        public Interpreter start(InterpreterSpec spec, Deadline by) {
            throw new SandboxUnavailableException("There is no Python here: install it");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Answers with a text, or calls the code tool first. */
    private static final class Model implements ChatModel {

        private final List<ChatRequest> requests = new ArrayList<>();
        private final List<ChatModelListener> listeners = new ArrayList<>();

        @Override
        public ChatResponse doChat(ChatRequest request) {
            requests.add(request);
            return ChatResponse.builder().aiMessage(AiMessage.from("Hello")).build();
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder().modelName("m1").build();
        }

        @Override
        public List<ChatModelListener> listeners() {
            return listeners;
        }

        @Override
        public ModelProvider provider() {
            return ModelProvider.ANTHROPIC;
        }

        @Override
        public Set<Capability> supportedCapabilities() {
            return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
        }
    }

    private final NoSandbox sandbox = new NoSandbox();
    private final Model model = new Model();

    private PtcChatModel.Builder complete() {
        return PtcChatModel.builder().model(model).sandbox(sandbox).tools(new Office());
    }

    @Test
    void looksLikeTheModelThatItDecorates() {
        try (PtcChatModel decorated = complete().build()) {
            assertThat(decorated.provider()).isEqualTo(ModelProvider.ANTHROPIC);
            assertThat(decorated.supportedCapabilities()).isEqualTo(model.supportedCapabilities());
            assertThat(decorated.defaultRequestParameters()).isEqualTo(model.defaultRequestParameters());
            assertThat(decorated.listeners()).isSameAs(model.listeners());
        }
    }

    @Test
    void listenersSeeEachCallOfTheModelOnce() {
        List<ChatModelRequestContext> seen = new ArrayList<>();
        model.listeners.add(new ChatModelListener() {
            @Override
            public void onRequest(ChatModelRequestContext context) {
                seen.add(context);
            }
        });
        try (PtcChatModel decorated = complete().build()) {
            assertThat(decorated.chat("Hi")).isEqualTo("Hello");
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    void theCodeToolDescribesRulesPackagesAndFunctions() {
        try (PtcChatModel decorated = complete().codeToolName("run_program").build()) {
            decorated.chat(UserMessage.from("Hi"));
        }
        ToolSpecification tool = model.requests.get(0).toolSpecifications().get(0);
        assertThat(tool.name()).isEqualTo("run_program");
        assertThat(tool.description()).contains("await", "gather", "untrusted", "numpy 2", "budget");
        assertThat(tool.parameters().properties()).containsOnlyKeys("code");
        assertThat(tool.parameters().required()).containsExactly("code");
    }

    @Test
    void theDescriptionIsTheSameForEachModel() {
        try (PtcChatModel one = complete().build();
                PtcChatModel other = complete().build()) {
            one.chat("Hi");
            other.chat("Hi");
        }
        assertThat(model.requests.get(0).toolSpecifications())
                .isEqualTo(model.requests.get(1).toolSpecifications());
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> PtcChatModel.builder()
                        .sandbox(sandbox)
                        .tools(new Office())
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("model(…)");
        assertThatThrownBy(() ->
                        PtcChatModel.builder().model(model).tools(new Office()).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sandbox(…)");
    }

    @Test
    void aModelIsDecoratedOnce() {
        try (PtcChatModel decorated = complete().build()) {
            assertThatThrownBy(() -> complete().model(decorated).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("decorate the original model");
        }
    }

    @Test
    void toolsThatNeedAnAiServiceAreRefusedWithTheWayOut() {
        assertThatThrownBy(() -> complete().tools(new Remembering()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("recall")
                .hasMessageContaining("memory")
                .hasMessageContaining("AI service");
        assertThatThrownBy(() -> complete().tools(new Immediate()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("answer")
                .hasMessageContaining("IMMEDIATE")
                .hasMessageContaining("AI service");
    }

    @Test
    void withoutAToolForProgramsThereIsNothingToDo() {
        assertThatThrownBy(() -> PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(new DirectOnly())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed_callers");
    }

    @Test
    void theCodeToolsNameMustBeFreeAndValid() {
        assertThatThrownBy(() -> complete().tools(new Clash()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("execute_python")
                .hasMessageContaining("codeToolName");
        assertThatCode(() -> complete()
                        .tools(new Clash())
                        .codeToolName("run_program")
                        .build()
                        .close())
                .doesNotThrowAnyException();
        for (String name : List.of("", "run program", "läuft", "x".repeat(65), "a.b")) {
            assertThatThrownBy(() -> complete().codeToolName(name).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("codeToolName");
        }
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> complete().maxRounds(1).build()).hasMessageContaining("maxRounds must be at least 2");
        assertThatThrownBy(() -> complete().modelRetries(-1).build()).hasMessageContaining("modelRetries");
        assertThatThrownBy(() -> complete().outputCharacters(10).build()).hasMessageContaining("outputCharacters");
    }

    @Test
    void aRunnerBringsItsOwnParts() {
        try (ProgramRunner runner =
                ProgramRunner.builder().sandbox(sandbox).tools(new Office()).build()) {
            assertThatThrownBy(() ->
                            complete().runner(runner).limits(Limits.DEFAULT).build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sandbox, tools, limits");
            try (PtcChatModel decorated =
                    PtcChatModel.builder().model(model).runner(runner).build()) {
                assertThat(decorated.chat("Hi")).isEqualTo("Hello");
            }
        }
        assertThat(sandbox.closed).isFalse();
    }

    @Test
    void toolsAndCatalogExcludeEachOther() {
        try (ProgramRunner runner =
                ProgramRunner.builder().sandbox(sandbox).tools(new Office()).build()) {
            assertThatThrownBy(() -> complete().catalog(runner.catalog()).build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("catalog(…)");
        }
    }

    @Test
    void toolsWithoutMethodsAreToolsToo() {
        ToolSpecification specification = ToolSpecification.builder()
                .name("clock")
                .description("The time")
                .build();
        try (PtcChatModel decorated = PtcChatModel.builder()
                .model(model)
                .sandbox(sandbox)
                .tools(Map.of(specification, (request, memoryId) -> "noon"))
                .build()) {
            decorated.chat("Hi");
        }
        assertThat(model.requests.get(0).toolSpecifications())
                .singleElement()
                .satisfies(tool -> assertThat(tool.description()).contains("clock"));
    }
}
