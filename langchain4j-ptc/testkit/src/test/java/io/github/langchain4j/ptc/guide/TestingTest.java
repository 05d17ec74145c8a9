package io.github.langchain4j.ptc.guide;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.Result;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.SandboxConformanceTest;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import org.junit.jupiter.api.Test;

/** The page docs/guide/testing.md. */
@RequiresPython
class TestingTest extends PageFixture {

    @Test
    void ordersCanBeAddedUp() throws InterruptedException {
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .build();
                ProgramSession session = runner.open()) {
            ProgramReport report = session.run("sum(o['cents'] for o in await findOrders('Bob') if not o['paid'])");
            assertThat(report.outcome()).isEqualTo(new Outcome.Returned(Outcome.Kind.JSON, "7500"));
            assertThat(report.calls()).hasSize(1).noneMatch(call -> call.failed());
        }
    }

    interface Assistant {

        Result<String> chat(String question);
    }

    @Test
    void theServiceAnswersFromWhatItsProgramFound() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .expect(request -> assertThat(request.toolSpecifications())
                                .extracting(ToolSpecification::name)
                                .containsExactly("execute_python"))
                        .program("[name for name in customers() if any(not o['paid'] for o in findOrders(name))]")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("[\"Ann\",\"Bob\"]"))
                        .answer("Ann and Bob.")
                        .build();
                CodeExecution code = CodeExecution.of(sandbox)) {
            Assistant assistant = PtcAiServices.builder(Assistant.class, code)
                    .chatModel(model)
                    .tools(new Orders())
                    .build();
            Result<String> result = assistant.chat("Who owes us?");
            assertThat(result.content()).isEqualTo("Ann and Bob.");
            ProgramReport report =
                    (ProgramReport) result.toolExecutions().get(0).resultObject();
            assertThat(report.calls()).hasSize(4);
        }
    }

    @Test
    void aModelThatRecoversFromItsError() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("findOrders('Bob')[2]")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).contains("IndexError"))
                        .program("len(findOrders('Bob'))")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("2"))
                        .answer("Two.")
                        .build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .build()) {
            assertThat(ptc.chat("How many orders has Bob?")).isEqualTo("Two.");
        }
    }

    @Test
    void aScriptThatWasNotPlayedFails() {
        assertThatThrownBy(() ->
                        ScriptedChatModel.builder().answer("Never.").build().close())
                .isInstanceOf(AssertionError.class);
    }

    /** Not run from here: the suite runs on this very sandbox in a test of its own. */
    static class MySandboxConformanceTest extends SandboxConformanceTest {

        @Override
        protected Sandbox sandbox() {
            return new LocalPythonSandbox();
        }
    }

    @Test
    void aSandboxIsGivenToTheSuite() {
        try (Sandbox given = new MySandboxConformanceTest().sandbox()) {
            assertThat(given.traits().name()).isEqualTo("local-python");
        }
    }
}
