package io.github.langchain4j.ptc.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import dev.langchain4j.agent.tool.Tool;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page docs/guide/docker.md; its blocks of Java are compared by the test of the guide. */
@RequiresDocker
class DockerGuideTest {

    private final ExecutorService starters = Executors.newFixedThreadPool(2);

    @TempDir
    private Path certificates;

    static final class Orders {

        @Tool("Names of all customers")
        List<String> customers() {
            return List.of("Ann", "Bob");
        }
    }

    @AfterEach
    void endThreads() {
        starters.shutdownNow();
    }

    static Sandbox containers(Executor starters) {
        return new WarmSandbox(DockerSandbox.create(), InterpreterSpec.DEFAULT, 2, 20, starters);
    }

    @Test
    void programsRunInContainersThatAreKeptReady() throws InterruptedException {
        assertThat(resultOf("len(await customers())", containers(starters), Limits.DEFAULT))
                .isEqualTo("2");
    }

    private static String resultOf(String program, Sandbox sandbox, Limits limits) throws InterruptedException {
        try (sandbox;
                ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .limits(limits)
                        .build();
                ProgramSession session = runner.open()) {
            ProgramReport report = session.run("print(" + program + ")");
            assertThat(report.succeeded()).as(report.output()).isTrue();
            return report.output().strip();
        }
    }

    static final InterpreterSpec SMALL = new InterpreterSpec(128L << 20, 16, 8 << 20, 16L << 20);

    static final Limits LIMITS =
            Limits.builder().interpreter(SMALL).sessions(20).build();

    static Sandbox smallContainers(Executor starters) {
        return new WarmSandbox(DockerSandbox.builder().cpus(0.5).build(), SMALL, 2, 20, starters);
    }

    @Test
    void containersCanBeSmaller() throws InterruptedException {
        String room = "__import__('shutil').disk_usage('/tmp').total";
        assertThat(resultOf(room, smallContainers(starters), LIMITS)).isEqualTo(Integer.toString(16 << 20));
    }

    static DockerSandbox withPandas() {
        return DockerSandbox.builder().image(DockerSandbox.DATA_IMAGE).build();
    }

    @Test
    void theDataImageHasPandasAndTheModelIsTold() throws InterruptedException {
        try (DockerSandbox sandbox = withPandas()) {
            assertThat(sandbox.traits().packages()).contains("pandas");
        }
        assertThat(resultOf("__import__('pandas').Series([1, 2]).sum()", withPandas(), Limits.DEFAULT))
                .isEqualTo("3");
    }

    static DockerSandbox onAnotherHost(String certificates) {
        DockerClientConfig engine = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("tcp://sandboxes.example.com:2376")
                .withDockerTlsVerify(true)
                .withDockerCertPath(certificates)
                .build();
        return DockerSandbox.builder().dockerClientConfig(engine).build();
    }

    @Test
    void theEngineCanBeOnAnotherHost() {
        try (DockerSandbox sandbox = onAnotherHost(certificates.toString())) {
            assertThat(sandbox)
                    .hasToString("DockerSandbox[" + DockerSandbox.SLIM_IMAGE + " at tcp://sandboxes.example.com:2376]");
        }
    }
}
