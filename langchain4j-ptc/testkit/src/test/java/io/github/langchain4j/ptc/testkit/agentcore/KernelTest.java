package io.github.langchain4j.ptc.testkit.agentcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is left of a session's Python when it ends. */
@Timeout(60)
@RequiresPython
class KernelTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Starts processes that write into the folder without end, and tells the folder and their numbers. */
    private static final String WRITERS = """
            import os, subprocess, sys
            write = "import os, tempfile\\nwhile True:\\n    os.rmdir(tempfile.mkdtemp())"
            writers = [subprocess.Popen([sys.executable, "-c", write], start_new_session=True) for _ in range(2)]
            print(os.path.dirname(os.getcwd()), *[writer.pid for writer in writers])
            """;

    @Test
    void closingEndsWhatWritesAndDeletesTheFolder() throws Exception {
        Kernel kernel = Kernel.start(LocalPythonSandbox.configuredPython(), Map.of());
        String[] told = stdout(kernel.execute(WRITERS, false, false)).split(" ");
        kernel.close();
        assertThat(Path.of(told[0])).doesNotExist();
        assertEnded(told);
    }

    @Test
    void closingEndsAnExecutionThatIsUnderWay() throws Exception {
        Kernel kernel = Kernel.start(LocalPythonSandbox.configuredPython(), Map.of());
        Path folder = Path.of(
                stdout(kernel.execute("import os, tempfile\nprint(os.path.dirname(os.getcwd()))", false, false)));
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<JsonNode> execution = CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            try {
                return kernel.execute("while True:\n    os.rmdir(tempfile.mkdtemp())", false, false);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        begun.await();
        kernel.close();
        assertThat(folder).doesNotExist();
        assertThatThrownBy(execution::join).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void anInterruptedThreadClosesToo() throws Exception {
        Kernel kernel = Kernel.start(LocalPythonSandbox.configuredPython(), Map.of());
        String[] told = stdout(kernel.execute(WRITERS, false, false)).split(" ");
        Thread.currentThread().interrupt();
        kernel.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Path.of(told[0])).doesNotExist();
        assertEnded(told);
    }

    /** As by a process that was started in the kernel's last moment, and is not known to be one of its own. */
    @Test
    void whatIsWrittenForAMomentAfterTheEndIsDeletedToo() throws Exception {
        Kernel kernel = Kernel.start(LocalPythonSandbox.configuredPython(), Map.of());
        String work = stdout(kernel.execute("import os\nprint(os.getcwd())", false, false));
        Process writer = new ProcessBuilder(
                        LocalPythonSandbox.configuredPython().toString(), "-c", """
                import sys, tempfile, time
                end = time.monotonic() + 0.2
                print("begun", flush=True)
                while time.monotonic() < end:
                    tempfile.mkdtemp(dir=sys.argv[1])
                """, work)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(writer.inputReader().readLine()).isEqualTo("begun");
        kernel.close();
        assertThat(Path.of(work).getParent()).doesNotExist();
        writer.waitFor();
    }

    /** As after the death of the JVM, which closes its end of all pipes. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a process is not told what it has started")
    void oneWhoseHostIsGoneEndsWhatWritesAndDeletesTheFolder() throws Exception {
        Path folder = Files.createTempDirectory("ptc-kernel-test-");
        Path source = folder.resolve("kernel.py");
        try (InputStream in = Kernel.class.getResourceAsStream("kernel.py")) {
            Files.copy(in, source);
        }
        Path work = Files.createDirectory(folder.resolve("work"));
        ProcessBuilder command = new ProcessBuilder(
                        LocalPythonSandbox.configuredPython().toString(), source.toString(), folder.toString())
                .directory(work.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        command.environment().put("TMPDIR", work.toString());
        Process process = command.start();
        String[] told;
        try (DataOutputStream to = new DataOutputStream(process.getOutputStream());
                DataInputStream from = new DataInputStream(process.getInputStream())) {
            byte[] request = JSON.writeValueAsBytes(Map.of("code", WRITERS, "clear", false, "endThreads", false));
            to.writeInt(request.length);
            to.write(request);
            to.flush();
            told = stdout(JSON.readTree(from.readNBytes(from.readInt()))).split(" ");
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(folder).doesNotExist();
        assertEnded(told);
    }

    private static String stdout(JsonNode printed) {
        assertThat(printed.path("stderr").asText()).isEmpty();
        return printed.path("stdout").asText().strip();
    }

    private static void assertEnded(String[] told) {
        assertThat(told).hasSize(3);
        for (int n = 1; n < told.length; n++) {
            assertThat(ProcessHandle.of(Long.parseLong(told[n]))
                            .flatMap(process -> process.info().command()))
                    .isEmpty(); // one that nobody has waited for yet has no command any more
        }
    }
}
