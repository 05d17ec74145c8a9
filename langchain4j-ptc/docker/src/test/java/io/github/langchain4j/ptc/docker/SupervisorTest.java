package io.github.langchain4j.ptc.docker;

import static io.github.langchain4j.ptc.docker.TestPrograms.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import io.github.langchain4j.ptc.protocol.FrameCodec;
import io.github.langchain4j.ptc.protocol.RunnerSource;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The first process against the worst that could be in its container: a program of its own choice in the place of the
 * runner. The container must end by itself; nobody removes it.
 */
@RequiresDocker
class SupervisorTest {

    private static final String KEEP_EVERYTHING = """
            import os, signal, time
            for number in range(1, 65):
                try:
                    signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError):
                    pass
            kept = []
            for process in [p for p in os.listdir("/proc") if p.isdigit()]:
                for descriptor in range(64):
                    for mode in (os.O_RDWR, os.O_WRONLY, os.O_RDONLY):
                        try:
                            kept.append(os.open(f"/proc/{process}/fd/{descriptor}", mode | os.O_NONBLOCK))
                        except OSError:
                            pass
            """;

    private static final String ATTACK_FOREVER = KEEP_EVERYTHING + """
            def attack():
                os.setsid()
                while True:
                    for number in range(1, 65):
                        try:
                            os.kill(1, number)
                        except OSError:
                            pass

            def orphans():
                while True:
                    try:
                        if os.fork() == 0:
                            if os.fork() == 0:
                                time.sleep(0.01)
                            os._exit(0)
                        os.wait()
                    except OSError:
                        pass

            for work in (attack, attack, orphans):
                if os.fork() == 0:
                    work()
            os.write(1, b"ready")
            os.kill(os.getpid(), signal.SIGSTOP)
            """;

    /** Programs come after the runner, through the first process, which has closed itself by then. */
    private static final String RUNNER = """
            import os
            def read(count):
                data = b""
                while len(data) < count:
                    data += os.read(0, count - len(data))
                return data
            exec(read(int.from_bytes(read(5)[:4], "big")))
            """;

    private DockerEngine engine;
    private String id;

    @BeforeEach
    void connect() {
        engine = new DockerEngine(
                DefaultDockerClientConfig.createDefaultConfigBuilder().build());
    }

    @AfterEach
    void disconnect() {
        if (id != null) {
            engine.remove(id);
        }
        engine.close();
    }

    @Test
    void theContainerEndsWithTheHostsStreamWhateverTheProgramDoes() throws Exception {
        Said said = start(ATTACK_FOREVER, Duration.ofHours(1));
        assertThat(said.ready.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("%s", said)
                .isTrue();
        assertThat(exists()).as("the container outlives the attack; %s", said).isTrue();
        said.close(); // as the kernel does for a JVM that is gone
        awaitEnd();
    }

    @Test
    void theHostHearsThatTheTimeWasOver() throws Exception {
        Said said = start(ATTACK_FOREVER, Duration.ofSeconds(2));
        assertThat(said.awaitCompletion(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(said.toString()).contains("maximum lifetime of 2 seconds");
        awaitEnd();
    }

    private Said start(String program, Duration lifetime) throws Exception {
        ContainerSettings settings = new ContainerSettings(
                DockerSandbox.SLIM_IMAGE,
                "python3",
                "65534:65534",
                ContainerSettings.NO_NETWORK,
                true,
                Set.of(),
                true,
                Resources.seccompProfile(),
                null,
                1,
                Map.of(),
                lifetime);
        id = engine.create(
                settings,
                InterpreterSpec.DEFAULT,
                Map.of(DockerEngine.LABEL, "supervisor-test"),
                List.of("python3", "-I", "-B", "-u", "-c", RunnerSource.LOADER, "" + lifetime.toSeconds()));
        StdinQueue input = new StdinQueue(1 << 20);
        Said said = new Said(input);
        engine.attach(id, input, said);
        assertThat(said.awaitStarted(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        engine.start(id);
        for (byte[] file : List.of(
                Resources.supervisor(),
                RUNNER.getBytes(StandardCharsets.UTF_8),
                program.getBytes(StandardCharsets.UTF_8))) {
            var frame = io.github.langchain4j.ptc.sandbox.Frame.json(file);
            assertThat(input.put(FrameCodec.encode(frame), Deadline.in(PATIENCE)))
                    .isTrue();
        }
        return said;
    }

    private boolean exists() {
        return engine.containers().stream()
                .anyMatch(container -> container.getId().equals(id));
    }

    private void awaitEnd() throws InterruptedException {
        Deadline by = Deadline.in(PATIENCE);
        while (exists()) {
            assertThat(by.reached()).as("the container is still there").isFalse();
            Thread.sleep(50);
        }
    }

    /** Takes what the container says. */
    private static final class Said extends ResultCallback.Adapter<Frame> {

        final CountDownLatch ready = new CountDownLatch(1);
        private final StringBuffer text = new StringBuffer();
        private final StdinQueue input;

        Said(StdinQueue input) {
            this.input = input;
        }

        @Override
        public void onNext(Frame frame) {
            text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
            if (frame.getStreamType() == StreamType.STDOUT) {
                ready.countDown();
            }
        }

        @Override
        public void close() throws IOException {
            input.end();
            super.close();
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
