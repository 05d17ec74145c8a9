package io.github.langchain4j.ptc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Program;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.KillReason;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@RequiresPython
class LocalPythonSandboxTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LocalPythonSandbox sandbox = new LocalPythonSandbox();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void itIsAvailableAndSaysThatItIsolatesNothing() {
        assertThat(LocalPythonSandbox.isAvailable()).isTrue();
        assertThat(sandbox.traits().trust()).isEqualTo(TrustLevel.NONE);
        assertThat(sandbox)
                .hasToString("LocalPythonSandbox[" + LocalPython.find().version() + ", no isolation]");
    }

    @Test
    void aPythonThatDoesNotExistIsNamedWithTheMends() {
        assertThatThrownBy(() -> new LocalPythonSandbox(Path.of("no-such-python")))
                .isInstanceOf(SandboxUnavailableException.class)
                .hasMessageContaining("no-such-python")
                .hasMessageContaining("ptc.python")
                .hasMessageContaining("PTC_PYTHON");
    }

    @Test
    void aProgramThatIsNoPythonIsRefused() {
        assertThatThrownBy(() -> new LocalPythonSandbox(Path.of(System.getProperty("java.home"), "bin", "java")))
                .isInstanceOf(SandboxUnavailableException.class)
                .hasMessageContaining("did not tell its version");
    }

    @Test
    void theWorkingFolderGoesWithTheInterpreter() throws Exception {
        Path folder;
        try (Engine engine = new Engine(sandbox, Limits.DEFAULT);
                Session session = engine.open()) {
            folder = Path.of(result(session, "import os\nopen('x', 'w').close()\nos.makedirs('a/b')\nos.getcwd()"));
            assertThat(folder).exists();
        }
        assertThat(folder).doesNotExist();
        assertThat(folder.getParent()).doesNotExist();
    }

    @Test
    void anInterpreterThatEndsByItselfTellsItsExitCode() throws Exception {
        try (Engine engine = new Engine(sandbox, Limits.DEFAULT);
                Session session = engine.open()) {
            Outcome outcome = outcome(session, "import os\nos._exit(9)");
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.SessionLost.class,
                            lost -> assertThat(lost.message()).contains("exit code 9"));
        }
    }

    @Test
    void aDeathIsToldThoughNobodyReceivesAndABoxIsFull() throws Exception {
        try (Interpreter interpreter = start()) {
            interpreter.receive(Deadline.in(PATIENCE));
            send(interpreter, "{\"t\":\"setup\",\"protocol\":1,\"seed\":1,\"maxFrame\":8388608}");
            send(interpreter, run("import os\nfor _ in range(400):\n    print('x' * 65536)\nos._exit(0)"));
            awaitDeathAfter(interpreter, () -> interpreter.kill(KillReason.CANCELLED));
        }
    }

    @Test
    void aKillTakesChildrenWithIt() throws Exception {
        try (Engine engine = new Engine(sandbox, Limits.DEFAULT)) {
            Session session = engine.open();
            long child = Long.parseLong(
                    result(session, "import subprocess\nchild = subprocess.Popen(['sleep', '1000'])\nstr(child.pid)"));
            CompletableFuture<?> gone = ProcessHandle.of(child).orElseThrow().onExit();
            session.close();
            gone.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void aRunnerThatNoLongerReadsIsEndedAtTheDeadlineOfTheSender() throws Exception {
        try (Interpreter interpreter = stopped()) {
            Frame large = Frame.json(new byte[4 << 20]);
            assertThatThrownBy(() -> interpreter.send(large, Deadline.in(Duration.ofMillis(200))))
                    .isInstanceOf(InterpreterDiedException.class);
        }
    }

    @Test
    void aSenderThatIsStuckCanBeInterrupted() throws Exception {
        try (Interpreter interpreter = stopped()) {
            Thread sender = Thread.currentThread();
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(sender::interrupt);
            assertThatThrownBy(() -> interpreter.send(Frame.json(new byte[4 << 20]), Deadline.NEVER))
                    .isInstanceOf(InterruptedException.class);
            assertThat(interpreter.died().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isNotNull();
        }
    }

    @Test
    void aFrameThatIsTooLargeEndsTheInterpreterAsAViolation() throws Exception {
        InterpreterSpec small = new InterpreterSpec(64L << 20, 64, 64 << 10, 0);
        try (Interpreter interpreter = sandbox.start(small, Deadline.in(PATIENCE))) {
            interpreter.receive(Deadline.in(PATIENCE));
            send(interpreter, "{\"t\":\"setup\",\"protocol\":1,\"seed\":1,\"maxFrame\":65536}");
            send(interpreter, run("""
                    import os
                    for fd in range(3, 300):
                        try:
                            os.write(fd, b"\\x7f\\x00\\x00\\x00\\x00")
                        except OSError:
                            pass
                    while True:
                        pass
                    """));
            Death death = interpreter.died().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(death.killedFor()).isEqualTo(KillReason.PROTOCOL_VIOLATION);
            assertThat(death.description()).contains("2130706432 bytes");
        }
    }

    @Test
    void nothingIsLeftAfterManySessions() throws Exception {
        try (Engine engine = new Engine(sandbox, Limits.DEFAULT)) {
            for (int n = 0; n < 20; n++) {
                try (Session session = engine.open()) {
                    assertThat(session.isAlive()).isTrue();
                }
            }
        }
        awaitTrue(() -> ProcessHandle.current()
                .children()
                .noneMatch(child -> child.info().command().orElse("").contains("python")));
        awaitTrue(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().matches("ptc-local-python-\\d+")));
        sandbox.close();
        awaitTrue(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("ptc-local-python-watch")));
    }

    @Test
    void aClosedSandboxStartsNothing() {
        sandbox.close();
        assertThatThrownBy(this::start).isInstanceOf(IllegalStateException.class);
    }

    /** The other Pythons of this machine, as far as their names tell them apart: the runner must work on all of them. */
    @TestFactory
    Stream<DynamicTest> everyPythonOfTheSearchPathRunsPrograms() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(LocalPythonSandboxTest::versions)
                .distinct()
                .map(python -> DynamicTest.dynamicTest(python.toString(), () -> runsPrograms(python)));
    }

    private static Stream<Path> versions(String folder) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files
                    .filter(file -> file.getFileName().toString().matches("python3\\.(9|[1-9]\\d)"))
                    .filter(LocalPythonSandboxTest::works)
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean works(Path python) {
        try {
            LocalPython.of(python.toString());
            return true;
        } catch (SandboxUnavailableException e) {
            return false;
        }
    }

    private static void runsPrograms(Path python) throws InterruptedException {
        try (LocalPythonSandbox other = new LocalPythonSandbox(python);
                Engine engine = new Engine(other, Limits.DEFAULT);
                Session session = engine.open()) {
            assertThat(result(session, "import asyncio\n(await asyncio.gather(asyncio.sleep(0, 'a')))[0]"))
                    .isEqualTo("a");
            assertThat(result(session, "def f():\n    return 'b'\nf()")).isEqualTo("b");
        }
    }

    private Interpreter start() throws InterruptedException {
        return sandbox.start(InterpreterSpec.DEFAULT, Deadline.in(PATIENCE));
    }

    /** An interpreter that was stopped by a signal and reads no more. */
    private Interpreter stopped() throws Exception {
        List<Long> before =
                ProcessHandle.current().children().map(ProcessHandle::pid).toList();
        Interpreter interpreter = start();
        interpreter.receive(Deadline.in(PATIENCE));
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            if (!before.contains(child.pid())) {
                new ProcessBuilder("kill", "-STOP", String.valueOf(child.pid()))
                        .start()
                        .waitFor();
            }
        }
        return interpreter;
    }

    private static void send(Interpreter interpreter, String json) throws Exception {
        interpreter.send(Frame.json(json.getBytes(StandardCharsets.UTF_8)), Deadline.in(PATIENCE));
    }

    private static String run(String code) {
        return "{\"t\":\"run\",\"n\":1,\"code\":\""
                + code.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                + "\",\"tools\":[],\"limits\":{\"calls\":1,\"inFlight\":1,\"output\":100000000,\"result\":1000,"
                + "\"files\":1,\"fileBytes\":1}}";
    }

    private static void awaitDeathAfter(Interpreter interpreter, Runnable action) throws Exception {
        action.run();
        assertThat(interpreter.died().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isNotNull();
    }

    private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
        Deadline by = Deadline.in(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(by.reached()).as("the condition did not come true").isFalse();
            Thread.sleep(10);
        }
    }

    private static String result(Session session, String code) throws InterruptedException {
        Outcome outcome = outcome(session, code);
        assertThat(outcome).isInstanceOf(Outcome.Returned.class);
        return ((Outcome.Returned) outcome).result();
    }

    private static Outcome outcome(Session session, String code) throws InterruptedException {
        Execution execution = session.start(new Program(code, List.of()));
        Deadline by = Deadline.in(PATIENCE);
        for (Event event = execution.next(by); ; event = execution.next(by)) {
            if (event instanceof Event.Ended ended) {
                return ended.outcome();
            }
            assertThat(event).isNotInstanceOf(Event.TimedOut.class);
        }
    }
}
