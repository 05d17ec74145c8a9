package io.github.langchain4j.ptc.embedded;

import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.SandboxConformanceTest;

class EmbeddedConformanceTest extends SandboxConformanceTest {

    @Override
    protected Sandbox sandbox() {
        return EmbeddedSandbox.create();
    }
}
