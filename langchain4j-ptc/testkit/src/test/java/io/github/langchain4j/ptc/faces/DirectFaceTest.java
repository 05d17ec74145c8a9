package io.github.langchain4j.ptc.faces;

import static io.github.langchain4j.ptc.faces.Face.DIRECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.tool.ToolProviderResult;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs without a model. */
class DirectFaceTest {

    private static final String NO_MODEL = "does not apply: there is no model";
    private static final String REFUSED = "refused when the runner is built";
    private static final String NO_SERVICE = "does not apply: there is no AI service";

    static final class Debts {

        final CyclicBarrier together = new CyclicBarrier(3);

        @Tool("What a person owes")
        int owed(String person) {
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

    private static ProgramRunner.Builder builder() {
        return ProgramRunner.builder().sandbox(sandbox).tools(new Debts());
    }

    @Test
    @Cell(face = DIRECT, feature = Feature.MODERATION, says = NO_MODEL)
    @Cell(face = DIRECT, feature = Feature.ROUNDS, says = NO_MODEL)
    @Cell(face = DIRECT, feature = Feature.STRUCTURED_OUTPUTS, says = NO_MODEL)
    @Cell(face = DIRECT, feature = Feature.GUARDRAILS, says = NO_MODEL)
    @Cell(face = DIRECT, feature = Feature.CHAT_MEMORY, says = NO_MODEL)
    @Cell(face = DIRECT, feature = Feature.WITHOUT_TOOL_CALLING, says = NO_MODEL)
    @Cell(face = DIRECT, feature = Feature.SERVICE_CHANGES, says = NO_SERVICE)
    @Cell(
            face = DIRECT,
            feature = Feature.TOOL_EXECUTIONS,
            says = "`ProgramReport.calls()` has each call with arguments, result and time")
    void aProgramRunsWithoutAModelOrAService() throws InterruptedException {
        try (ProgramRunner runner = builder().build();
                ProgramSession session = runner.open()) {
            ProgramReport report = session.run("owed('Ann') + owed(person='Eve')");

            assertThat(report.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Returned.class,
                            returned -> assertThat(returned.result()).isEqualTo("600"));
            assertThat(report.calls())
                    .allSatisfy(call -> assertThat(call.duration()).isPositive())
                    .extracting(call -> call.tool() + call.arguments() + " = " + value(call))
                    .containsExactly("owed{\"person\":\"Ann\"} = 300", "owed{\"person\":\"Eve\"} = 300");
        }
    }

    private static JsonNode value(InnerCall call) {
        return ((ToolOutcome.Value) call.outcome()).value();
    }

    @Test
    @Cell(
            face = DIRECT,
            feature = Feature.ERROR_HANDLERS,
            says = "none: a failed tool is a `ToolError` in the program, and a failed call in the report")
    void aFailedToolIsTheProgramsToHandle() throws InterruptedException {
        try (ProgramRunner runner = builder().build();
                ProgramSession session = runner.open()) {
            ProgramReport caught = session.run("""
                    try:
                        owed("nobody")
                    except ToolError as error:
                        print("caught", error)""");
            assertThat(caught.succeeded()).isTrue();
            assertThat(caught.output()).contains("caught", "There is no such person");
            assertThat(caught.calls()).singleElement().matches(InnerCall::failed);

            assertThat(session.run("owed('nobody')").outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.message()).contains("There is no such person"));
        }
    }

    @Test
    @Cell(face = DIRECT, feature = Feature.PARALLEL, says = "yes, with `executeToolsConcurrently(executor)`")
    void toolCallsOverlapOnAnExecutor() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (ProgramRunner runner = builder().executeToolsConcurrently(threads).build();
                ProgramSession session = runner.open()) {
            assertThat(session.run("await asyncio.gather(meet('a'), meet('b'), meet('c'))")
                            .outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Returned.class,
                            returned -> assertThat(returned.result()).isEqualTo("[\"a\",\"b\",\"c\"]"));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Cell(face = DIRECT, feature = Feature.VARIABLES, says = "from program to program of one `ProgramSession`")
    void variablesLiveAsLongAsTheirSession() throws InterruptedException {
        try (ProgramRunner runner = builder().build();
                ProgramSession session = runner.open();
                ProgramSession other = runner.open()) {
            session.run("a = owed('Ann')");

            assertThat(session.run("print(a)").output()).isEqualTo("300\n");
            assertThat(other.run("print('a' in globals())").output()).isEqualTo("False\n");
        }
    }

    @Test
    @Cell(face = DIRECT, feature = Feature.EVENTS, says = "`PtcListener.toolAnswered`")
    @Cell(face = DIRECT, feature = Feature.CALLBACKS, says = "`PtcListener.toolCalled` and `toolAnswered`")
    void aListenerSeesEachCallBeforeAndAfterIt() throws InterruptedException {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        PtcListener listener = new PtcListener() {
            @Override
            public void toolCalled(String session, CallId id, String tool, ObjectNode arguments) {
                seen.add("before " + tool + arguments);
            }

            @Override
            public void toolAnswered(String session, InnerCall call) {
                seen.add("after " + call.tool() + call.arguments());
            }
        };
        try (ProgramRunner runner = builder().listener(listener).build();
                ProgramSession session = runner.open()) {
            session.run("owed('Ann')");
        }
        assertThat(seen).containsExactly("before owed{\"person\":\"Ann\"}", "after owed{\"person\":\"Ann\"}");
    }

    static final class Notes {

        @Tool("A note of the user")
        String note(@ToolMemoryId Object user) {
            return "of " + user;
        }
    }

    static final class Visits {

        @Tool("Who asks")
        String visitor(InvocationParameters parameters) {
            return parameters.get("user");
        }
    }

    static final class Letters {

        @Tool(value = "The final letter", returnBehavior = ReturnBehavior.IMMEDIATE)
        String letter(String person) {
            return "Dear " + person;
        }
    }

    @Test
    @Cell(face = DIRECT, feature = Feature.MEMORY_ID, says = REFUSED)
    @Cell(face = DIRECT, feature = Feature.INVOCATION, says = REFUSED)
    void toolsThatNeedAnAiServiceAreRefused() {
        for (Object tools : List.of(new Notes(), new Visits())) {
            assertThatThrownBy(() -> ProgramRunner.builder()
                            .sandbox(sandbox)
                            .tools(tools)
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("AI service");
        }
    }

    @Test
    @Cell(face = DIRECT, feature = Feature.IMMEDIATE, says = "not for programs: there is no such function in them")
    void aToolThatReturnsToTheUserIsNoFunction() throws InterruptedException {
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Debts(), new Letters())
                        .build();
                ProgramSession session = runner.open()) {
            assertThat(session.run("letter('Ann')").outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.type()).isEqualTo("NameError"));
        }
    }

    @Test
    @Cell(face = DIRECT, feature = Feature.STREAMING, says = "`PtcListener.printed` gets output as it comes")
    void aListenerSeesWhatIsPrintedWhileTheProgramRuns() throws InterruptedException {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        PtcListener listener = new PtcListener() {
            @Override
            public void printed(String session, Event.Stream stream, String text) {
                seen.add(text.strip());
            }

            @Override
            public void toolAnswered(String session, InnerCall call) {
                seen.add("answered");
            }
        };
        try (ProgramRunner runner = builder().listener(listener).build();
                ProgramSession session = runner.open()) {
            session.run("print('before')\nowed('Ann')\nprint('after')");
        }
        assertThat(seen).containsExactly("before", "answered", "after");
    }

    @Test
    @Cell(
            face = DIRECT,
            feature = Feature.TOOL_PROVIDER,
            says = "its tools can be put into the catalogue: `ToolCatalog.builder().add(map)`")
    void toolsOfAProviderAreToolsLikeOthers() throws InterruptedException {
        ToolProviderResult provided = ToolProviderResult.builder()
                .add(ToolSpecification.builder().name("weather").build(), (request, memoryId) -> "rain")
                .build();
        ToolCatalog.Builder catalog = ToolCatalog.builder();
        provided.aiServiceTools().forEach(tool -> catalog.add(tool.toolSpecification(), tool.toolExecutor()));
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .catalog(catalog.build())
                        .build();
                ProgramSession session = runner.open()) {
            assertThat(session.run("print(weather())").output()).isEqualTo("rain\n");
        }
    }

    @Test
    @Cell(face = DIRECT, feature = Feature.TOOL_SEARCH, says = "`search_tools(…)` in the program")
    void aProgramFindsFunctionsByWords() throws InterruptedException {
        try (ProgramRunner runner = builder().build();
                ProgramSession session = runner.open()) {
            assertThat(session.run("print(search_tools('owes'))").output()).contains("def owed(person: str)");
        }
    }
}
