package io.github.langchain4j.ptc.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.langchain4j.ptc.samples.expense.Question;
import io.github.langchain4j.ptc.samples.expense.company.Company;
import io.github.langchain4j.ptc.testkit.converse.Block;
import io.github.langchain4j.ptc.testkit.converse.ConverseCall;
import io.github.langchain4j.ptc.testkit.converse.ConverseReply;
import io.github.langchain4j.ptc.testkit.converse.ConverseServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The comparison in front of a local server that speaks Bedrock's protocol. */
class BedrockCommandTest {

    private static final String RIGHT = Question.rightAnswer(Company.load()).stream()
            .map(person ->
                    person.employeeId() + " | " + person.name() + " | " + person.amount() + " | " + person.limit())
            .collect(Collectors.joining("\n"));

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void forgetCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new CommandLine(new BedrockCommand(environment))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    /** Programs and tools are called once, then the answer is there; the model "broken.model" does not exist. */
    private static ConverseReply model(ConverseCall call) {
        if (call.modelId().equals("broken.model")) {
            return new ConverseReply.Failure(400, "ValidationException", "The provided model identifier is invalid.");
        }
        if (!call.toolResults().isEmpty()) {
            return ConverseReply.answer(RIGHT);
        }
        JsonNode input = call.tools().contains("execute_python")
                ? JsonNodeFactory.instance.objectNode().put("code", "len(await get_expenses('E1003', 'Q3'))")
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("employee_id", "E1003")
                        .put("quarter", "Q3");
        String tool = call.tools().contains("execute_python") ? "execute_python" : "get_expenses";
        return ConverseReply.message("tool_use", new Block.ToolUse("tooluse_1", tool, input.toString()));
    }

    @Test
    void comparesModelsAndGoesOnAfterOneThatFails() throws Exception {
        System.setProperty("aws.accessKeyId", "key");
        System.setProperty("aws.secretAccessKey", "secret");
        Path json = folder.resolve("runs.json");
        try (ConverseServer server = ConverseServer.start(BedrockCommandTest::model)) {
            int code = run(
                    Map.of("AWS_REGION", "us-east-1"),
                    "--models",
                    "broken.model,zai.glm-4.7",
                    "--runs",
                    "2",
                    "--base-url",
                    server.endpoint().toString(),
                    "--json",
                    json.toString());
            assertThat(code).as(err.toString()).isEqualTo(1);
        }
        assertThat(out.toString().lines())
                .anyMatch(line -> line.startsWith("| broken.model | programmatic | failed |"))
                .anyMatch(
                        line -> line.matches(
                                "\\| zai\\.glm-4\\.7 \\| programmatic \\| 2 of 2 \\| 2 \\| 1 \\| [\\d,]+ \\| [\\d,]+ \\| [\\d.]+ \\| [\\d.]+ % fewer \\|"))
                .anyMatch(line -> line.startsWith("| zai.glm-4.7 | ordinary | 2 of 2 | 2 | 1 |"))
                .anyMatch(line -> line.contains("The provided model identifier is invalid"));
        JsonNode runs = new ObjectMapper().readTree(json.toFile());
        assertThat(runs).hasSize(8);
        assertThat(runs.get(4).path("cost").path("right").booleanValue()).isTrue();
        assertThat(runs.get(4).path("cost").path("inputTokens").intValue()).isPositive();
        assertThat(runs.get(0).path("failure").textValue()).contains("ValidationException");
    }

    @Test
    void withoutCredentialsItSaysWhatIsMissing() {
        assertThat(run(Map.of("AWS_REGION", "us-east-1"))).isEqualTo(1);
        assertThat(err.toString()).contains("No AWS credentials were found: set AWS_ACCESS_KEY_ID");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void withoutARegionItSaysWhatIsMissing() {
        assertThat(run(Map.of())).isEqualTo(1);
        assertThat(err.toString()).contains("No AWS region is known");
    }

    @Test
    void theModelsOfThePublishedComparisonAreTheDefault() {
        assertThat(Arrays.asList(BedrockCommand.MODELS.split(","))).hasSize(8).doesNotHaveDuplicates();
    }
}
