package io.github.langchain4j.ptc.anthropic;

import static io.github.langchain4j.ptc.anthropic.Client.CODE;
import static io.github.langchain4j.ptc.anthropic.Client.forPrograms;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import io.github.langchain4j.ptc.anthropic.event.EventSink;
import io.github.langchain4j.ptc.testkit.Hold;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that goes away ends what was done for it. */
@Timeout(60)
class CancelTest extends ApiFixture {

    private static final String ORDERS = forPrograms("get_orders", "customer:string");

    /** A client that can go away at any time. */
    private static final class Leaving implements EventSink {

        final CompletableFuture<Runnable> giveUp = new CompletableFuture<>();
        final Events events = new Events();

        @Override
        public void send(String event, String data) {
            events.send(event, data);
        }

        @Override
        public void onGone(Runnable task) {
            giveUp.complete(task);
        }
    }

    @Test
    void aClientThatGoesAwayCancelsTheModelsStream() throws Exception {
        Hold hold = new Hold();
        ScriptedStreamingChatModel model = streamScript()
                .chunk(1)
                .holdAfter(3, hold)
                .answer("a long answer")
                .build();
        try (MessagesApi api = MessagesApi.builder()
                .sandbox(sandbox)
                .models(models(Backing.builder().streaming(model).build()))
                .build()) {
            Leaving sink = new Leaving();
            Client client = client(api).user("Hi");
            CompletableFuture<ApiResponse> response = CompletableFuture.supplyAsync(() -> client.stream(sink));
            hold.awaitReached();

            sink.giveUp.get().run();

            assertThat(response.get().isStreamed()).isTrue();
            assertThat(model.cancellations()).isEqualTo(1);
        }
        model.close();
    }

    @Test
    void aSinkThatFailsEndsTheResponse() {
        ScriptedStreamingChatModel model =
                streamScript().chunk(1).answer("a long answer").build();
        try (MessagesApi api = MessagesApi.builder()
                .sandbox(sandbox)
                .models(models(Backing.builder().streaming(model).build()))
                .build()) {
            int[] sent = {0};
            ApiResponse response = client(api).user("Hi").stream((event, data) -> {
                if (++sent[0] == 4) {
                    throw new IOException("connection reset");
                }
            });

            assertThat(response.isStreamed()).isTrue();
            assertThat(sent[0]).isEqualTo(4);
            assertThat(Thread.interrupted()).isFalse();
        }
        model.close();
    }

    @Test
    void aClientThatGoesAwayEndsItsProgramAndFreesTheContainer() throws Exception {
        MessagesApi api = streaming(streamScript().program("print('running')\nwhile True: pass"));
        CountDownLatch started = new CountDownLatch(1);
        Leaving sink = new Leaving();
        Client client = client(api).tools(CODE).user("Go");
        CompletableFuture<ApiResponse> response = CompletableFuture.supplyAsync(() -> client.stream(new EventSink() {
            @Override
            public void send(String event, String data) {
                if (event.equals("content_block_stop")) {
                    started.countDown();
                }
            }

            @Override
            public void onGone(Runnable giveUp) {
                sink.onGone(giveUp);
            }
        }));
        started.await();

        sink.giveUp.get().run();

        response.get();
        assertThat(api.containers()).isZero();
        awaitNoSessions(api);
    }

    @Test
    void aClientThatGoesAwayWhileTheModelAnswersKeepsAContainerThatItKnows() throws Exception {
        Hold hold = new Hold();
        MessagesApi api = streaming(streamScript()
                .program("x = 1")
                .answer("Kept.")
                .holdAfter(1, hold)
                .answer("too long")
                .program("print(x)")
                .answer("Yes."));
        Client client = client(api).tools(CODE).user("Go");
        client.take(client.stream().response());
        client.user("More");
        Leaving sink = new Leaving();
        CompletableFuture<ApiResponse> gone = CompletableFuture.supplyAsync(() -> client.stream(sink));
        hold.awaitReached();
        sink.giveUp.get().run();
        gone.get();

        assertThat(api.containers()).isEqualTo(1);
        assertThat(client.stream().response().result().path("stdout").asText()).isEqualTo("1\n");
    }

    @Test
    void anInterruptedRequestEndsAndKeepsTheInterrupt() {
        MessagesApi api = api(script().program("while True: pass"));
        Client client = client(api).tools(CODE).user("Go");
        Thread.currentThread().interrupt();

        Client.Response response = client.send();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(response.status()).isEqualTo(500);
        assertThat(api.containers()).isZero();
        awaitNoSessions(api);
    }

    @Test
    void aClientThatIsGoneBeforeTheEndLeavesNoContainerThatNobodyKnows() {
        MessagesApi api = api(script().program("print(await get_orders('a'))"));

        client(api).tools(CODE, ORDERS).user("Go").stream((event, data) -> {
            ObjectNode json = Client.json(data);
            if (json.path("content_block").path("type").asText().equals("tool_use")) {
                throw new IOException("connection reset");
            }
        });

        assertThat(api.containers()).isZero();
        awaitNoSessions(api);
    }

    @Test
    void aClientThatGoesAwayWhileItsProgramGoesOnEndsIt() {
        MessagesApi api = streaming(
                streamScript().program("await get_orders('a')\nwhile True: pass"),
                settings -> settings.pingTime(Duration.ofMillis(5)));
        Client client = client(api).tools(CODE, ORDERS).user("Go");
        client.answer(client.ask(), use -> "x");

        client.stream((event, data) -> {
            if (event.equals("ping")) {
                throw new IOException("connection reset");
            }
        });

        awaitNoSessions(api);
        assertThat(client.send().error()).contains("not found or has expired");
    }

    @Test
    void aClientThatGoesAwayBeforeItsResultsAreTakenCanSendThemAgain() {
        MessagesApi api = api(script().program("print(await get_orders('a'))").answer("Done."));
        Client client = client(api).tools(CODE, ORDERS).user("Go");
        client.answer(client.ask(), use -> "x");

        client.stream(new EventSink() {
            @Override
            public void send(String event, String data) {
                throw new AssertionError(event);
            }

            @Override
            public void onGone(Runnable giveUp) {
                giveUp.run();
            }
        });

        assertThat(client.ask().text()).isEqualTo("Done.");
    }

    private static void awaitNoSessions(MessagesApi api) {
        await(() -> api.openSessions() == 0);
    }
}
