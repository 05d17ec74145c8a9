package io.github.langchain4j.ptc.protocol;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The Pythons of this machine that can run the runner: those that the system property or environment variable
 * {@code PTC_PYTHONS} lists, else those on the search path and of pyenv, one of each version.
 */
final class Pythons {

    static final String NAME = "PTC_PYTHONS";

    private static final int OLDEST_MINOR = 9;
    private static final int NEWEST_MINOR = 15;
    private static final int PROBE_SECONDS = 20;
    private static final String PROBE = "import sys; print(sys.implementation.name, *sys.version_info[:2])";

    private Pythons() {}

    /** Commands by the second number of their version, the oldest first. */
    static SortedMap<Integer, String> find() throws IOException, InterruptedException {
        SortedMap<Integer, String> found = new TreeMap<>();
        for (String candidate : candidates()) {
            int minor = minorVersion(candidate);
            if (minor >= OLDEST_MINOR) {
                found.putIfAbsent(minor, candidate);
            }
        }
        return found;
    }

    private static List<String> candidates() throws IOException {
        String listed = System.getProperty(NAME, System.getenv(NAME));
        if (listed != null && !listed.isBlank()) {
            return List.of(listed.split(File.pathSeparator));
        }
        List<String> candidates = new ArrayList<>(List.of("python3"));
        IntStream.rangeClosed(OLDEST_MINOR, NEWEST_MINOR).forEach(minor -> candidates.add("python3." + minor));
        Path pyenv = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
        if (Files.isDirectory(pyenv)) {
            try (Stream<Path> versions = Files.list(pyenv)) {
                versions.map(version -> version.resolve("bin").resolve("python3"))
                        .filter(Files::isExecutable)
                        .sorted()
                        .forEach(python -> candidates.add(python.toString()));
            }
        }
        return candidates;
    }

    /** The second number of a Python 3 that really runs, else -1. */
    private static int minorVersion(String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("ptc-python", ".txt");
        try {
            Process process = new ProcessBuilder(command, "-I", "-c", PROBE)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            String said = Files.readString(output, StandardCharsets.UTF_8).strip();
            return ended && said.matches("cpython 3 \\d+")
                    ? Integer.parseInt(said.substring("cpython 3 ".length()))
                    : -1;
        } catch (IOException notThere) {
            return -1;
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
