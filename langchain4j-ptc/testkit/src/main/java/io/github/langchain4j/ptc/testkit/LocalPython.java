package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.protocol.RunnerSource;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A CPython of this machine that can run the runner. Immutable.
 *
 * @param executable the interpreter itself, not a wrapper that finds one
 * @param major the first number of its version
 * @param minor the second number of its version
 * @param runner the runner as this Python has compiled it, in base64: to compile it takes longer than all the rest of a
 *     start
 */
record LocalPython(Path executable, int major, int minor, String runner) {

    /** System property that names the Python to use. */
    static final String PROPERTY = "ptc.python";

    /** Environment variable that names the Python to use, if the property does not. */
    static final String VARIABLE = "PTC_PYTHON";

    private static final int OLDEST_MINOR = 9;
    private static final int PROBE_SECONDS = 20;
    private static final String PROBE = """
            import base64, marshal, sys
            print(sys.executable)
            print(*sys.version_info[:2])
            if sys.version_info >= (3, 9):
                code = compile(sys.stdin.buffer.read(), "<runner>", "exec")
                print(base64.b64encode(marshal.dumps(code)).decode())
            """;
    private static final String RUN = "exec(__import__('marshal').loads(__import__('base64').b64decode('%s')))";

    /** The Python that the property or the variable names, else {@code python3} of the search path. */
    static LocalPython find() {
        String named = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        return named == null || named.isBlank() ? of("python3") : of(named);
    }

    /**
     * Asks a Python what it is.
     *
     * @throws SandboxUnavailableException if there is none, it does not start, or it is too old
     */
    static LocalPython of(String command) {
        List<String> lines;
        try {
            lines = probe(command);
        } catch (IOException e) {
            throw unusable(command, "cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unusable(command, "was not waited for: the thread was interrupted", e);
        }
        if (lines.size() < 2 || !lines.get(1).matches("\\d+ \\d+")) {
            throw unusable(command, "did not tell its version", null);
        }
        String[] version = lines.get(1).split(" ");
        LocalPython python = new LocalPython(
                Path.of(lines.get(0)),
                Integer.parseInt(version[0]),
                Integer.parseInt(version[1]),
                lines.get(lines.size() - 1));
        if (python.major != 3 || python.minor < OLDEST_MINOR) {
            throw unusable(command, "is Python " + python.version(), null);
        }
        return python;
    }

    /** The version in its short form, such as {@code 3.11}. */
    String version() {
        return major + "." + minor;
    }

    /** What the loader is to execute in place of the runner's source. */
    byte[] loadable() {
        return RUN.formatted(runner).getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> probe(String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("ptc-python", ".txt");
        Path source = Files.createTempFile("ptc-python", ".py");
        try {
            Files.write(source, RunnerSource.bytes());
            Process process = new ProcessBuilder(command, "-I", "-c", PROBE)
                    .redirectInput(source.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("it did not end within " + PROBE_SECONDS + " s");
                }
            } finally {
                process.destroyForcibly();
            }
            return Files.readAllLines(output, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(source);
        }
    }

    private static SandboxUnavailableException unusable(String command, String why, Exception cause) {
        return new SandboxUnavailableException(
                "The Python '" + command + "' " + why + ". Install Python 3." + OLDEST_MINOR
                        + " or newer, or name one with the system property " + PROPERTY
                        + " or the environment variable " + VARIABLE,
                cause);
    }
}
