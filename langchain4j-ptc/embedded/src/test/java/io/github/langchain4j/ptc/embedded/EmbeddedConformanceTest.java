package io.github.langchain4j.ptc.embedded;

import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.SandboxConformanceTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

class EmbeddedConformanceTest extends SandboxConformanceTest {

    @Override
    protected Sandbox sandbox() {
        return EmbeddedSandbox.create();
    }

    /** The local sandbox runs each in a session of its own. */
    @Override
    protected int programsPerSession() {
        return 10;
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
