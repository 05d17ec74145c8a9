package io.github.langchain4j.ptc.agentcore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.agentcore.AgentCoreEmulator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** The page docs/guide/agentcore.md; its blocks of Java are compared by the test of the guide. */
@RequiresPython
class AgentCoreGuideTest {

    private final ExecutorService starters = Executors.newFixedThreadPool(2);

    static final class Orders {

        @Tool("Names of all customers")
        List<String> customers() {
            return List.of("Ann", "Bob");
        }
    }

    @AfterEach
    void endThreads() {
        starters.shutdownNow();
    }

    static Sandbox sessions(Executor starters) {
        Sandbox agentCore = AgentCoreSandbox.builder()
                .region(Region.EU_CENTRAL_1)
                .sessionTimeout(Duration.ofHours(1))
                .build();
        return new WarmSandbox(agentCore, InterpreterSpec.DEFAULT, 2, 20, starters);
    }

    static AgentCoreSandbox.Builder withPrices(AgentCoreSandbox.Builder builder) {
        String source = """
                def with_tax(price, rate=0.19):
                    return round(price * (1 + rate), 2)
                """;
        return builder.preload("prices", source, "with_tax(price): prices with tax");
    }

    static AgentCoreSandbox.Builder onThisMachine(AgentCoreEmulator emulator) {
        return AgentCoreSandbox.builder()
                .endpoint(emulator.endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")));
    }

    @Test
    void programsCallToolsAndImportWhatIsPreloaded() throws InterruptedException {
        try (AgentCoreEmulator emulator = AgentCoreEmulator.start();
                Sandbox sandbox = withPrices(onThisMachine(emulator)).build();
                ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .build();
                ProgramSession session = runner.open()) {
            ProgramReport report = session.run("import prices\nlen(await customers()) * prices.with_tax(100)");
            assertThat(report.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Returned.class,
                            returned -> assertThat(returned.result()).isEqualTo("238.0"));
        }
    }

    @Test
    void sessionsCanBeKeptReady() {
        try (Sandbox sandbox = sessions(starters)) {
            assertThat(sandbox.traits().stepped()).isTrue();
        }
    }
}
