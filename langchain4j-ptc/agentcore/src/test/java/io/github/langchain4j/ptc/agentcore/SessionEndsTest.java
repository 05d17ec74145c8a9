package io.github.langchain4j.ptc.agentcore;

import static io.github.langchain4j.ptc.testkit.agentcore.Operation.INVOKE;
import static io.github.langchain4j.ptc.testkit.agentcore.Operation.START;
import static io.github.langchain4j.ptc.testkit.agentcore.Operation.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.testkit.agentcore.AgentCoreEmulator;
import io.github.langchain4j.ptc.testkit.agentcore.Fault;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever ends a session, its program's end is told, the next session works, and nothing is left. */
@SuppressWarnings("try") // closing early, and twice, is what some tests are about
class SessionEndsTest extends EmulatorFixture {

    SessionEndsTest() {
        super(UnaryOperator.identity(), sandbox -> sandbox.patience(Duration.ofMillis(500)));
    }

    /** Starts a program, ends it in the given way while it waits for its second call, and gives what the model is told. */
    private String lostBy(Fault... faults) throws InterruptedException {
        try (Session session = engine.open()) {
            Execution execution = programs.start(session, "print('kept')\necho(1)\necho(2)");
            emulator.next(INVOKE, new Fault.None());
            emulator.next(INVOKE, faults);
            Event.Ended ended = programs.end(execution);
            assertThat(ended.output()).isEqualTo("kept\n");
            assertThat(session.isAlive()).isFalse();
            awaitNoSessions();
            emulator.recover();
            assertThat(returned("1")).isEqualTo("1");
            return Programs.lost(ended);
        }
    }

    @Test
    void aRestartOfTheServicesPythonLosesTheSession() throws InterruptedException {
        assertThat(lostBy(new Fault.Restarted())).contains("restarted");
    }

    @Test
    void aSessionThatTheServiceDoesNotKnowIsLost() throws InterruptedException {
        assertThat(lostBy(new Fault.Refused(404, "ResourceNotFoundException", "no such session")))
                .contains("expired, or was stopped");
    }

    @Test
    void accessThatIsTakenAwayLosesTheSession() throws InterruptedException {
        assertThat(lostBy(Fault.accessDenied())).contains("AccessDeniedException");
    }

    @Test
    void credentialsThatStayExpiredLoseTheSession() throws InterruptedException {
        Fault expired = Fault.expiredToken();
        assertThat(lostBy(expired, expired, expired, expired)).contains("credentials");
    }

    @Test
    void throttlingWithoutEndLosesTheSession() throws InterruptedException {
        Fault[] faults = new Fault[20];
        java.util.Arrays.fill(faults, Fault.throttled());
        assertThat(lostBy(faults)).contains("ThrottlingException").contains("again and again");
    }

    @Test
    void errorsWithoutEndLoseTheSession() throws InterruptedException {
        Fault[] faults = new Fault[20];
        java.util.Arrays.fill(faults, new Fault.ErrorResult());
        assertThat(lostBy(faults)).contains("failed to execute the code of a step");
    }

    @Test
    void anAnswerThatIsNoneLosesTheSession() throws InterruptedException {
        assertThat(lostBy(new Fault.Printed("<ptc:refused:bm8=></ptc>"))).contains("no");
    }

    @Test
    void aBombIsNotUnpacked() throws Exception {
        byte[] bomb = new byte[30 << 20];
        String packed = BridgeCode.pack(bomb);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(packed.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        String envelope = "<ptc:part:%d:0:%d:%d:5:1:-1:-:%08x>%s</ptc>";
        assertThat(lostBy(new Fault.Printed(envelope.formatted(4, packed.length(), 1000, crc.getValue(), packed))))
                .contains("cannot be unpacked");
        assertThat(lostBy(
                        new Fault.Printed(envelope.formatted(4, packed.length(), bomb.length, crc.getValue(), packed))))
                .contains("a step of " + bomb.length + " bytes");
    }

    @Test
    void aPythonThatDiesTellsHow() throws InterruptedException {
        try (Session session = engine.open()) {
            Event.Ended ended = programs.run(session, "import os\nprint('kept', flush=True)\nos._exit(7)");
            assertThat(Programs.lost(ended)).contains("exit code 7");
        }
        try (Session session = engine.open()) {
            Event.Ended ended = programs.run(session, "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)");
            assertThat(Programs.lost(ended)).contains("killed by signal 9");
        }
    }

    @Test
    void aProgramThatKillsTheServicesPythonLosesItsSession() throws InterruptedException {
        try (Session session = engine.open()) {
            Event.Ended ended = programs.run(session, "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)");
            assertThat(ended.outcome()).isInstanceOf(Outcome.SessionLost.class);
        }
        assertThat(returned("1")).isEqualTo("1");
    }

    @Test
    void aSessionEndsAtItsTimeout() throws Exception {
        try (AgentCoreSandbox brief = Emulated.sandbox(emulator)
                        .sessionTimeout(Duration.ofSeconds(1))
                        .build();
                Interpreter interpreter = brief.start(InterpreterSpec.DEFAULT, Deadline.in(Programs.PATIENCE))) {
            assertThat(interpreter
                            .died()
                            .toCompletableFuture()
                            .get(Programs.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .description())
                    .contains("1 s was over");
            assertThat(interpreter.hasEnded()).isTrue();
        }
    }

    @Test
    void aCancelledProgramStopsItsSessionInTheMiddleOfAStep() throws InterruptedException {
        try (Session session = engine.open()) {
            Execution execution = programs.start(session, "print(1, flush=True)\nwhile True:\n    pass");
            execution.next(Deadline.in(Programs.PATIENCE));
            execution.cancel(CancelReason.CALLER);
            assertThat(programs.end(execution).outcome()).isEqualTo(new Outcome.Cancelled(CancelReason.CALLER));
            awaitNoSessions();
        }
    }

    @Test
    void aStartThatIsGivenUpLeavesNoSession() throws InterruptedException {
        try (AgentCoreEmulator slow = AgentCoreEmulator.builder()
                        .latency(Duration.ofMillis(400))
                        .start();
                AgentCoreSandbox waiting = Emulated.sandbox(slow).build()) {
            assertThatThrownBy(() -> waiting.start(InterpreterSpec.DEFAULT, Deadline.in(Duration.ofMillis(100))))
                    .isInstanceOf(SandboxUnavailableException.class)
                    .hasMessageContaining("had not started the session");
            assertThatThrownBy(() -> waiting.start(InterpreterSpec.DEFAULT, Deadline.in(Duration.ofMillis(600))))
                    .isInstanceOf(SandboxUnavailableException.class)
                    .hasMessageContaining("its Python had not answered");
            waiting.close();
            assertThat(slow.requests(START)).isEqualTo(2);
            assertThat(slow.requests(STOP)).isEqualTo(2);
            assertThat(slow.openSessions()).isZero();
        }
    }

    @Test
    void anInterruptedStartLeavesNoSession() throws Exception {
        int before = emulator.requests(START);
        FutureTask<Interpreter> start =
                new FutureTask<>(() -> sandbox.start(InterpreterSpec.DEFAULT, Deadline.in(Programs.PATIENCE)));
        Thread starter = new Thread(start);
        starter.start();
        Deadline by = Deadline.in(Programs.PATIENCE);
        while (emulator.requests(START) == before && !by.reached()) {
            Thread.sleep(1);
        }
        starter.interrupt();
        assertThatThrownBy(start::get).hasCauseInstanceOf(InterruptedException.class);
        while (emulator.openSessions() == 0 && emulator.requests(STOP) == 0 && !by.reached()) {
            Thread.sleep(1);
        }
        awaitNoSessions();
    }

    @Test
    void closingLeavesNoSessionNoThreadAndNoProcess() throws InterruptedException {
        Set<Thread> before = threads();
        long processes = ProcessHandle.current().children().count();
        AgentCoreSandbox closing = Emulated.sandbox(emulator).build();
        for (int n = 0; n < 3; n++) {
            closing.start(InterpreterSpec.DEFAULT, Deadline.in(Programs.PATIENCE));
        }
        assertThat(emulator.openSessions()).isEqualTo(3);
        closing.close();
        closing.close();
        assertThat(emulator.openSessions()).isZero();
        assertThat(ProcessHandle.current().children().count()).isEqualTo(processes);
        assertThatThrownBy(() -> closing.start(InterpreterSpec.DEFAULT, Deadline.NEVER))
                .isInstanceOf(IllegalStateException.class);
        Deadline by = Deadline.in(Programs.PATIENCE);
        while (!before.containsAll(threads())) {
            assertThat(by.reached()).as(() -> "left: " + threads()).isFalse();
            Thread.sleep(20);
        }
    }

    /** Those of the sandbox and of the AWS SDK; of the latter without those that all its clients share. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread ->
                        thread.getName().matches("(ptc-agentcore-\\d+|aws-java-sdk-Netty.*|sdk-async-response.*)"))
                .collect(Collectors.toSet());
    }
}
