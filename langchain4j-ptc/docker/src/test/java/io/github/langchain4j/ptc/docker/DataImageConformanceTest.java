package io.github.langchain4j.ptc.docker;

class DataImageConformanceTest extends ImageConformance {

    DataImageConformanceTest() {
        super(DockerSandbox.DATA_IMAGE);
    }
}
