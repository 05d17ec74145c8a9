package io.github.langchain4j.ptc.docker;

import static io.github.langchain4j.ptc.docker.TestPrograms.ROOMY;
import static io.github.langchain4j.ptc.docker.TestPrograms.assertServes;
import static io.github.langchain4j.ptc.docker.TestPrograms.await;
import static io.github.langchain4j.ptc.docker.TestPrograms.end;
import static io.github.langchain4j.ptc.docker.TestPrograms.inCall;
import static io.github.langchain4j.ptc.docker.TestPrograms.lost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine that goes away and comes back: the application goes on. */
@RequiresPrivateEngine
@Timeout(180)
class EngineLossTest {

    private static PrivateEngine docker;
    private static DockerClient client;
    private static String address;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private WarmSandbox warm;
    private Engine engine;

    @BeforeAll
    static void startEngine() throws Exception {
        address = "tcp://127.0.0.1:" + PrivateEngine.freePort();
        docker = PrivateEngine.started("-H", address, "--tls=false");
        docker.loadSlimImage();
        client = PrivateEngine.client(docker.config());
    }

    @AfterAll
    static void endEngine() throws Exception {
        if (docker != null) {
            client.close();
            docker.close();
        }
    }

    @BeforeEach
    void warmUp() throws InterruptedException {
        DockerSandbox sandbox =
                DockerSandbox.builder().dockerClientConfig(docker.config()).build();
        warm = new WarmSandbox(sandbox, ROOMY.interpreter(), 2, 8, executor);
        engine = new Engine(warm, ROOMY);
        await("two interpreters ready", () -> warm.idle() == 2);
    }

    @AfterEach
    void close() {
        engine.close();
        warm.close();
        executor.shutdownNow();
    }

    private static List<String> containers() {
        return client.listContainersCmd().withShowAll(true).exec().stream()
                .map(container -> container.getId() + " " + container.getStatus())
                .toList();
    }

    @Test
    void sessionsOfAStoppedEngineAreLostAndTheSameSandboxServesWhenItIsBack() throws Exception {
        try (Session busy = engine.open();
                Session resting = engine.open()) {
            Execution execution = inCall(busy, "echo(1)");
            docker.stop();
            assertThat(lost(end(execution))).contains("the engine was stopped", "session are gone");
            await("the session at rest is noticed as dead", () -> !resting.isAlive());
            await("the ready ones are noticed as dead", () -> warm.idle() == 0);
            assertThatThrownBy(engine::open)
                    .isInstanceOf(SandboxUnavailableException.class)
                    .hasMessageContaining("There is no Docker engine at unix://")
                    .hasMessageContaining("DOCKER_HOST");
        }
        docker.start();
        assertServes(engine);
        await("it is warm again", () -> warm.idle() == 2 && warm.total() == 2);
        await("nothing else is left", () -> containers().size() == 2);
    }

    @Test
    void theWarmSupplyFillsItselfWhenTheEngineIsBackThoughNobodyAsks() throws Exception {
        docker.stop();
        await("the ready ones are noticed as dead", () -> warm.total() == 0);
        docker.start();
        await("it is warm again", () -> warm.idle() == 2 && warm.total() == 2);
        assertServes(engine);
    }

    @Test
    void sessionsOfAnEngineThatCrashesAreLostAndItsContainersGo() throws Exception {
        try (Session busy = engine.open()) {
            Execution execution = inCall(busy, "echo(1)");
            docker.crash();
            assertThat(lost(end(execution))).contains("session are gone");
            await("the ready ones are noticed as dead", () -> warm.idle() == 0);
        }
        docker.start();
        assertServes(engine);
        await("it is warm again", () -> warm.idle() == 2 && warm.total() == 2);
        await("nothing else is left", () -> containers().size() == 2);
    }

    @Test
    void closingDoesNotWaitForAnEngineThatIsAway() throws Exception {
        Session session = engine.open();
        docker.stop();
        await("the session is noticed as dead", () -> !session.isAlive());
        long start = System.nanoTime();
        engine.close();
        warm.close();
        assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(ContainerCleaner.CLOSE_TIME.toNanos());
        docker.start();
        await("nothing is left", () -> containers().isEmpty());
    }

    @Test
    void anEngineIsReachedOverTcpWithoutTls() throws IOException, InterruptedException {
        try (DockerSandbox sandbox = DockerSandbox.builder()
                        .dockerClientConfig(PrivateEngine.config(address))
                        .build();
                Engine overTcp = new Engine(sandbox, ROOMY)) {
            assertServes(overTcp);
        }
    }
}
