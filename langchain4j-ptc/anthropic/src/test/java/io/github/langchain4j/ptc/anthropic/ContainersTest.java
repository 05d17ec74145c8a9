package io.github.langchain4j.ptc.anthropic;

import static io.github.langchain4j.ptc.anthropic.Client.CODE;
import static io.github.langchain4j.ptc.anthropic.Client.forPrograms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.anthropic.Client.Response;
import io.github.langchain4j.ptc.anthropic.container.ContainerIds;
import io.github.langchain4j.ptc.anthropic.container.ContainerLimits;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose containers are, how long they live, and how many there can be. */
@Timeout(60)
class ContainersTest extends ApiFixture {

    private static final String ORDERS = forPrograms("get_orders", "customer:string");

    private static String container(Client client) {
        return client.request.path("container").asText();
    }

    private static Client paused(MessagesApi api, String owner) {
        Client client = new Client(api, owner).tools(CODE, ORDERS).user("Go");
        client.answer(client.ask(), use -> "x");
        return client;
    }

    @Test
    void theContainerOfAnotherOwnerIsRefusedLikeOneThatNeverWas() {
        MessagesApi api = api(script().program("await get_orders('a')"));
        Client alice = paused(api, "alice");
        String id = container(alice);
        Client mallory = new Client(api, "mallory").tools(CODE).user("Hi").set("container", "\"" + id + "\"");

        Response foreign = mallory.send();
        String unknownId = "container_" + "A".repeat(32);
        Response unknown = mallory.set("container", "\"" + unknownId + "\"").send();
        ApiResponse stolen = api.messages(
                ApiCall.of(
                        "mallory",
                        alice.request.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "v",
                        java.util.List.of()),
                null);

        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.error().replace(id, "")).isEqualTo(unknown.error().replace(unknownId, ""));
        assertThat(stolen.status()).isEqualTo(400);
        assertThat(stolen.body().orElseThrow()).contains(foreign.error());
    }

    @Test
    void aContainerIdNamesItsNodeAndCannotBeGuessed() {
        MessagesApi api =
                api(script().program("1").answer("a").program("1").answer("b"), settings -> settings.node("eu-1.a"));
        Client first = client(api).tools(CODE).user("Go");
        Client second = client(api).tools(CODE).user("Go");
        first.ask();
        second.ask();

        assertThat(container(first))
                .matches("container_eu-1\\.a_[A-Za-z0-9]{32}")
                .isNotEqualTo(container(second));
        assertThat(ContainerIds.node(container(first))).contains("eu-1.a");
        assertThat(ContainerIds.node("container_" + "a".repeat(32))).isEmpty();
        assertThat(ContainerIds.node("container_../../x_" + "a".repeat(32))).isEmpty();
        assertThatThrownBy(() -> new ContainerIds("a_b")).hasMessageContaining("a_b");
    }

    @Test
    void anIdleContainerExpires() {
        MessagesApi api = api(script().program("x = 1").answer("Ok."));
        Client client = client(api).tools(CODE).user("Go");
        client.ask();
        clock.advance(Duration.ofMinutes(5).plusMillis(1));

        Response late = client.user("More").send();

        assertThat(late.status()).isEqualTo(400);
        assertThat(late.error()).contains("not found or has expired");
        assertThat(api.containers()).isZero();
    }

    @Test
    void theLongestUnusedContainerOfAnOwnerGivesWayToANewOne() {
        MessagesApi api = api(
                script().program("1")
                        .answer("a")
                        .program("1")
                        .answer("b")
                        .program("1")
                        .answer("c")
                        .answer("d"),
                settings -> settings.containerLimits(ContainerLimits.DEFAULT.withPerOwner(2)));
        Client first = client(api).tools(CODE).user("Go");
        Client second = client(api).tools(CODE).user("Go");
        first.ask();
        second.ask();
        client(api).tools(CODE).user("Go").ask();

        assertThat(api.containers()).isEqualTo(2);
        assertThat(first.user("More").send().status()).isEqualTo(400);
        assertThat(second.user("More").send().text()).isEqualTo("d");
    }

    @Test
    void idleContainersGiveWayBeforePausedOnes() {
        MessagesApi api = api(
                script().program("print(await get_orders('a'))")
                        .program("1")
                        .answer("idle")
                        .program("1")
                        .answer("new")
                        .answer("Done."),
                settings -> settings.limits(Limits.builder().sessions(2).build()));
        Client paused = paused(api, "alice");
        Client idle = new Client(api, "bob").tools(CODE).user("Go");
        idle.ask();
        new Client(api, "carol").tools(CODE).user("Go").ask();

        assertThat(idle.user("More").send().status()).isEqualTo(400);
        assertThat(paused.ask().text()).isEqualTo("Done.");
    }

    @Test
    void anOwnerWhoseContainersAreAllInUseIsTold() throws Exception {
        MessagesApi api = api(
                script().program("print(await get_orders('a'))")
                        .program("while True: pass")
                        .program("1")
                        .answer("No room."),
                settings -> settings.containerLimits(ContainerLimits.DEFAULT.withPerOwner(1))
                        .limits(Limits.builder()
                                .computeTime(Duration.ofSeconds(20))
                                .build()));
        Client busy = client(api).tools(CODE, ORDERS).user("Go");
        busy.ask();
        busy.request.withArray("messages").removeAll();
        busy.user("Now run for ever");
        CompletableFuture<Response> running = CompletableFuture.supplyAsync(busy::send);
        await(() -> model.requests().size() >= 2 && api.containers() > 0);

        Response refused = client(api).tools(CODE).user("Go").ask();

        assertThat(refused.result().path("error_code").asText()).isEqualTo("too_many_requests");
        api.close();
        assertThat(running.get().status()).isEqualTo(529);
    }

    @Test
    void afterTheCloseContainersAreGoneAndNothingNewBegins() {
        MessagesApi api = api(script().program("await get_orders('a')"));
        Client client = paused(api, "alice");

        api.close();

        Response continued = client.send();
        assertThat(continued.status()).isEqualTo(400);
        assertThat(continued.error()).contains("not found or has expired");
        Response fresh = client(api).user("Hi").send();
        assertThat(fresh.status()).isEqualTo(529);
        assertThat(fresh.errorType()).isEqualTo("overloaded_error");
        assertThat(api.containers()).isZero();
        assertThat(api.openSessions()).isZero();
    }

    @Test
    void aLargeResponseIsNotKeptForRepetition() {
        MessagesApi api = api(
                script().program("print(await get_orders('a'))")
                        .answer("x".repeat(5000))
                        .answer("Again."),
                settings -> settings.containerLimits(ContainerLimits.DEFAULT.withReplayBytes(1000)));
        Client client = paused(api, "alice");
        assertThat(client.send().text()).hasSize(5000);

        Response again = client.send();

        // The program is not run again, the model is asked again.
        assertThat(again.text()).isEqualTo("Again.");
        assertThat(again.result().path("stdout").asText()).isEqualTo("x\n");
    }

    @Test
    void pausedContainersGiveWayIfThereIsNothingElse() {
        MessagesApi api = api(
                script().program("await get_orders('a')").program("1").answer("Done."),
                settings -> settings.containerLimits(ContainerLimits.DEFAULT.withPerOwner(1)));
        Client first = paused(api, "alice");

        assertThat(client(api).tools(CODE).user("Go").ask().text()).isEqualTo("Done.");
        assertThat(first.send().error()).contains("not found or has expired");
        assertThat(api.containers()).isEqualTo(1);
    }

    @Test
    void theEngineEndsAProgramWhoseTimeToWaitIsOver() {
        MessagesApi api = api(
                script().program("await get_orders('a')"),
                settings -> settings.containerLimits(
                        ContainerLimits.DEFAULT.withPauses(Duration.ofMillis(1), Duration.ofMillis(1))));
        Client client = paused(api, "alice");
        await(() -> api.openSessions() == 0);

        Response late = client.send();

        assertThat(late.status()).isEqualTo(400);
        assertThat(late.error()).contains("not found or has expired");
    }

    @Test
    void aContainerThatAnotherRequestUsesForTooLongIsRefused() throws Exception {
        MessagesApi api = api(
                script().program("x = 1").answer("Ok.").program("while True: pass"),
                settings -> settings.containerLimits(ContainerLimits.DEFAULT.withPatience(Duration.ofMillis(1))));
        Client client = client(api).tools(CODE).user("Go");
        client.ask();
        client.user("Now run for ever");
        CompletableFuture<Response> running = CompletableFuture.supplyAsync(client::send);
        await(() -> model.requests().size() >= 3);

        Response refused = client(api)
                .set("container", client.request.path("container").toString())
                .user("Me, too")
                .send();

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.errorType()).isEqualTo("rate_limit_error");
        api.close();
        running.get();
    }

    @Test
    void aSandboxThatCannotStartIsUnavailable() {
        MessagesApi api = api(script().program("1").answer("Then not."), settings -> settings.sandbox(new NoSandbox()));

        Response response = client(api).tools(CODE).user("Go").ask();

        assertThat(response.result().path("error_code").asText()).isEqualTo("unavailable");
        assertThat(response.text()).isEqualTo("Then not.");
    }

    /** A sandbox whose engine is down. */
    private static final class NoSandbox implements Sandbox {

        @Override
        public SandboxTraits traits() {
            return sandbox.traits();
        }

        @Override
        public Interpreter start(InterpreterSpec spec, Deadline by) {
            throw new SandboxUnavailableException("no engine");
        }

        @Override
        public void close() {}
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> ContainerLimits.DEFAULT.withPerOwner(0)).hasMessageContaining("perOwner");
        assertThatThrownBy(() -> ContainerLimits.DEFAULT.withIdleTime(Duration.ZERO))
                .hasMessageContaining("idleTime");
        assertThatThrownBy(() -> MessagesApi.builder().build()).hasMessageContaining("sandbox");
    }
}
