package io.github.langchain4j.ptc.samples.expense;

import static io.github.langchain4j.ptc.samples.expense.CommandLineErrorsTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.langchain4j.ptc.samples.expense.company.Company;
import io.github.langchain4j.ptc.testkit.converse.Block;
import io.github.langchain4j.ptc.testkit.converse.ConverseModel;
import io.github.langchain4j.ptc.testkit.converse.ConverseReply;
import io.github.langchain4j.ptc.testkit.converse.ConverseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line in front of a local server that speaks Bedrock's protocol, through the real client. */
class BedrockTest {

    private static final String MODEL = "bedrock:us.anthropic.claude-sonnet-4-6";

    @TempDir
    private Path folder;

    @AfterEach
    void forgetCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private static void giveCredentials() {
        System.setProperty("aws.accessKeyId", "key");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    private static CommandLine ask(ConverseModel model, String... more) throws IOException {
        giveCredentials();
        try (ConverseServer server = ConverseServer.start(model)) {
            String[] arguments = new String[more.length + 6];
            System.arraycopy(more, 0, arguments, 6, more.length);
            System.arraycopy(
                    new String[] {
                        "--model",
                        MODEL,
                        "--region",
                        "us-east-1",
                        "--base-url",
                        server.endpoint().toString()
                    },
                    0,
                    arguments,
                    0,
                    6);
            return CommandLine.run(arguments);
        }
    }

    @Test
    void a_model_of_bedrock_answers_by_a_program() throws IOException {
        String right = Question.rightAnswer(Company.load()).stream()
                .map(person ->
                        person.employeeId() + " | " + person.name() + " | " + person.amount() + " | " + person.limit())
                .collect(Collectors.joining("\n"));
        Path json = folder.resolve("audit.json");

        CommandLine run = ask(
                call -> call.toolResults().isEmpty()
                        ? ConverseReply.message(
                                "tool_use",
                                new Block.Redacted("c2VjcmV0"),
                                new Block.ToolUse(
                                        "tooluse_1",
                                        "execute_python",
                                        "{\"code\": \"len(await get_team_members('engineering'))\"}"))
                        : ConverseReply.answer(right),
                "--arm",
                "ptc",
                "--json",
                json.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("us.anthropic.claude-sonnet-4-6 on Amazon Bedrock in us-east-1", "This is the right");
        JsonNode report = new ObjectMapper().readTree(Files.readString(json));
        assertThat(report.path("returned").textValue()).isEqualTo("8");
        assertThat(report.path("ptc").path("rightAnswer").booleanValue()).isTrue();
        assertThat(report.path("ptc").path("reportedInputTokens").intValue()).isGreaterThan(500);
    }

    @Test
    void without_credentials_it_says_what_is_missing() {
        CommandLine run = CommandLine.run("--model", MODEL, "--region", "us-east-1");
        assertFails(1, "No AWS credentials were found: set AWS_ACCESS_KEY_ID", run);
        assertThat(run.err()).contains("AWS_PROFILE");
    }

    @Test
    void without_a_region_it_says_what_is_missing() {
        giveCredentials();
        assertFails(1, "No AWS region is known: give --region", CommandLine.run("--model", MODEL));
    }

    @Test
    void the_region_can_come_from_the_environment() {
        assertFails(
                1,
                "No AWS credentials were found",
                CommandLine.run(Map.of("AWS_DEFAULT_REGION", "eu-west-1"), "--model", MODEL));
    }

    @Test
    void missing_access_is_explained() throws IOException {
        CommandLine run = ask(call -> new ConverseReply.Failure(
                403, "AccessDeniedException", "You don't have access to the model with the specified model ID."));
        assertFails(1, "(AccessDeniedException: You don't have access", run);
        assertThat(run.err()).contains("bedrock:InvokeModel");
    }

    @Test
    void a_model_that_needs_an_inference_profile_is_explained() throws IOException {
        CommandLine run = ask(call -> new ConverseReply.Failure(
                400, "ValidationException", "Invocation with on-demand throughput isn't supported."));
        assertFails(1, "name an inference profile", run);
    }

    @Test
    void options_of_other_models_are_refused() {
        assertFails(2, "AWS_BEARER_TOKEN_BEDROCK", CommandLine.run("--model", MODEL, "--api-key", "k"));
        assertFails(2, "--model bedrock:ID", CommandLine.run("--model", "gpt", "--region", "us-east-1"));
        assertFails(1, "No model of Bedrock is named", CommandLine.run("--model", "bedrock:"));
    }
}
