package io.github.langchain4j.ptc.docker;

import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.SandboxConformanceTest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;

/** The larger image, behind a warm supply. */
@RequiresDocker
class DataImageConformanceTest extends SandboxConformanceTest {

    private static final ExecutorService STARTS = Executors.newCachedThreadPool(Daemons.named("starts"));

    @AfterAll
    static void end() {
        STARTS.shutdownNow();
    }

    @Override
    protected Sandbox sandbox() {
        Sandbox docker = DockerSandbox.builder().image(DockerSandbox.DATA_IMAGE).build();
        return new WarmSandbox(docker, InterpreterSpec.DEFAULT, 2, 100, STARTS);
    }
}
