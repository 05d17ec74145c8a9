package io.github.langchain4j.ptc.samples.expense;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineErrorsTest {

    @TempDir
    private Path folder;

    @Test
    void help_explains_all_options() {
        CommandLine run = CommandLine.run("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        for (String option : List.of(
                "--model", "--base-url", "--api-key", "--sandbox", "--ask", "--arm", "--json", "--record", "--help")) {
            assertThat(run.out()).contains(option);
        }
        assertThat(run.out()).contains("OPENAI_API_KEY", "OPENAI_BASE_URL");
    }

    @Test
    void an_unknown_option_is_an_error() {
        assertFails(2, "Unknown option: '--modle=x'", CommandLine.run("--modle=x"));
    }

    @Test
    void an_unknown_argument_is_an_error() {
        assertFails(2, "Unmatched argument at index 0: 'question'", CommandLine.run("question"));
    }

    @Test
    void an_option_without_its_value_is_an_error() {
        assertFails(2, "Missing required parameter for option '--model'", CommandLine.run("--model"));
    }

    @Test
    void an_unknown_arm_is_an_error() {
        assertFails(2, "expected 'ptc', 'direct' or 'both', but was 'all'", CommandLine.run("--arm", "all"));
    }

    @Test
    void an_unknown_sandbox_is_an_error() {
        assertFails(
                2,
                "expected 'embedded', 'docker', 'agentcore' or 'local-python', but was 'podman'",
                CommandLine.run("--sandbox", "podman"));
    }

    @Test
    void a_missing_docker_engine_is_an_error_that_says_what_to_do() {
        String before = System.getProperty("DOCKER_HOST");
        System.setProperty("DOCKER_HOST", "unix://" + folder.resolve("no.sock"));
        try {
            CommandLine run = CommandLine.run("--sandbox", "docker");

            assertFails(1, "There is no Docker engine at unix://" + folder.resolve("no.sock"), run);
            assertThat(run.err()).contains("Start Docker", "DOCKER_HOST");
        } finally {
            restore("DOCKER_HOST", before);
        }
    }

    private static void restore(String property, String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }

    @Test
    void the_recorded_model_takes_no_other_question() {
        assertFails(
                2,
                "The recorded model answers the recorded question alone",
                CommandLine.run("--ask", "Who spent the most?"));
    }

    @Test
    void the_recorded_model_takes_no_endpoint() {
        assertFails(2, "need a real model", CommandLine.run("--base-url", "http://localhost:1/v1"));
        assertFails(2, "need a real model", CommandLine.run("--api-key", "secret"));
    }

    @Test
    void a_missing_key_is_an_error() {
        CommandLine run = CommandLine.run(Map.of("OPENAI_API_KEY", " "), "--model", "gpt-4.1-mini");

        assertFails(1, "needs a key: give --api-key or set OPENAI_API_KEY", run);
    }

    @Test
    void a_wrong_address_is_an_error() {
        assertFails(
                1,
                "The base URL 'localhost:11434' is no http or https address",
                CommandLine.run("--model", "m", "--base-url", "localhost:11434"));
    }

    @Test
    void a_file_that_cannot_be_written_is_an_error_before_anything_is_asked() {
        CommandLine inNoFolder =
                CommandLine.run("--json", folder.resolve("no/audit.json").toString());
        CommandLine isFolder = CommandLine.run("--json", folder.toString());

        assertFails(1, "cannot be written: there is no folder", inNoFolder);
        assertThat(inNoFolder.out()).isEmpty();
        assertFails(1, "cannot be written: it is a folder", isFolder);
    }

    static void assertFails(int exitCode, String message, CommandLine run) {
        assertThat(run.err()).contains(message).startsWith("expense-audit: ").doesNotContain("\tat ");
        assertThat(run.err().lines()).as("lines on the standard error").hasSize(1);
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }
}
