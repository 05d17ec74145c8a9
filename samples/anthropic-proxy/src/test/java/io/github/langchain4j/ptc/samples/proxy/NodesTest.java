package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes that know each other, alone and behind nginx. */
@Timeout(120)
class NodesTest {

    private static ScriptedEndpoint endpoint;
    private static ProxyProcess a;
    private static ProxyProcess b;

    @BeforeAll
    static void start() throws IOException {
        endpoint = new ScriptedEndpoint();
        Fixture.Scripts.all(endpoint);
        int portA = freePort();
        int portB = freePort();
        a = settings("a", portA, portB).launch();
        b = settings("b", portA, portB).launch();
        a.port();
        b.port();
    }

    private static ProxyProcess.Settings settings(String node, int portA, int portB) {
        return Fixture.settings(endpoint)
                .set("quarkus.http.port", Integer.toString(node.equals("a") ? portA : portB))
                .set("node.name", node)
                .set("node.peers.a", "http://localhost:" + portA)
                .set("node.peers.b", "http://localhost:" + portB)
                .set("node.peers.gone", "http://localhost:1")
                .set("programs.compute-time", "10m")
                .set("programs.wall-time", "10m");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void end() {
        for (ProxyProcess process : new ProxyProcess[] {a, b}) {
            if (process != null) {
                process.close();
            }
        }
        endpoint.close();
    }

    private static Client at(ProxyProcess node, Client conversation) {
        Client client = new Client(node.url(), Fixture.ALICE);
        client.request.setAll(conversation.request.deepCopy());
        return client;
    }

    private static Client startedAtA(String question) {
        return new Client(a.url(), Fixture.ALICE).withLookup().user(question);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRequestForAContainerOfAnotherNodeIsSentOn(boolean streamed) {
        double forwarded = b.metric("ptc_proxy_forwarded_total", "node=\"a\"");
        Client client = startedAtA("Loop " + (streamed ? "streamed" : "whole"));
        JsonNode pause = client.ask();
        assertThat(client.container()).startsWith("container_a_");

        Client elsewhere =
                at(b, client).answer(pause, input -> input.path("key").asText());
        ObjectNode end = elsewhere.converse(
                streamed, input -> "end of " + input.path("key").asText());

        String name = streamed ? "streamed" : "whole";
        assertThat(Client.text(end)).contains(name + "-0", name + "-1", "end of " + name + "-2");
        assertThat(elsewhere.container()).isEqualTo(client.container());
        assertThat(b.metric("ptc_proxy_forwarded_total", "node=\"a\"") - forwarded)
                .isEqualTo(2);
    }

    @Test
    void theResponseSaysWhichNodeMadeIt() {
        Client client = startedAtA("Look up value");
        JsonNode pause = client.ask();
        HttpResponse<String> response =
                at(b, client).answer(pause, input -> "42").post();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().allValues("x-ptc-node")).containsExactly("a");
        String id = response.headers().firstValue("request-id").orElseThrow();
        assertThat(a.output()).contains(id);
    }

    @Test
    void theOtherNodeChecksTheKeyAgain() {
        Client client = startedAtA("Look up value");
        JsonNode pause = client.ask();
        Client bob = new Client(b.url(), Fixture.BOB);
        bob.request.setAll(client.request.deepCopy());
        HttpResponse<String> response = bob.answer(pause, input -> "42").post();
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("was not found or has expired");
    }

    @Test
    void aRequestIsSentOnOnlyOnce() {
        Client client = startedAtA("Look up value");
        JsonNode pause = client.ask();
        Client elsewhere = at(b, client).answer(pause, input -> "42");
        HttpResponse<String> response = Client.send(elsewhere
                .http("/v1/messages")
                .header("x-ptc-forwarded-by", "somebody")
                .POST(BodyPublishers.ofString(elsewhere.request.toString()))
                .build());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("was not found or has expired");
    }

    @Test
    void aNodeThatNobodyKnowsIsAClearError() {
        Client client = startedAtA("Look up value");
        client.request.put("container", "container_elsewhere_" + "x".repeat(32));
        HttpResponse<String> response = client.post();
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("invalid_request_error", "lives on node 'elsewhere'", "came to node 'a'");
    }

    @Test
    void aNodeThatIsAwayIsAClearError() {
        Client client = startedAtA("Look up value");
        client.request.putObject("container").put("id", "container_gone_" + "x".repeat(32));
        HttpResponse<String> response = client.post();
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).contains("api_error", "The node 'gone'", "cannot be reached");
    }

    @Test
    void aClientThatGoesAwayEndsItsProgramAtTheOtherNode() throws IOException {
        Client client = startedAtA("Look up value");
        client.converse(false, input -> "42");
        Client elsewhere = at(b, client).user("Run forever");
        double gone = a.metric("ptc_proxy_requests_seconds_count", "status=\"499\"");
        double programs = a.metric("ptc_proxy_programs_seconds_count");
        try (InputStream body = Client.send(
                        elsewhere
                                .http("/v1/messages")
                                .POST(BodyPublishers.ofString(elsewhere
                                        .request
                                        .deepCopy()
                                        .put("stream", true)
                                        .toString()))
                                .build(),
                        BodyHandlers.ofInputStream())
                .body()) {
            byte[] some = new byte[256];
            assertThat(body.read(some)).isPositive();
        }
        StreamTest.until(() -> a.metric("ptc_proxy_requests_seconds_count", "status=\"499\"") > gone);
        StreamTest.until(() -> a.metric("ptc_proxy_programs_seconds_count") > programs);
    }

    @Test
    void nginxRoutesByContainer(@TempDir Path folder) throws Exception {
        Requirement.NGINX.check("nginx", "-v");
        double forwarded = a.metric("ptc_proxy_forwarded_total") + b.metric("ptc_proxy_forwarded_total");
        int port = freePort();
        try (Nginx nginx = Nginx.start(folder, port, Map.of("a", a.port(), "b", b.port()))) {
            StringBuilder containers = new StringBuilder();
            for (int conversation = 0; conversation < 6; conversation++) {
                Client client =
                        new Client(nginx.url(), Fixture.ALICE).withLookup().user("Loop through" + conversation);
                ObjectNode end = client.converse(
                        conversation % 2 == 0, input -> input.path("key").asText());
                assertThat(Client.text(end)).contains("through" + conversation + "-2");
                containers.append(client.container()).append(' ');
            }
            assertThat(containers.toString()).contains("container_a_", "container_b_");
        }
        assertThat(a.metric("ptc_proxy_forwarded_total") + b.metric("ptc_proxy_forwarded_total"))
                .isEqualTo(forwarded);
    }
}
