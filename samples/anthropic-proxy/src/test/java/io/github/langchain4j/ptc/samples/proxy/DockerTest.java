package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Containers of a Docker engine, and what happens to them while a program waits for its client. */
@Timeout(180)
class DockerTest {

    private static final String SLIM = "langchain4j-ptc/sandbox:slim";

    /** A name of this run, by which its containers are told from others. */
    private static final String IMAGE = "langchain4j-ptc/sandbox:proxy-test-" + UUID.randomUUID();

    private static ScriptedEndpoint endpoint;
    private static ProxyProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        Requirement.DOCKER.check("docker", "image", "inspect", SLIM);
        docker("tag", SLIM, IMAGE);
        endpoint = new ScriptedEndpoint();
        Fixture.Scripts.all(endpoint);
        proxy = settings()
                .set("sandbox.image", IMAGE)
                .set("programs.compute-time", "3s")
                .set("programs.wall-time", "5s")
                .start();
    }

    private static ProxyProcess.Settings settings() {
        return Fixture.settings(endpoint).set("sandbox.type", "docker").set("sandbox.warm", "0");
    }

    @AfterAll
    static void end() throws Exception {
        if (proxy != null) {
            proxy.close();
            endpoint.close();
            StreamTest.until(() -> containers().isEmpty());
            docker("rmi", IMAGE);
        }
    }

    private static List<String> docker(String... arguments) {
        try {
            Process process = new ProcessBuilder(Stream.concat(Stream.of("docker"), Stream.of(arguments))
                            .toList())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(output).isZero();
            return output.lines().toList();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> containers() {
        return docker("ps", "--all", "--format", "{{.ID}} {{.Image}}").stream()
                .filter(line -> line.endsWith(" " + IMAGE))
                .map(line -> line.split(" ")[0])
                .toList();
    }

    /** The container that was made since. */
    private static String added(List<String> before) {
        List<String> added = containers().stream()
                .filter(container -> !before.contains(container))
                .toList();
        assertThat(added).hasSize(1);
        return added.get(0);
    }

    private static Client client() {
        return new Client(proxy.url(), Fixture.ALICE).withLookup();
    }

    /** The content of the last program's result. */
    private static JsonNode result(ObjectNode message) {
        JsonNode result = null;
        for (JsonNode block : message.path("content")) {
            if (block.path("type").asText().equals("code_execution_tool_result")) {
                result = block.path("content");
            }
        }
        assertThat(result).as(message.toPrettyString()).isNotNull();
        return result;
    }

    @Test
    void programsRunInContainers() {
        Client client = client().user("Loop inside");
        ObjectNode end = client.converse(true, input -> input.path("key").asText());
        assertThat(Client.text(end)).contains("inside-0", "inside-1", "inside-2");
        assertThat(containers()).isNotEmpty();
    }

    @Test
    void aContainerThatIsKilledWhileItWaitsIsAClearError() {
        Client client = client().user("Look up killed");
        List<String> others = containers();
        JsonNode pause = client.ask();
        docker("kill", added(others));

        HttpResponse<String> response = client.answer(pause, input -> "42").post();

        // The engine tells of it before or after the request comes.
        if (response.statusCode() == 200) {
            assertThat(result(Client.json(response.body())).path("error_code").asText())
                    .isEqualTo("unavailable");
        } else {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
            assertThat(response.body()).contains("was not found or has expired");
        }
        Client next = client().user("Look up next");
        assertThat(Client.text(next.converse(false, input -> "43"))).isEqualTo("It is 43");
    }

    @Test
    void aContainerThatStandsStillIsAnErrorOfTheProgram() {
        Client client = client().user("Look up frozen");
        List<String> others = containers();
        JsonNode pause = client.ask();
        String frozen = added(others);
        docker("pause", frozen);

        ObjectNode message = client.answer(pause, input -> "42").stream();

        assertThat(result(message).path("error_code").asText()).isIn("execution_time_exceeded", "unavailable");
        StreamTest.until(() -> !containers().contains(frozen));
    }

    @Test
    void anEngineThatIsAwayIsAnErrorOfTheProgramAndOfTheHealth() {
        try (ProxyProcess lost =
                settings().environment("DOCKER_HOST", "tcp://localhost:1").start()) {
            Client client = new Client(lost.url(), Fixture.ALICE).withLookup().user("Look up value");
            ObjectNode message = client.ask();
            assertThat(result(message).path("error_code").asText()).isEqualTo("unavailable");
            HttpResponse<String> health = Client.send(HttpRequest.newBuilder(URI.create(lost.url() + "/q/health/ready"))
                    .build());
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("reason");
        }
    }
}
