package io.github.langchain4j.ptc.docker;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Without the corpora: the interpreter is that of the slim image, which runs them, and only packages are added. */
class DataImageConformanceTest extends ImageConformance {

    DataImageConformanceTest() {
        super(DockerSandbox.DATA_IMAGE);
    }

    @Override
    protected Stream<DynamicTest> stylesInProcess() {
        return Stream.empty();
    }

    @Override
    protected Stream<DynamicTest> hostilePrograms() {
        return Stream.empty();
    }
}
