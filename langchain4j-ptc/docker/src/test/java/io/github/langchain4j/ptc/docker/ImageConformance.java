package io.github.langchain4j.ptc.docker;

import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.SandboxConformanceTest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The conformance suite with one image, behind a warm supply: it starts hundreds of containers. */
@RequiresDocker
abstract class ImageConformance extends SandboxConformanceTest {

    private static final ExecutorService STARTS = Executors.newCachedThreadPool(Daemons.named("starts"));

    private final String image;

    ImageConformance(String image) {
        this.image = image;
    }

    @Override
    protected Sandbox sandbox() {
        Sandbox docker = DockerSandbox.builder().image(image).build();
        return new WarmSandbox(docker, InterpreterSpec.DEFAULT, 2, 100, STARTS);
    }

    /** What pauses differ in is the driver's and the engine's part, which the local sandbox is tested with. */
    @Override
    protected Stream<DynamicTest> stylesInBatches() {
        return Stream.empty();
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
