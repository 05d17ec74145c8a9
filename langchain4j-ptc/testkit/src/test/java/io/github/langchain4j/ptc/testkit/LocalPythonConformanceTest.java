package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.sandbox.Sandbox;

/** The Python of this machine; {@code -Dptc.python=…} names another one. */
@RequiresPython
class LocalPythonConformanceTest extends SandboxConformanceTest {

    @Override
    protected Sandbox sandbox() {
        return new LocalPythonSandbox();
    }
}
