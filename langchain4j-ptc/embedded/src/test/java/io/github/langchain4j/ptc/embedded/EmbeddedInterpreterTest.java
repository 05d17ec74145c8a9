package io.github.langchain4j.ptc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.KillReason;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedInterpreterTest {

    private static EmbeddedSandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = EmbeddedSandbox.create();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static Death deathOf(Interpreter interpreter) throws Exception {
        return interpreter.died().toCompletableFuture().get(Conversation.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<Thread> guestThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("ptc-embedded-\\d+"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while True: pass",
                "while True:\n  try:\n    while True: pass\n  except BaseException: pass",
                "10 ** 10 ** 8",
                "sum(range(10 ** 12))",
                "import itertools\n''.join(itertools.repeat('x'))",
                "import re\nre.match('(a+)+$', 'a' * 50 + 'b')",
                "import time\ntime.sleep(1000)",
                "b = b'a' * 10_000_000\nwhile True: b.count(b'aab')",
                "sorted(range(10 ** 6), key=lambda x: -x)\nwhile True: pass",
                "import os\nwhile True: os.write(1, b'x' * 100_000)",
                "while True: open('f', 'w').write('x' * 1000)",
                "import os\nwhile True: os.urandom(1 << 20)",
                "import zlib\nwhile True: zlib.compress(b'x' * 1_000_000)",
            })
    void killingEndsTheThreadWhateverTheProgramDoes(String code) throws Exception {
        Conversation conversation = Conversation.with(sandbox);
        conversation.start("import os\nos.write(1, b'running\\n')\n" + code);
        conversation.receive("out");

        conversation.interpreter().kill(KillReason.LIMIT);
        conversation.close();

        assertThat(deathOf(conversation.interpreter()).killedFor()).isEqualTo(KillReason.LIMIT);
        assertThat(guestThreads()).isEmpty();
    }

    @Test
    void anInterpreterThatClosesItselfDiesWithItsExitCode() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            assertThat(conversation.death("import os\nos._exit(3)")).contains("exit code 3");
            assertThat(deathOf(conversation.interpreter()).killedFor()).isNull();
        }
    }

    @Test
    void aCrashIsTheDeathOfOneInterpreterOnly() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox);
                Conversation other = Conversation.with(sandbox)) {
            assertThat(conversation.death("import os\nos.abort()")).contains("crashed");
            assertThat(other.result("6 * 7")).isEqualTo("42");
        }
    }

    @Test
    void aFrameThatIsTooLargeIsAViolation() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            assertThat(conversation.death("import os\nos.pwrite(0, b'\\x7f\\xff\\xff\\xff\\x00', 0)"))
                    .contains("broke the protocol")
                    .contains("2147483647");
            assertThat(deathOf(conversation.interpreter()).killedFor()).isEqualTo(KillReason.PROTOCOL_VIOLATION);
        }
    }

    @Test
    void aFrameOfAnotherTypeIsAViolation() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            assertThat(conversation.death("import os\nos.pwrite(0, b'\\0\\0\\0\\0\\x80', 0)"))
                    .contains("unknown type 128");
        }
    }

    @Test
    void whatIsWrittenToTheDescriptorsOfTheConsoleIsOutputInOrder() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            conversation.run("""
                    import os, sys
                    print("one")
                    os.write(1, b"two\\n")
                    print("three", double(1))
                    open(1, "w", closefd=False).write("four \\u20ac\\n")
                    for byte in "f\\u00fcnf\\n".encode(): os.write(1, bytes([byte]))
                    os.close(1)
                    print("six")
                    """);
            assertThat(conversation.printed.toString()).isEqualTo("one\ntwo\nthree 2\nfour €\nfünf\nsix\n");
        }
    }

    @Test
    void whatWasPrintedBeforeTheEndIsKept() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            conversation.death("print('kept', end='')\nimport os\nos._exit(0)");
            assertThat(conversation.printed.toString()).isEqualTo("kept");
        }
    }

    @Test
    void closingDescriptorsOfTheInterpreterDoesNoHarm() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            conversation.run("import os\nos.closerange(0, 256)\ndouble(1)");
            assertThat(conversation.result("open('x', 'w').write('abc')\nopen('x').read() + open(0).read()"))
                    .isEqualTo("abc");
        }
    }

    @Test
    void aFloodIsHeldBackUntilTheHostTakesIt() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            conversation.start("import os, time\nfor i in range(100): os.write(1, b'x' * 1_000_000)\nos._exit(0)");
            Thread guest = guestThreads().get(0);
            Deadline by = Conversation.soon();
            while (guest.getState() != Thread.State.WAITING) {
                assertThat(by.reached())
                        .as("the guest goes on although nobody takes what it prints")
                        .isFalse();
                Thread.sleep(5);
            }
            assertThat(conversation.interpreter().died().toCompletableFuture()).isNotDone();
            assertThat(conversation.receive("out").get("text").asText()).startsWith("xxx");
        }
    }

    @Test
    void runningOutOfMemoryIsAMemoryErrorThatAProgramCanCatch() throws Exception {
        InterpreterSpec small = new InterpreterSpec(64L << 20, 1, 8 << 20, 1 << 20);
        try (Conversation conversation = Conversation.with(sandbox, small)) {
            assertThat(conversation.error("l = []\nwhile True: l.append(bytearray(1 << 20))"))
                    .startsWith("MemoryError");
            assertThat(conversation.result("l = None\nlen(bytearray(4 << 20))")).isEqualTo("4194304");
        }
    }

    @Test
    void deepRecursionIsARecursionErrorInPythonAndInC() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            assertThat(conversation.error("def f(): f()\nf()")).startsWith("RecursionError");
            assertThat(conversation.error("def g(n): return sorted([n], key=lambda y: g(n + 1))\ng(0)"))
                    .startsWith("RecursionError");
            assertThat(conversation.error("import json\njson.loads('[' * 100_000)"))
                    .startsWith("RecursionError");
            assertThat(conversation.result("import sys\nsys.setrecursionlimit(60_000)\n"
                            + "def f(n): return 0 if n == 0 else 1 + f(n - 1)\nf(50_000)"))
                    .isEqualTo("50000");
        }
    }

    @Test
    void filesAreBoundedByTheSpec() throws Exception {
        InterpreterSpec spec = new InterpreterSpec(256L << 20, 1, 8 << 20, 1 << 20);
        try (Conversation conversation = Conversation.with(sandbox, spec)) {
            assertThat(conversation.error("open('big', 'wb').write(b'x' * (2 << 20))"))
                    .startsWith("OSError");
            assertThat(conversation.error("for i in range(100_000): open(f'f{i}', 'w').close()"))
                    .startsWith("OSError: [Errno 51]");
            assertThat(conversation.error("fs = [open('f0') for _ in range(1000)]"))
                    .startsWith("OSError: [Errno 33]");
        }
    }

    @Test
    void nothingOfTheHostIsThere() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            String found = conversation.result("""
                    import os, socket
                    found = []
                    def attempt(name, what):
                        try:
                            found.append(f"{name}: {what()}")
                        except (OSError, AttributeError, ImportError):
                            pass
                    attempt("passwd", lambda: open("/etc/passwd").read())
                    attempt("proc", lambda: os.listdir("/proc"))
                    attempt("up", lambda: os.listdir("/guest/.."))
                    attempt("above", lambda: open("/guest/../etc/passwd").read())
                    attempt("write", lambda: open("/tmp/x", "w"))
                    attempt("library", lambda: os.write(os.open(os.__file__, os.O_WRONLY), b"x"))
                    attempt("link", lambda: os.symlink("/etc", "etc"))
                    attempt("hard link", lambda: os.link("/etc/passwd", "p"))
                    attempt("socket", lambda: socket.socket())
                    attempt("real socket", lambda: __import__("_socket").socket())
                    attempt("system", lambda: os.system("id"))
                    attempt("fork", lambda: os.fork())
                    attempt("ctypes", lambda: __import__("ctypes"))
                    str([dict(os.environ), sorted(os.listdir("/guest")), found])
                    """);
            assertThat(found).isEqualTo("[{}, ['output'], []]");
        }
    }

    @Test
    void clonesDifferInWhatMustBeRandomAndAgreeInWhatIsSeeded() throws Exception {
        String code = "import os, random, uuid, secrets\n"
                + "str([os.urandom(8).hex(), str(uuid.uuid4()), secrets.token_hex(8)]) + '|' + str(random.random())";
        try (Conversation first = Conversation.with(sandbox);
                Conversation second = Conversation.with(sandbox)) {
            String[] one = first.result(code).split("\\|");
            String[] other = second.result(code).split("\\|");
            assertThat(one[0]).isNotEqualTo(other[0]);
            assertThat(one[1]).isEqualTo(other[1]);
        }
    }

    @Test
    void theClockIsTheHosts() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            double now = Double.parseDouble(conversation.result("import time\ntime.time()"));
            assertThat(now)
                    .isBetween(System.currentTimeMillis() / 1000.0 - 60, System.currentTimeMillis() / 1000.0 + 1);
            assertThat(conversation.result("from datetime import datetime\nfrom zoneinfo import ZoneInfo\n"
                            + "[datetime(2025, m, 1, tzinfo=ZoneInfo('Europe/Paris')).isoformat() for m in (1, 7)]"))
                    .isEqualTo("[\"2025-01-01T00:00:00+01:00\",\"2025-07-01T00:00:00+02:00\"]");
        }
    }

    @Test
    void aFrameLargerThanAgreedIsNotSent() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            Frame frame = Frame.json(new byte[InterpreterSpec.DEFAULT.maxFrameBytes() + 1]);
            assertThatThrownBy(() -> conversation.interpreter().send(frame, Conversation.soon()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("maxFrameBytes");
            assertThat(conversation.result("1")).isEqualTo("1");
        }
    }

    @Test
    void sendingToAnInterpreterThatDoesNotReadEndsItAtTheDeadline() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            conversation.start("while True: pass");
            Frame frame = Frame.json(new byte[8 << 20]);
            assertThatThrownBy(() -> {
                        while (true) {
                            conversation.interpreter().send(frame, Deadline.in(Duration.ofMillis(50)));
                        }
                    })
                    .isInstanceOf(InterpreterDiedException.class)
                    .hasMessageContaining("did not take a frame in time");
        }
    }

    @Test
    void tooMuchForAllTogetherIsBusyAndEndsWithTheInterpretersThatHoldIt() throws Exception {
        try (EmbeddedSandbox tight = EmbeddedSandbox.builder()
                .totalMemoryBytes(EmbeddedSandbox.MIN_MEMORY_BYTES)
                .build()) {
            try (Conversation greedy = Conversation.with(tight)) {
                assertThat(greedy.error("""
                                kept = []
                                for size in (1 << 18, 1 << 12, 1 << 6):
                                    try:
                                        while True: kept.append(b'x' * size)
                                    except MemoryError as e:
                                        last = e
                                raise last
                                """)).startsWith("MemoryError");
                assertThatThrownBy(() -> Conversation.with(tight))
                        .isInstanceOf(SandboxBusyException.class)
                        .hasMessageContaining("totalMemoryBytes");
            }
            try (Conversation next = Conversation.with(tight)) {
                assertThat(next.result("1")).isEqualTo("1");
            }
        }
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> EmbeddedSandbox.builder().maxMemoryBytes(63L << 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxMemoryBytes");
        assertThatThrownBy(() -> EmbeddedSandbox.builder().maxMemoryBytes(257L << 20))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmbeddedSandbox.builder().totalMemoryBytes(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("totalMemoryBytes");
        assertThatThrownBy(() -> sandbox.start(new InterpreterSpec(32L << 20, 1, 1 << 20, 0), Conversation.soon()))
                .isInstanceOf(SandboxUnavailableException.class)
                .hasMessageContaining("at least 64 MiB");
    }

    @Test
    void aClosedSandboxStartsNothing() {
        EmbeddedSandbox closed = EmbeddedSandbox.create();
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.start(InterpreterSpec.DEFAULT, Conversation.soon()))
                .isInstanceOf(SandboxUnavailableException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void manySessionsLeaveNothingBehind() throws Exception {
        for (int i = 0; i < 40; i++) {
            oneSession();
        }
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long heap = usedAfterCollection();
        for (int i = 0; i < 200; i++) {
            oneSession();
        }
        assertThat(guestThreads()).isEmpty();
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThanOrEqualTo(threads + 2);
        // A session that stayed would hold megabytes; 200 of them a gigabyte.
        assertThat(usedAfterCollection()).isLessThan(heap + (20L << 20));
    }

    private static void oneSession() throws Exception {
        try (Conversation conversation = Conversation.with(sandbox)) {
            assertThat(conversation.result("open('f', 'w').write('x' * 1000)\ndouble(21)"))
                    .isEqualTo("42");
        }
    }

    private static long usedAfterCollection() {
        List<Long> used = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            System.gc();
            used.add(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return used.stream().min(Long::compare).orElseThrow();
    }
}
