package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.samples.proxy.ScriptedEndpoint.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams are real, and end with their clients. */
@ExtendWith(Fixture.Shared.class)
@Timeout(120)
class StreamTest {

    private final Fixture fixture;

    StreamTest(Fixture fixture) {
        this.fixture = fixture;
    }

    private Client alice() {
        return fixture.client(Fixture.ALICE);
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void textReachesTheClientWhileTheModelStillSpeaks() {
        CountDownLatch goOn = new CountDownLatch(1);
        fixture.endpoint.script(
                "Speak slowly",
                turn -> Answer.text("The first part, and the second.").after(1, () -> await(goOn)));

        HttpResponse<Stream<String>> response = alice().user("Speak slowly").open();
        Iterator<String> lines = response.body().iterator();
        String line = lines.next();
        while (!line.contains("text_delta")) {
            line = lines.next();
        }
        assertThat(line).contains("The first part,").doesNotContain("second");
        goOn.countDown();
        StringBuilder rest = new StringBuilder();
        lines.forEachRemaining(rest::append);
        assertThat(rest).contains("second", "message_stop");
    }

    @Test
    void theSourceOfAProgramReachesTheClientWhileTheModelStillWritesIt() {
        CountDownLatch goOn = new CountDownLatch(1);
        fixture.endpoint.script(
                "Write slowly",
                turn -> Answer.program("print('the beginning')", "print('the middle')", "print('the end')")
                        .after(3, () -> await(goOn)),
                turn -> Answer.text(turn.result()));

        Iterator<String> lines =
                alice().withLookup().user("Write slowly").open().body().iterator();
        StringBuilder source = new StringBuilder();
        while (!source.toString().contains("print")) {
            String line = lines.next();
            if (line.contains("input_json_delta")) {
                source.append(line);
            }
        }
        assertThat(source).doesNotContain("end");
        goOn.countDown();
        StringBuilder rest = new StringBuilder();
        lines.forEachRemaining(rest::append);
        assertThat(rest).contains("the beginning", "the end", "message_stop");
    }

    @Test
    void aClientThatGoesAwayEndsItsProgram() throws IOException {
        Client client = alice().withLookup().user("Run forever");
        double gone = gone();
        double sessions = fixture.proxy.metric("ptc_proxy_sessions");
        try (InputStream body = Client.send(
                        client.http("/v1/messages")
                                .POST(BodyPublishers.ofString(streamed(client.request)))
                                .build(),
                        BodyHandlers.ofInputStream())
                .body()) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            while (!lines.readLine().contains("server_tool_use")) {
                // the program is about to run
            }
            until(() -> fixture.proxy.metric("ptc_proxy_sessions") > sessions);
        }
        until(() -> gone() > gone);
        until(() -> fixture.proxy.metric("ptc_proxy_sessions") <= sessions);
    }

    @Test
    void aClientThatTakesNothingIsGivenUp() throws IOException {
        String large = "a lot ".repeat(3 << 20);
        fixture.endpoint.script("Say a lot", turn -> Answer.text(large));
        Client client = alice().user("Say a lot");
        double gone = gone();
        String body = streamed(client.request);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(
                    new InetSocketAddress("localhost", URI.create(fixture.url()).getPort()));
            String head = "POST /v1/messages HTTP/1.1\r\nhost: localhost\r\nx-api-key: " + Fixture.ALICE
                    + "\r\nanthropic-version: 2023-06-01\r\ncontent-type: application/json\r\ncontent-length: "
                    + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            until(() -> gone() > gone);
        }
    }

    private static String streamed(ObjectNode request) {
        return request.deepCopy().put("stream", true).toString();
    }

    private double gone() {
        return fixture.proxy.metric("ptc_proxy_requests_seconds_count", "status=\"499\"");
    }

    /** What must come to pass; the test's time is the limit. */
    static void until(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError("It did not come to pass", e);
            }
        }
    }
}
