package io.github.langchain4j.ptc.docker;

import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.SandboxConformanceTest;

@RequiresDocker
class SlimImageConformanceTest extends SandboxConformanceTest {

    @Override
    protected Sandbox sandbox() {
        return DockerSandbox.create();
    }
}
