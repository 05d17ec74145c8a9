package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.samples.proxy.ScriptedEndpoint.Answer;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a process, and what clients are told after it. */
@Timeout(120)
class ShutdownTest {

    private static final int TERMINATED = 143;

    @Test
    void requestsEndAndProgramsThatWaitAreGone() {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint()) {
            Fixture.Scripts.all(endpoint);
            endpoint.script(
                    "Hold on",
                    turn -> Answer.text("A first part, and the last.").after(1, () -> StreamTest.await(goOn)));
            Client paused;
            JsonNode pause;
            try (ProxyProcess proxy = Fixture.settings(endpoint).start()) {
                paused = new Client(proxy.url(), Fixture.ALICE).withLookup().user("Look up value");
                pause = paused.ask();
                HttpResponse<Stream<String>> running =
                        new Client(proxy.url(), Fixture.ALICE).user("Hold on").open();
                Iterator<String> lines = running.body().iterator();
                List<String> seen = new ArrayList<>();
                seen.add(lines.next());

                proxy.terminate();
                StreamTest.until(() -> refuses(proxy));
                goOn.countDown();
                lines.forEachRemaining(seen::add);

                assertThat(String.join("", seen)).contains("the last").contains("message_stop");
                assertThat(proxy.exitCode()).isEqualTo(TERMINATED);
            }
            try (ProxyProcess proxy = Fixture.settings(endpoint).start()) {
                Client later = new Client(proxy.url(), Fixture.ALICE);
                later.request.setAll(paused.request);
                later.answer(pause, input -> "42");
                HttpResponse<String> response = later.post();
                ObjectNode error = Client.json(response.body());
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(error.path("error").path("message").asText())
                        .contains(later.container(), "was not found or has expired");
            }
        }
    }

    /** New requests are refused once the end has begun. */
    private static boolean refuses(ProxyProcess proxy) {
        try {
            int status = new Client(proxy.url(), Fixture.ALICE)
                    .user("Say hello")
                    .post()
                    .statusCode();
            return status == 529 || status == 503; // ours, or Quarkus'
        } catch (UncheckedIOException e) {
            return true; // it listens no more
        }
    }
}
