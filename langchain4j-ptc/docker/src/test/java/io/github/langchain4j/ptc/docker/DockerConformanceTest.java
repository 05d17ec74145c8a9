package io.github.langchain4j.ptc.docker;

import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.SandboxConformanceTest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * With the slim image, behind a warm supply: the suite starts hundreds of containers. The data image has the same
 * interpreter and adds packages, which {@link FiguresTest} uses.
 */
@RequiresDocker
class DockerConformanceTest extends SandboxConformanceTest {

    private static final ExecutorService STARTS = Executors.newCachedThreadPool(Daemons.named("starts"));

    @Override
    protected Sandbox sandbox() {
        Sandbox docker = DockerSandbox.builder().image(DockerSandbox.SLIM_IMAGE).build();
        return new WarmSandbox(docker, InterpreterSpec.DEFAULT, 2, 100, STARTS);
    }

    /** The local sandbox runs each in a session of its own. */
    @Override
    protected int programsPerSession() {
        return 10;
    }

    /** In steps only a sandbox goes that cannot do otherwise; how, is tested with the local one. */
    @Override
    protected Stream<DynamicTest> stylesStepped() {
        return Stream.empty();
    }

    @Override
    protected Stream<DynamicTest> stylesSteppedInBatches() {
        return Stream.empty();
    }
}
