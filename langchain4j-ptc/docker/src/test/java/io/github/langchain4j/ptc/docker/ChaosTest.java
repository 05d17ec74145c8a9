package io.github.langchain4j.ptc.docker;

import static io.github.langchain4j.ptc.docker.TestPrograms.PATIENCE;
import static io.github.langchain4j.ptc.docker.TestPrograms.ROOMY;
import static io.github.langchain4j.ptc.docker.TestPrograms.assertReturned;
import static io.github.langchain4j.ptc.docker.TestPrograms.assertServes;
import static io.github.langchain4j.ptc.docker.TestPrograms.await;
import static io.github.langchain4j.ptc.docker.TestPrograms.end;
import static io.github.langchain4j.ptc.docker.TestPrograms.inCall;
import static io.github.langchain4j.ptc.docker.TestPrograms.lost;
import static io.github.langchain4j.ptc.docker.TestPrograms.run;
import static io.github.langchain4j.ptc.docker.TestPrograms.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Containers that others kill and pause, that run out of memory or room, and many of them at once. */
@RequiresDocker
@Timeout(180)
class ChaosTest {

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private DockerClient client;
    private DockerSandbox sandbox;
    private Engine engine;

    @BeforeEach
    void open() {
        client = PrivateEngine.client(PrivateEngine.shared());
        sandbox = DockerSandbox.create();
        engine = new Engine(sandbox, ROOMY);
    }

    @AfterEach
    void closeAndFindNothing() throws Exception {
        engine.close();
        sandbox.close();
        executor.shutdownNow();
        await("nothing is left", () -> containers().isEmpty());
        client.close();
    }

    private List<String> containers() {
        return TestPrograms.containers(client, sandbox.label());
    }

    private String onlyContainer() {
        assertThat(containers()).hasSize(1);
        return containers().get(0);
    }

    @Test
    void aContainerThatIsKilledInACallIsALostSession() throws Exception {
        try (Session session = engine.open()) {
            Execution execution = inCall(session, "print('kept')\necho(1)");
            client.killContainerCmd(onlyContainer()).exec();
            Event.Ended ended = end(execution);
            assertThat(lost(ended)).contains("it was killed", "session are gone");
            assertThat(ended.output()).isEqualTo("kept\n");
        }
        assertServes(engine);
    }

    @Test
    void aContainerThatIsKilledWhileItWaitsInTheWarmSupplyIsReplaced() throws Exception {
        try (WarmSandbox warm = new WarmSandbox(sandbox, ROOMY.interpreter(), 1, 4, executor);
                Engine warmed = new Engine(warm, ROOMY)) {
            await("it is warm", () -> warm.idle() == 1);
            String first = onlyContainer();
            client.killContainerCmd(first).exec();
            await("another is ready", () -> warm.idle() == 1 && !containers().contains(first));
            assertServes(warmed);
        }
    }

    @Test
    void aContainerThatIsPausedIsEndedByTheHostsDeadlineAndRemoved() throws Exception {
        Limits hasty = ROOMY.toBuilder().computeTime(Duration.ofSeconds(1)).build();
        try (Engine limited = new Engine(sandbox, hasty);
                Session session = limited.open()) {
            Execution execution = start(session, "while True:\n    pass");
            client.pauseContainerCmd(onlyContainer()).exec();
            assertThat(end(execution).outcome())
                    .isInstanceOfSatisfying(
                            Outcome.LimitHit.class,
                            hit -> assertThat(hit.limit()).isEqualTo(Outcome.Limit.COMPUTE_TIME));
            await("it is removed", () -> containers().isEmpty());
        }
        assertServes(engine);
    }

    @Test
    void aProgramThatTakesAllMemoryIsToldSo() throws Exception {
        try (Session session = engine.open()) {
            Event.Ended ended =
                    run(session, "echo(1)\nblocks = []\nwhile True:\n    blocks.append(bytearray(8 << 20))");
            assertThat(lost(ended)).contains("out of memory");
        }
        assertServes(engine);
    }

    @Test
    void whoseRoomForFilesIsFullGetsAnErrorAndItsSessionLivesOn() throws Exception {
        InterpreterSpec small = new InterpreterSpec(256L << 20, 64, 8 << 20, 4L << 20);
        Limits little = ROOMY.toBuilder().interpreter(small).build();
        try (Engine limited = new Engine(sandbox, little);
                Session session = limited.open()) {
            Event.Ended full = run(session, """
                    import errno
                    try:
                        with open('big', 'wb') as file:
                            while True:
                                file.write(bytes(1 << 16))
                    except OSError as error:
                        print(errno.errorcode[error.errno])
                    """);
            assertThat(full.output()).as(full.outcome().toString()).isEqualTo("ENOSPC\n");
            assertThatThrownBy(() -> session.put("more", new byte[3 << 20]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'more' was not taken")
                    .hasMessageContaining("No space left");
            assertReturned(run(session, "import os\nos.remove('big')\necho(1) + 1"), "2");
            session.put("more", new byte[3 << 20]);
            assertReturned(run(session, "os.path.getsize('more')"), String.valueOf(3 << 20));
        }
    }

    @Test
    void fiftySessionsAtOnceGetTheirOwnResultsAndLeaveNothing() throws Exception {
        List<Future<Event.Ended>> results = new ArrayList<>();
        for (int n = 0; n < 50; n++) {
            int own = n;
            results.add(executor.submit(() -> {
                try (Session session = engine.open()) {
                    return run(session, "sum(echo(" + own + ") for _ in range(20)) + echo(1)");
                }
            }));
        }
        for (int n = 0; n < 50; n++) {
            assertReturned(results.get(n).get(), String.valueOf(20 * n + 1));
        }
        await("all are removed", () -> containers().isEmpty());
    }

    @Test
    void aFloodWaitsForAHostThatIsSlowAndNothingOfItIsLost() throws Exception {
        Limits much = ROOMY.toBuilder().outputBytes(40 << 20).build();
        try (Engine patient = new Engine(sandbox, much);
                Session session = patient.open()) {
            Execution execution = start(session, "for n in range(2000):\n    print(f'{n:05}', 'x' * 9993)\necho(7)");
            assertThat(execution.next(Deadline.in(PATIENCE))).isInstanceOf(Event.Printed.class);
            Thread.sleep(1000); // what was sent meanwhile fills the way to here
            Event.Ended ended = end(execution);
            assertReturned(ended, "7");
            List<String> lines = ended.output().lines().toList();
            assertThat(lines).hasSize(2000);
            for (int n = 0; n < lines.size(); n++) {
                assertThat(lines.get(n)).startsWith("%05d ".formatted(n)).hasSize(9999);
            }
        }
    }

    @Test
    void closingWhileInterpretersStartLeavesNothing() throws Exception {
        List<Future<Interpreter>> starts = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            starts.add(executor.submit(() -> sandbox.start(InterpreterSpec.DEFAULT, Deadline.in(PATIENCE))));
        }
        await("the first is being started", () -> !containers().isEmpty());
        sandbox.close();
        for (Future<Interpreter> start : starts) {
            try {
                start.get().died().toCompletableFuture().join();
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
            }
        }
        assertThat(containers()).isEmpty();
    }

    @Test
    void closedSessionsLeaveNoThreadDescriptorOrContainer() throws Exception {
        for (int n = 0; n < 8; n++) {
            assertServes(engine);
        }
        await("the first are removed", () -> containers().isEmpty());
        long descriptors = Held.descriptors();
        Map<String, Long> threads = Held.threads();
        for (int n = 0; n < 30; n++) {
            assertServes(engine);
        }
        await("all are removed", () -> containers().isEmpty());
        await(
                "threads end: " + threads + ", now " + Held.threads(),
                () -> Held.threads().values().stream().mapToLong(count -> count).sum()
                        <= threads.values().stream().mapToLong(count -> count).sum() + 2);
        await("descriptors are closed", () -> Held.descriptors() <= descriptors + 2);
    }
}
