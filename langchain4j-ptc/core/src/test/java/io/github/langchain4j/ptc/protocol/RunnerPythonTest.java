package io.github.langchain4j.ptc.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the runner's own tests, which are written in Python, with every Python of this machine: one test for each module
 * and version. Without any Python they are skipped, in CI ({@code CI=true}) they fail then, and with a single version.
 */
class RunnerPythonTest {

    private static final Logger LOG = LoggerFactory.getLogger(RunnerPythonTest.class);

    private static final Path TESTS = Path.of("src", "test", "python").toAbsolutePath();
    private static final int MINUTES = 3;
    private static final int VERSIONS_IN_CI = 2;

    // The tests wait more than they compute.
    private static final ExecutorService MODULES =
            Executors.newFixedThreadPool(2 * Runtime.getRuntime().availableProcessors());

    private record Ended(int code, String output) {}

    @AfterAll
    static void stop() {
        MODULES.shutdownNow();
    }

    @TestFactory
    Stream<DynamicContainer> everyModuleWithEveryPython() throws IOException, InterruptedException {
        SortedMap<Integer, String> pythons = Pythons.find();
        if ("true".equalsIgnoreCase(System.getenv("CI"))) {
            assertThat(pythons.keySet())
                    .as("versions of Python 3; CI must have at least two. Name them with " + Pythons.NAME)
                    .hasSizeGreaterThanOrEqualTo(VERSIONS_IN_CI);
        } else if (pythons.isEmpty()) {
            LOG.warn("THE RUNNER IS NOT TESTED: there is no Python 3.9 or newer; name one with {}", Pythons.NAME);
            abort("no Python 3.9 or newer");
        }
        List<String> modules = modules();
        assertThat(modules).as("test modules in " + TESTS).isNotEmpty();
        // All are started here, as many at a time as the executor has threads; the tests below wait for theirs.
        return pythons.entrySet().stream()
                .map(python -> DynamicContainer.dynamicContainer(
                        "Python 3." + python.getKey(),
                        modules.stream().map(module -> start(python.getValue(), module)).toList().stream()))
                .toList()
                .stream();
    }

    private static List<String> modules() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("test_") && name.endsWith(".py"))
                    .map(name -> name.substring(0, name.length() - ".py".length()))
                    .sorted()
                    .toList();
        }
    }

    private static DynamicTest start(String python, String module) {
        CompletableFuture<Ended> ended = CompletableFuture.supplyAsync(() -> run(python, module), MODULES);
        return DynamicTest.dynamicTest(module, () -> {
            Ended result = ended.get();
            if (result.code() != 0) {
                fail(python + " -m unittest " + module + " ended with " + result.code() + ":\n" + result.output());
            }
        });
    }

    private static Ended run(String python, String module) {
        try {
            Path output = Files.createTempFile("ptc-runner-test", ".txt");
            try {
                Process process = new ProcessBuilder(python, "-B", "-m", "unittest", module)
                        .directory(TESTS.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                try {
                    process.getOutputStream().close();
                    boolean inTime = process.waitFor(MINUTES, TimeUnit.MINUTES);
                    return new Ended(
                            inTime ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
                } finally {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            return new Ended(-1, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ended(-1, "interrupted");
        }
    }
}
