package io.github.langchain4j.ptc.docker;

class SlimImageConformanceTest extends ImageConformance {

    SlimImageConformanceTest() {
        super(DockerSandbox.SLIM_IMAGE);
    }
}
