package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A decorated model whose programs run in a session that the application opened. */
@RequiresPython
class SuppliedSessionTest {

    static final class Sums {

        @Tool("One more")
        int succ(int number) {
            return number + 1;
        }
    }

    private final LocalPythonSandbox sandbox = new LocalPythonSandbox();
    private final ProgramRunner runner =
            ProgramRunner.builder().sandbox(sandbox).tools(new Sums()).build();

    @AfterEach
    void close() {
        runner.close();
        sandbox.close();
    }

    @Test
    void programsFindWhatTheApplicationAndEarlierQuestionsLeft() throws InterruptedException {
        try (ProgramSession session = runner.open();
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(request -> assertThat(
                                        request.toolSpecifications().get(0).description())
                                .contains("for the whole conversation"))
                        .program("y = succ(x)\nprint(y, open('notes.txt').read())")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("42 Hello"))
                        .answer("42.")
                        .program("print(y + x)")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("83"))
                        .answer("83.")
                        .build()) {
            session.put("notes.txt", "Hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            session.run("x = 41");
            try (PtcChatModel model = model(script, session)) {
                assertThat(model.chat("Next?")).isEqualTo("42.");
                assertThat(model.chat("Both?")).isEqualTo("83.");
            }
            assertThat(session.run("print(y)").output()).isEqualTo("42\n");
        }
    }

    @Test
    void aSessionThatHasEndedIsTheCallersToReplace() throws InterruptedException {
        ProgramSession session = runner.open();
        try (ScriptedChatModel script =
                        ScriptedChatModel.builder().program("succ(1)").build();
                PtcChatModel model = model(script, session)) {
            session.close();
            assertThatThrownBy(() -> model.chat("Next?"))
                    .isInstanceOf(SandboxUnavailableException.class)
                    .hasMessageContaining("has ended");
        }
    }

    @Test
    void aSessionNeedsItsRunner() throws InterruptedException {
        try (ProgramSession session = runner.open();
                ScriptedChatModel script = ScriptedChatModel.builder().build()) {
            assertThatThrownBy(() -> PtcChatModel.builder()
                            .model(script)
                            .sandbox(sandbox)
                            .session(session)
                            .build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("runner(…)");
        }
    }

    private PtcChatModel model(ScriptedChatModel script, ProgramSession session) {
        return PtcChatModel.builder()
                .model(script)
                .runner(runner)
                .session(session)
                .build();
    }
}
