package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Anthropic's SDK for TypeScript as the client, in a Node.js of the machine. */
@ExtendWith(Fixture.Shared.class)
class NodeSdkTest {

    private static final String SDK = "@anthropic-ai/sdk@1.12.0";

    static final Path FOLDER = Path.of("target", "node").toAbsolutePath();

    private final Fixture fixture;

    NodeSdkTest(Fixture fixture) {
        this.fixture = fixture;
    }

    @BeforeAll
    static void installSdk() throws Exception {
        Requirement.NPM.check("node", "--version");
        Requirement.NPM.check("npm", "--version");
        install();
    }

    static void install() throws Exception {
        if (!Files.exists(FOLDER.resolve("node_modules/@anthropic-ai/sdk/package.json"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve("package.json"), "{\"private\": true, \"type\": \"module\"}");
            run(List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", SDK), null, null);
        }
    }

    /** What a command prints. */
    static String run(List<String> command, String url, String key) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true);
        if (url != null) {
            builder.environment().put("ANTHROPIC_BASE_URL", url);
            builder.environment().put("ANTHROPIC_API_KEY", key);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void doesAllThatTheOtherSdkDoes() throws Exception {
        Path script = FOLDER.resolve("client.mjs");
        try (var in = NodeSdkTest.class.getResourceAsStream("/client.mjs")) {
            Files.write(script, in.readAllBytes());
        }
        Path data = Path.of("..", "expense-audit", "src", "main", "resources", "data")
                .toAbsolutePath();
        String output = run(
                List.of("node", script.toString(), data.toString(), Expenses.QUESTION, Expenses.ANSWER),
                fixture.url(),
                Fixture.ALICE);
        assertThat(output.lines())
                .containsExactly(
                        "ok expense audit",
                        "ok expense audit, streamed",
                        "ok direct tool",
                        "ok direct tool, streamed",
                        "ok plain",
                        "ok plain, streamed",
                        "ok errors",
                        "ok tokens and models");
    }
}
