package io.github.langchain4j.ptc.agentcore;

import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.SandboxConformanceTest;
import io.github.langchain4j.ptc.testkit.agentcore.AgentCoreEmulator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

@RequiresPython
class AgentCoreConformanceTest extends SandboxConformanceTest {

    @Override
    protected Sandbox sandbox() {
        AgentCoreEmulator emulator = AgentCoreEmulator.start();
        return Emulated.withoutIsolation(emulator, Emulated.sandbox(emulator).build());
    }

    /** The sandbox goes in steps by itself: {@link #stylesStepped} is the same in fewer sessions. */
    @Override
    protected Stream<DynamicTest> stylesInProcess() {
        return Stream.empty();
    }

    /** The same again. */
    @Override
    protected Stream<DynamicTest> stylesSteppedInBatches() {
        return Stream.empty();
    }
}
