package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many conversations at once, all of them paused at the same time. */
@Timeout(300)
class LoadTest {

    private static final int CONVERSATIONS = 200;

    @Test
    void nothingIsMixedAndNothingIsLeft() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CONVERSATIONS);
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint()) {
            Fixture.Scripts.all(endpoint);
            try (ProxyProcess proxy = Fixture.settings(endpoint)
                    .set("requests.at-once", "300")
                    .set("keys.alice.requests-at-once", "0")
                    .set("keys.alice.requests-per-minute", "0")
                    .set("sandbox.sessions", Integer.toString(CONVERSATIONS + 10))
                    .set("sandbox.warm", "2")
                    .set("sandbox.total-memory-bytes", Long.toString(4L << 30))
                    .set("containers.per-key", Integer.toString(CONVERSATIONS))
                    .set("containers.idle-time", "1s")
                    .jvm("-Xmx5g")
                    .start()) {
                CyclicBarrier allPaused = new CyclicBarrier(CONVERSATIONS);
                List<Future<String>> results = new ArrayList<>();
                for (int number = 0; number < CONVERSATIONS; number++) {
                    int own = number;
                    results.add(clients.submit(() -> converse(proxy, own, allPaused)));
                }
                for (int number = 0; number < CONVERSATIONS; number++) {
                    String name = "c" + number;
                    assertThat(results.get(number).get())
                            .isEqualTo("[[\"<%s-0>\", \"<%s-1>\", \"<%s-2>\"], \"<<%s-2>>\"]"
                                    .formatted(name, name, name, name));
                }
                assertThat(proxy.metric("ptc_proxy_programs_seconds_count", "outcome=\"returned\""))
                        .isEqualTo(CONVERSATIONS);
                StreamTest.until(() -> proxy.metric("ptc_proxy_containers") == 0);
                StreamTest.until(() -> proxy.metric("ptc_proxy_sessions") == 0);
                StreamTest.until(() -> proxy.metric("ptc_proxy_interpreters") <= 2);
                StreamTest.until(() -> proxy.metric("ptc_proxy_requests_active") == 0);
            }
        } finally {
            clients.shutdownNow();
            assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static String converse(ProxyProcess proxy, int number, CyclicBarrier allPaused) throws Exception {
        boolean streamed = number % 2 == 0;
        Client client = new Client(proxy.url(), Fixture.ALICE).withLookup().user("Loop c" + number);
        ObjectNode pause = streamed ? client.stream() : client.ask();
        allPaused.await();
        client.answer(pause, input -> "<" + input.path("key").asText() + ">");
        return Client.text(
                client.converse(streamed, input -> "<" + input.path("key").asText() + ">"));
    }
}
