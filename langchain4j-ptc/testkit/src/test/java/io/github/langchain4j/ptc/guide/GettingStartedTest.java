package io.github.langchain4j.ptc.guide;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.faces.Cell;
import io.github.langchain4j.ptc.faces.Face;
import io.github.langchain4j.ptc.faces.Feature;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page docs/guide/getting-started.md. */
class GettingStartedTest {

    private static Sandbox sandbox;

    @BeforeAll
    static void openASandbox() {
        assumeTrue(LocalPythonSandbox.isAvailable(), "no Python on this machine");
        sandbox = new LocalPythonSandbox();
    }

    @AfterAll
    static void closeIt() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    interface Assistant {

        String chat(String question);
    }

    static String ask(ChatModel model, Sandbox sandbox, String question) {
        try (PtcChatModel ptc = PtcChatModel.builder()
                .model(model)
                .sandbox(sandbox)
                .tools(new Orders())
                .build()) {
            Assistant assistant = AiServices.create(Assistant.class, ptc);
            return assistant.chat(question);
        }
    }

    @Cell(
            face = Face.IN_PROCESS,
            feature = Feature.SERVICE_CHANGES,
            says = "only its model; the tools of programs move to `PtcChatModel`")
    @Test
    void saysWhoOwesMost() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                .program("""
                        names = await customers()
                        orders = await asyncio.gather(*(findOrders(name) for name in names))
                        owed = {n: sum(o["cents"] for o in os if not o["paid"]) for n, os in zip(names, orders)}
                        max(owed.items(), key=lambda entry: entry[1])""")
                .expect(request -> assertThat(lastResults(request)).containsExactly("[\"Ann\",12050]"))
                .answer("Ann owes most: 120.50.")
                .build()) {
            assertThat(ask(model, sandbox, "Who owes us most?")).isEqualTo("Ann owes most: 120.50.");
        }
    }
}
