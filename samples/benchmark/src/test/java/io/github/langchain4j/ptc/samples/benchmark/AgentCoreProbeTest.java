package io.github.langchain4j.ptc.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.testkit.agentcore.AgentCoreEmulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import picocli.CommandLine;

/** The probe against the emulator: it says what is there, and what is not. */
@EnabledIf("io.github.langchain4j.ptc.testkit.LocalPythonSandbox#isAvailable")
class AgentCoreProbeTest {

    private static final List<String> PROPERTIES = List.of(
            "aws.accessKeyId",
            "aws.secretAccessKey",
            "aws.disableEc2Metadata",
            "aws.configFile",
            "aws.sharedCredentialsFile");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void hideTheMachine() {
        System.setProperty("aws.disableEc2Metadata", "true");
        System.setProperty("aws.configFile", Path.of("nowhere").toString());
        System.setProperty("aws.sharedCredentialsFile", Path.of("nowhere").toString());
    }

    @AfterEach
    void showIt() {
        PROPERTIES.forEach(System::clearProperty);
    }

    private int run(String... arguments) {
        return new CommandLine(new AgentCoreProbe())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void everyAssumptionIsCheckedAndToldWithAFigure() throws Exception {
        System.setProperty("aws.accessKeyId", "AKIDEMULATOR");
        System.setProperty("aws.secretAccessKey", "none");
        try (AgentCoreEmulator emulator = AgentCoreEmulator.start();
                ServerSocket reachable = new ServerSocket(0)) {
            String outside = "[('127.0.0.1', " + reachable.getLocalPort() + ")]";
            int code = run(
                    "--region",
                    "us-east-1",
                    "--endpoint",
                    emulator.endpoint().toString(),
                    "--longest",
                    "1",
                    "--outside",
                    outside);
            assertThat(out.toString().lines().filter(line -> line.startsWith("PASS")))
                    .hasSize(14);
            assertThat(out.toString().lines().filter(line -> line.startsWith("FAIL")))
                    .containsExactly("FAIL  there is no network: it reaches ['127.0.0.1']");
            assertThat(out.toString()).contains("PASS  a step takes: median ").endsWith("1 checks failed\n");
            assertThat(code).isEqualTo(1);
            assertThat(emulator.openSessions()).isZero();
        }
    }

    @Test
    void aServiceThatKeepsFewCharactersFails() {
        System.setProperty("aws.accessKeyId", "AKIDEMULATOR");
        System.setProperty("aws.secretAccessKey", "none");
        try (AgentCoreEmulator emulator =
                AgentCoreEmulator.builder().maxStdout(40_000).maxRequest(70_000).start()) {
            run(
                    "--region",
                    "us-east-1",
                    "--endpoint",
                    emulator.endpoint().toString(),
                    "--longest",
                    "1",
                    "--outside",
                    "[]");
            assertThat(out.toString())
                    .contains("whole up to 32768 characters")
                    .contains("FAIL  a request takes 1048576 characters: up to 32768");
        }
    }

    @Test
    void withoutCredentialsItSaysWhatIsMissing() {
        int code = run("--region", "us-east-1");
        assertThat(err.toString()).contains("it needs AWS credentials");
        assertThat(code).isEqualTo(2);
    }
}
