package io.github.langchain4j.ptc.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The application as it is shipped, in a JVM of its own. */
@Timeout(120)
class ProductionIT {

    private static final String KEYS = "quarkus.langchain4j.ptc.";
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+)");

    private Process application;

    @AfterEach
    void stop() throws InterruptedException {
        application.destroy();
        if (!application.waitFor(20, TimeUnit.SECONDS)) {
            application.destroyForcibly();
        }
    }

    private BufferedReader start(String... configuration) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dquarkus.http.host=localhost");
        command.add("-Dquarkus.http.port=0");
        for (String property : configuration) {
            command.add("-D" + KEYS + property);
        }
        command.add("-jar");
        command.add("target/quarkus-app/quarkus-run.jar");
        application = new ProcessBuilder(command).redirectErrorStream(true).start();
        return application.inputReader();
    }

    private String failure(String... configuration) throws IOException, InterruptedException {
        String output = String.join("\n", start(configuration).lines().toList());
        assertThat(application.waitFor()).as(output).isEqualTo(1);
        return output;
    }

    private static URI address(BufferedReader output) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return URI.create(listening.group(1));
            }
        }
        throw new AssertionError("The application did not start:\n" + seen);
    }

    @Test
    void itDoesNotStartWithoutTheTypeOfItsSandbox() throws IOException, InterruptedException {
        assertThat(failure("sandbox.type="))
                .contains(KEYS + "sandbox.type: production must name its sandbox")
                .doesNotContain("Listening on");
    }

    @Test
    void itDoesNotStartWithASandboxThatIsolatesTooLittle() throws IOException, InterruptedException {
        assertThat(failure("trust-level="))
                .contains("isolates programs at the level \"embedded\", but at least \"container\" is wanted");
    }

    @Test
    void itRunsProgramsInTheEmbeddedSandboxIfThatIsTrusted() throws IOException, InterruptedException {
        URI address = address(start());
        HttpRequest question = HttpRequest.newBuilder(address.resolve("/assistant"))
                .POST(HttpRequest.BodyPublishers.ofString("print(sum(o.total for o in findOrders('c7')))"))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(question, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).contains("42.0");
    }

    @Test
    void itStartsWithDockerThoughTheEngineIsAway() throws IOException {
        assertThat(address(start(
                        "sandbox.type=docker",
                        "sandboxes.small.type=docker",
                        "trust-level=",
                        "sandbox.docker.host=tcp://localhost:1")))
                .isNotNull();
    }
}
