package io.github.langchain4j.ptc.docker;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Without those ways to drive programs that have nothing to do with what an image holds; the slim one has them all. */
class DataImageConformanceTest extends ImageConformance {

    DataImageConformanceTest() {
        super(DockerSandbox.DATA_IMAGE);
    }

    @Override
    protected Stream<DynamicTest> stylesInBatches() {
        return Stream.empty();
    }

    @Override
    protected Stream<DynamicTest> stylesStepped() {
        return Stream.empty();
    }

    @Override
    protected Stream<DynamicTest> stylesSteppedInBatches() {
        return Stream.empty();
    }
}
