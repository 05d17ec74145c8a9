package io.github.langchain4j.ptc.docker;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** How programs are driven has nothing to do with what an image holds: the slim one is tested with that. */
class DataImageConformanceTest extends ImageConformance {

    DataImageConformanceTest() {
        super(DockerSandbox.DATA_IMAGE);
    }

    @Override
    protected Stream<DynamicTest> stylesInBatches() {
        return Stream.empty();
    }
}
