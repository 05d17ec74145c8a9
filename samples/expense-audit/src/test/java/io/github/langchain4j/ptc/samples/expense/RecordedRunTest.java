package io.github.langchain4j.ptc.samples.expense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command line with the recorded model: all but the model is real. */
class RecordedRunTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(value = SandboxChoice.class, names = "AGENTCORE", mode = EnumSource.Mode.EXCLUDE) // needs AWS
    void answers_the_question_in_both_ways(SandboxChoice sandbox) throws Exception {
        assumeUsable(sandbox);
        Path json = folder.resolve("audit.json");

        CommandLine run = CommandLine.run("--sandbox", sandbox.key(), "--json", json.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Which engineering team members exceeded their Q3 travel budget?")
                .contains("recorded")
                .contains("asyncio.gather")
                .contains("get_team_members(department=\"engineering\")")
                .contains("get_expenses(employee_id=\"E1003\", quarter=\"Q3\")")
                .contains("E1018 | Tomasz Zielinski | 3644.00 | 3000.00")
                .contains("fewer tokens")
                .doesNotContain("not the right answer")
                .doesNotContain("\u001b");
        JsonNode report = new ObjectMapper().readTree(Files.readString(json));
        assertThat(report.path("program").textValue()).contains("asyncio.gather");
        assertRightAnswer(report.path("answer"));
        assertRightAnswer(report.path("ptc").path("answer"));
        assertRightAnswer(report.path("direct").path("answer"));
        assertInnerCalls(report.path("innerCalls"));
        assertCosts(report.path("ptc"), 2, 17);
        assertCosts(report.path("direct"), 4, 17);
        assertThat(tokens(report.path("ptc"))).isLessThan(tokens(report.path("direct")) * 8 / 100);
        assertThat(report.path("ptc").path("rightAnswer").booleanValue()).isTrue();
        assertThat(report.path("direct").path("rightAnswer").booleanValue()).isTrue();
    }

    @Test
    void the_programs_returned_value_holds_the_answer() throws IOException {
        Path json = folder.resolve("audit.json");

        CommandLine.run("--arm", "ptc", "--json", json.toString());

        JsonNode report = new ObjectMapper().readTree(Files.readString(json));
        JsonNode returned = new ObjectMapper().readTree(report.path("returned").textValue());
        assertThat(returned).hasSize(3);
        assertThat(returned.path(2).path("employee_id").textValue()).isEqualTo("E1034");
        assertThat(returned.path(2).path("spent").doubleValue()).isEqualTo(11286);
        assertThat(returned.path(2).path("budget").doubleValue()).isEqualTo(10000);
        assertThat(report.has("direct")).isFalse();
    }

    @Test
    void can_do_ordinary_tool_calling_alone() throws IOException {
        Path json = folder.resolve("audit.json");

        CommandLine run = CommandLine.run("--arm", "direct", "--json", json.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Ordinary tool calling").doesNotContain("Programmatic tool calling");
        JsonNode report = new ObjectMapper().readTree(Files.readString(json));
        assertRightAnswer(report.path("answer"));
        assertThat(report.has("ptc")).isFalse();
        assertThat(report.has("program")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = SandboxChoice.class, names = "AGENTCORE", mode = EnumSource.Mode.EXCLUDE) // needs AWS
    void the_recordings_are_what_renewing_them_writes(SandboxChoice sandbox) throws Exception {
        assumeUsable(sandbox);
        CommandLine run = CommandLine.run("--sandbox", sandbox.key(), "--record", folder.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        for (String name : List.of("ptc-" + sandbox.recording(), "direct")) {
            assertThat(folder.resolve(name + ".json")).hasContent(shipped(name));
        }
    }

    @Test
    void uses_colours_where_they_are_understood() {
        CommandLine run = CommandLine.inColour("--arm", "direct");

        assertThat(run.out()).contains("\u001b[1m").contains("\u001b[32m");
    }

    private static void assumeUsable(SandboxChoice sandbox) throws InterruptedException {
        assumeTrue(sandbox != SandboxChoice.LOCAL_PYTHON || LocalPythonSandbox.isAvailable(), "no Python here");
        if (sandbox == SandboxChoice.DOCKER) {
            assumeDocker();
        }
    }

    /** Without an engine and its image the test is left out, unless the environment demands it. */
    private static void assumeDocker() throws InterruptedException {
        try (Sandbox docker = SandboxChoice.DOCKER.open();
                Interpreter started = docker.start(InterpreterSpec.DEFAULT, Deadline.in(Duration.ofMinutes(2)))) {
            assertThat(started).isNotNull();
        } catch (SandboxUnavailableException e) {
            if (Boolean.parseBoolean(System.getenv("PTC_REQUIRE_DOCKER"))) {
                throw e;
            }
            System.out.println("LEFT OUT: the sample with the Docker sandbox, because: " + e.getMessage());
            abort(e.getMessage());
        }
    }

    private static String shipped(String name) throws IOException {
        try (InputStream in = RecordedRunTest.class.getResourceAsStream("/recordings/" + name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertRightAnswer(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        answer.forEach(person -> lines.add(person.path("employeeId").textValue() + " "
                + person.path("amount").doubleValue() + " "
                + person.path("limit").doubleValue()));
        assertThat(lines).containsExactly("E1003 7412.0 5000.0", "E1018 3644.0 3000.0", "E1034 11286.0 10000.0");
    }

    private static void assertInnerCalls(JsonNode calls) {
        assertThat(calls).hasSize(17);
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.path("outcome").textValue()).isEqualTo("ok");
            assertThat(call.path("arguments").size()).isPositive();
            assertThat(call.path("durationMillis").doubleValue()).isPositive();
            assertThat(call.path("resultBytes").intValue()).isPositive();
        });
        assertThat(calls.findValuesAsText("tool").stream().distinct())
                .containsExactlyInAnyOrder("get_team_members", "get_expenses", "get_custom_budget");
    }

    private static void assertCosts(JsonNode arm, int modelCalls, int toolCalls) {
        assertThat(arm.path("modelCalls").intValue()).isEqualTo(modelCalls);
        assertThat(arm.path("toolCalls").intValue()).isEqualTo(toolCalls);
        assertThat(arm.path("inputTokens").intValue()).isPositive();
        assertThat(arm.path("outputTokens").intValue()).isPositive();
        assertThat(arm.path("millis").isIntegralNumber()).isTrue();
    }

    private static int tokens(JsonNode arm) {
        return arm.path("inputTokens").intValue() + arm.path("outputTokens").intValue();
    }
}
