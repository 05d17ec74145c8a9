package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What HTTP is like, beside the API's own contract. */
@ExtendWith(Fixture.Shared.class)
class HttpTest {

    private final Fixture fixture;

    HttpTest(Fixture fixture) {
        this.fixture = fixture;
    }

    private Client alice() {
        return fixture.client(Fixture.ALICE);
    }

    private HttpRequest.Builder bare(String path) {
        return HttpRequest.newBuilder(URI.create(fixture.url() + path));
    }

    private static void assertError(HttpResponse<String> response, int status, String type, String message) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        ObjectNode json = Client.json(response.body());
        assertThat(json.path("type").asText()).isEqualTo("error");
        assertThat(json.path("error").path("type").asText()).isEqualTo(type);
        assertThat(json.path("error").path("message").asText()).contains(message);
        assertThat(response.headers().firstValue("request-id"))
                .contains(json.path("request_id").asText());
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/messages/count_tokens", "/v1/models", "/v1/models/scripted"})
    void everyEndpointWantsAKey(String path) {
        HttpRequest.Builder request = bare(path).header("content-type", "application/json");
        if (path.startsWith("/v1/messages")) {
            request.POST(BodyPublishers.ofString("{}"));
        }
        assertError(Client.send(request.build()), 401, "authentication_error", "x-api-key header is required");
        assertError(
                Client.send(request.header("x-api-key", Fixture.ALICE + "x").build()),
                401,
                "authentication_error",
                "invalid x-api-key");
    }

    @Test
    void aKeyCanComeAsABearerToken() {
        HttpRequest.Builder request = bare("/v1/models").header("anthropic-version", "2023-06-01");
        HttpResponse<String> response = Client.send(
                request.header("authorization", "Bearer " + Fixture.ALICE).build());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/complete", "/v1/messages/batches", "/v2/messages", "/v1/models/"})
    void unknownPathsAreErrorsOfTheApi(String path) {
        HttpResponse<String> response = Client.send(alice().http(path).build());
        if (path.equals("/v1/models/")) {
            assertThat(response.statusCode()).isEqualTo(200); // the list
        } else {
            assertError(response, 404, "not_found_error", "Not found");
        }
    }

    @Test
    void otherMethodsAreErrorsOfTheApi() {
        assertError(Client.send(alice().http("/v1/messages").GET().build()), 405, "invalid_request_error", "use POST");
        assertError(Client.send(alice().http("/v1/models").DELETE().build()), 405, "invalid_request_error", "use GET");
    }

    @Test
    void otherContentIsAnErrorOfTheApi() {
        HttpRequest request = bare("/v1/messages")
                .header("x-api-key", Fixture.ALICE)
                .header("content-type", "text/plain")
                .POST(BodyPublishers.ofString("hello"))
                .build();
        assertError(Client.send(request), 415, "invalid_request_error", "application/json");
    }

    @Test
    void anAnnouncedBodyThatIsTooLargeIsRefused() {
        HttpRequest request = alice().http("/v1/messages")
                .POST(BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]))
                .build();
        assertError(Client.send(request), 413, "request_too_large", "1048576");
    }

    @Test
    void aBodyThatTurnsOutToBeTooLargeIsRefused() {
        HttpRequest request = alice().http("/v1/messages")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[2 << 20])))
                .build();
        assertError(Client.send(request), 413, "request_too_large", "1048576");
    }

    @Test
    void theVersionOfTheApiIsRequired() {
        HttpRequest request = bare("/v1/messages")
                .header("x-api-key", Fixture.ALICE)
                .header("content-type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertError(Client.send(request), 400, "invalid_request_error", "anthropic-version");
    }

    @Test
    void allValuesOfTheBetaHeaderCount() {
        Client client = alice().user("Say hello");
        client.request
                .putArray("tools")
                .addObject()
                .put("type", "code_execution_20250825")
                .put("name", "code_execution");
        assertError(client.post(), 400, "invalid_request_error", "code_execution_20250825");
        HttpRequest request = client.http("/v1/messages")
                .header("anthropic-beta", "something-else-2025-01-01")
                .header("anthropic-beta", "another-one, advanced-tool-use-2025-11-20")
                .POST(BodyPublishers.ofString(client.request.toString()))
                .build();
        HttpResponse<String> response = Client.send(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void modelsAreListed() {
        JsonNode list =
                Client.json(Client.send(alice().http("/v1/models").build()).body());
        assertThat(list.path("data").findValuesAsText("id")).containsExactly("recorded", "scripted");
        assertThat(list.path("data").findValuesAsText("display_name")).contains("Recorded answers");
        assertThat(Client.json(Client.send(alice().http("/v1/models/scripted").build())
                                .body())
                        .path("id")
                        .asText())
                .isEqualTo("scripted");
        assertError(Client.send(alice().http("/v1/models/none").build()), 404, "not_found_error", "model: none");
    }

    @Test
    void aStreamIsRealServerSentEvents() {
        HttpResponse<Stream<String>> response = alice().user("Say hello").open();
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
        assertThat(response.headers().firstValue("request-id")).isPresent();
        List<String> lines = response.body().toList();
        assertThat(lines).startsWith("event: message_start").endsWith("data: {\"type\":\"message_stop\"}", "");
    }

    @Test
    void anErrorBeforeAStreamBeginsIsAnHttpError() {
        Client client = alice().user("Say hello");
        client.request.put("model", "none").put("stream", true);
        assertError(client.post(), 404, "not_found_error", "model: none");
    }

    @Test
    void aContainerOfAnotherKeyIsAsUnknownAsOneThatNeverWas() {
        Client alice = alice().withLookup().user("Look up secret");
        JsonNode pause = alice.ask();
        alice.answer(pause, input -> "42");

        Client bob = fixture.client(Fixture.BOB);
        bob.request.setAll(alice.request);
        HttpResponse<String> refused = bob.post();
        String id = alice.container();
        String unknown = "container_" + "x".repeat(32);
        bob.request.put("container", unknown);
        HttpResponse<String> never = bob.post();

        assertError(refused, 400, "invalid_request_error", id);
        assertThat(message(refused)).isEqualTo(message(never).replace(unknown, id));
        assertThat(Client.text(alice.ask())).isEqualTo("It is 42");
    }

    private static String message(HttpResponse<String> response) {
        return Client.json(response.body()).path("error").path("message").asText();
    }

    @Test
    void whatIsSecretStandsInNoLog() {
        Client client = alice().withLookup().user("Look up Kolibri");
        assertThat(Client.text(client.converse(true, input -> "Zaunkoenig"))).isEqualTo("It is Zaunkoenig");
        assertThat(fixture.proxy.output())
                .contains("alice messages 200")
                .doesNotContain("Kolibri", "Zaunkoenig", Fixture.ALICE, "key-of-the-model-behind", "await");
    }

    @Test
    void metricsTellOfRequestsTokensAndPrograms() {
        double pauses = fixture.proxy.metric("ptc_proxy_pauses_total");
        double programs = fixture.proxy.metric("ptc_proxy_programs_seconds_count", "outcome=\"returned\"");
        double input = fixture.proxy.metric("ptc_proxy_tokens_total", "key=\"bob\"", "direction=\"input\"");
        Client client = fixture.client(Fixture.BOB).withLookup().user("Look up this");

        client.converse(false, value -> "that");

        assertThat(fixture.proxy.metric("ptc_proxy_pauses_total") - pauses).isEqualTo(1);
        assertThat(fixture.proxy.metric("ptc_proxy_programs_seconds_count", "outcome=\"returned\"") - programs)
                .isEqualTo(1);
        assertThat(fixture.proxy.metric("ptc_proxy_tokens_total", "key=\"bob\"", "direction=\"input\"") - input)
                .isEqualTo(200); // two calls of the model
        assertThat(fixture.proxy.metric("ptc_proxy_requests_seconds_count", "endpoint=\"messages\"", "status=\"200\""))
                .isPositive();
        assertThat(fixture.proxy.metric("ptc_proxy_containers")).isPositive();
    }

    @Test
    void healthTellsOfTheSandbox() {
        HttpResponse<String> response = Client.send(bare("/q/health/ready").build());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("Sandbox of programs", "embedded");
    }

    @Test
    void aKeyThatHasSentItsRequestsIsToldWhenToComeBack() {
        Client client = fixture.client(Fixture.LIMITED).user("Say hello");
        assertThat(client.post().statusCode()).isEqualTo(200);
        assertThat(client.post().statusCode()).isEqualTo(200);
        HttpResponse<String> limited = client.post();
        assertError(limited, 429, "rate_limit_error", "2 requests in a minute");
        assertThat(Integer.parseInt(limited.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 60);
    }

    @Test
    void aKeyThatHasUsedItsTokensIsToldWhenToComeBack() {
        Client client = fixture.client(Fixture.SPENT).user("Say hello");
        assertThat(client.post().statusCode()).isEqualTo(200); // 110 of 100
        HttpResponse<String> limited = client.post();
        assertError(limited, 429, "rate_limit_error", "100 tokens in a day");
        assertThat(Integer.parseInt(limited.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 24 * 3600);
    }
}
