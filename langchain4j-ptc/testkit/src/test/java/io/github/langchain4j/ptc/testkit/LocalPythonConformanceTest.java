package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The Python of this machine; {@code -Dptc.python=…} names another one. */
@RequiresPython
class LocalPythonConformanceTest extends SandboxConformanceTest {

    @Override
    protected Sandbox sandbox() {
        return new LocalPythonSandbox();
    }

    /** The sandbox that goes in steps by nature is tested so; in batches this one shows that none must. */
    @Override
    protected Stream<DynamicTest> stylesStepped() {
        return Stream.empty();
    }
}
