package io.github.langchain4j.ptc.samples.expense;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.github.langchain4j.ptc.samples.expense.CommandLineErrorsTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command line in front of an endpoint that speaks OpenAI's protocol. */
class EndpointTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/v1/chat/completions";

    @RegisterExtension
    private final WireMockExtension endpoint = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .build();

    @TempDir
    private Path folder;

    @Test
    void a_model_at_an_endpoint_answers_another_question_by_a_program() throws IOException {
        answers(
                "secret",
                calling("execute_python", "{\"code\": \"members = await get_team_members('sales')\\nlen(members)\"}"),
                saying("There are 4 people in sales."));
        Path json = folder.resolve("audit.json");

        CommandLine run = ask(
                "--api-key",
                "secret",
                "--arm",
                "ptc",
                "--ask",
                "How many people are in sales?",
                "--json",
                json.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("There are 4 people in sales.").doesNotContain("right answer");
        JsonNode report = JSON.readTree(Files.readString(json));
        assertThat(report.path("question").textValue()).isEqualTo("How many people are in sales?");
        assertThat(report.path("returned").textValue()).isEqualTo("4");
        assertThat(report.path("answer")).isEmpty();
        assertThat(report.path("answerText").textValue()).isEqualTo("There are 4 people in sales.");
        assertThat(report.path("ptc").has("rightAnswer")).isFalse();
        endpoint.verify(2, postRequestedFor(urlEqualTo(PATH)).withHeader("Authorization", equalTo("Bearer secret")));
    }

    @Test
    void a_model_at_an_endpoint_answers_by_ordinary_tool_calling() throws IOException {
        answers(
                null,
                calling("get_team_members", "{\"department\": \"sales\"}"),
                saying("E1001 | Laura Bianchi | 9,120 | 5,000"));
        Path json = folder.resolve("audit.json");

        CommandLine run = ask("--arm", "direct", "--json", json.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("This is not the right answer.");
        JsonNode report = JSON.readTree(Files.readString(json));
        assertThat(report.path("answer").path(0).path("employeeId").textValue()).isEqualTo("E1001");
        assertThat(report.path("answer").path(0).path("amount").intValue()).isEqualTo(9120);
        assertThat(report.path("direct").path("rightAnswer").booleanValue()).isFalse();
        endpoint.verify(1, postRequestedFor(urlEqualTo(PATH)).withRequestBody(containing("laura.bianchi@example.com")));
    }

    @Test
    void address_and_key_can_come_from_the_environment() throws IOException {
        answers("from-environment", saying("Nobody."));

        CommandLine run = CommandLine.run(
                Map.of("OPENAI_BASE_URL", endpoint.baseUrl() + "/v1", "OPENAI_API_KEY", "from-environment"),
                "--model",
                "test-model",
                "--arm",
                "direct");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Nobody.");
    }

    @Test
    void what_a_model_answered_can_be_recorded() throws IOException {
        answers(null, saying("Nobody."));

        CommandLine run =
                ask("--arm", "direct", "--record", folder.resolve("new").toString());

        assertThat(run.exitCode()).isZero();
        JsonNode recording = JSON.readTree(Files.readString(folder.resolve("new/direct.json")));
        JsonNode turn = recording.path("turns").path(0);
        assertThat(turn.path("newMessages").path(0).path("text").textValue()).isEqualTo(Question.TEXT);
        assertThat(turn.path("tools").findValuesAsText("name")).contains("get_custom_budget", "get_expenses");
        assertThat(turn.path("answer").path("text").textValue()).isEqualTo("Nobody.");
    }

    @Test
    void a_refused_key_is_an_error_that_does_not_show_the_key() {
        endpoint.stubFor(post(PATH)
                .willReturn(aResponse()
                        .withStatus(401)
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"error\":{\"message\":\"Incorrect API key provided.\"}}")));

        CommandLine run = ask("--api-key", "sk-wrong", "--arm", "direct");

        assertFails(1, "refused the key (HTTP 401", run);
        assertThat(run.err()).contains("Incorrect API key provided.");
        assertThat(run.err() + run.out()).doesNotContain("sk-wrong");
    }

    @Test
    void an_unknown_model_is_an_error() {
        fails(404, "{\"error\":{\"message\":\"The model does not exist\"}}");

        assertFails(1, "has no model 'test-model'", ask("--arm", "direct"));
    }

    @Test
    void a_refused_request_is_an_error_in_one_line() {
        fails(400, "{\"error\":{\n\"message\":\"maximum context length is 8192 tokens\"}}");

        CommandLine run = ask("--arm", "direct");

        assertFails(1, "refused the request (HTTP 400", run);
        assertThat(run.err()).contains("maximum context length is 8192 tokens");
    }

    @Test
    void too_many_requests_are_an_error() {
        fails(429, "{\"error\":{\"message\":\"Rate limit reached\"}}");

        assertFails(1, "allows no more requests now (HTTP 429", ask("--arm", "direct"));
    }

    @Test
    void an_endpoint_that_breaks_off_is_an_error() {
        endpoint.stubFor(post(PATH).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        assertFails(1, "The connection to " + endpoint.baseUrl(), ask("--arm", "direct"));
    }

    @Test
    void an_answer_that_is_no_json_is_an_error() {
        endpoint.stubFor(post(PATH).willReturn(aResponse().withStatus(200).withBody("<html>Welcome</html>")));

        assertFails(1, "did not answer as an OpenAI-compatible one does", ask("--arm", "direct"));
    }

    @Test
    void an_endpoint_that_cannot_be_reached_is_an_error_in_both_ways() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String url = "http://localhost:" + free + "/v1";

        for (String arm : List.of("direct", "ptc")) {
            CommandLine run = CommandLine.run("--model", "m", "--base-url", url, "--arm", arm);

            assertFails(1, "The endpoint " + url + " cannot be reached", run);
        }
    }

    @Test
    void an_unknown_host_is_an_error() {
        CommandLine run =
                CommandLine.run("--model", "m", "--base-url", "http://no-such-host.invalid/v1", "--arm", "direct");

        assertFails(1, "The endpoint http://no-such-host.invalid/v1 cannot be reached", run);
    }

    private CommandLine ask(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--model", "test-model", "--base-url", endpoint.baseUrl() + "/v1"));
        all.addAll(Arrays.asList(arguments));
        return CommandLine.run(all.toArray(String[]::new));
    }

    private void fails(int status, String body) {
        endpoint.stubFor(post(PATH).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    /** Answers one request after the other. */
    private void answers(String key, ObjectNode... messages) {
        for (int i = 0; i < messages.length; i++) {
            ObjectNode body = JSON.createObjectNode().put("id", "chatcmpl-" + i).put("object", "chat.completion");
            ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
            choice.set("message", messages[i]);
            choice.put("finish_reason", messages[i].has("tool_calls") ? "tool_calls" : "stop");
            var request = post(PATH)
                    .inScenario("conversation")
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "answered " + i)
                    .willSetStateTo("answered " + (i + 1));
            endpoint.stubFor((key == null ? request : request.withHeader("Authorization", equalTo("Bearer " + key)))
                    .willReturn(okJson(body.toString())));
        }
    }

    private static ObjectNode saying(String text) {
        return JSON.createObjectNode().put("role", "assistant").put("content", text);
    }

    private static ObjectNode calling(String tool, String arguments) {
        ObjectNode message = JSON.createObjectNode().put("role", "assistant");
        message.putArray("tool_calls")
                .addObject()
                .put("id", "call_1")
                .put("type", "function")
                .putObject("function")
                .put("name", tool)
                .put("arguments", arguments);
        return message;
    }
}
