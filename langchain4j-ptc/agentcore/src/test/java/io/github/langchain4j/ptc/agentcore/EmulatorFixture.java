package io.github.langchain4j.ptc.agentcore;

import static io.github.langchain4j.ptc.testkit.agentcore.Operation.INVOKE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.testkit.agentcore.AgentCoreEmulator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** One emulator, sandbox and engine for the tests of a class. */
@RequiresPython
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EmulatorFixture {

    private final UnaryOperator<AgentCoreEmulator.Builder> options;
    private final UnaryOperator<AgentCoreSandbox.Builder> settings;
    final Programs programs = new Programs();
    AgentCoreEmulator emulator;
    AgentCoreSandbox sandbox;
    Engine engine;

    EmulatorFixture(
            UnaryOperator<AgentCoreEmulator.Builder> options, UnaryOperator<AgentCoreSandbox.Builder> settings) {
        this.options = options;
        this.settings = settings;
    }

    @BeforeAll
    final void start() {
        emulator = options.apply(AgentCoreEmulator.builder()).start();
        sandbox = settings.apply(Emulated.sandbox(emulator)).build();
        engine = new Engine(sandbox, Programs.ROOMY);
    }

    @AfterEach
    final void nothingIsLeft() throws InterruptedException {
        emulator.recover();
        programs.calls.clear();
        awaitNoSessions();
    }

    /** Sessions are stopped behind the back of whoever closes them. */
    final void awaitNoSessions() throws InterruptedException {
        Deadline by = Deadline.in(Programs.PATIENCE);
        while (emulator.openSessions() > 0) {
            assertThat(by.reached()).as("sessions are left").isFalse();
            Thread.sleep(10);
        }
    }

    /** Runs a program in a session of its own. */
    final String returned(String code) throws InterruptedException {
        try (Session session = engine.open()) {
            return programs.returned(session, code);
        }
    }

    /** Requests that execute code while a program runs in a session that is open. */
    final int steps(Session session, String code, String result) throws InterruptedException {
        int before = emulator.requests(INVOKE);
        assertThat(programs.returned(session, code)).isEqualTo(result);
        return emulator.requests(INVOKE) - before;
    }

    @AfterAll
    final void stop() {
        engine.close();
        sandbox.close();
        emulator.close();
        programs.close();
    }
}
