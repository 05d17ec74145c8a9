package io.github.langchain4j.ptc.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Sees from the host's side whether a program did harm: a file with a secret, a listener that nobody may reach, the
 * process table. One for each hostile program; used by one thread.
 */
final class HostWitness implements AutoCloseable {

    private static final Duration PROCESSES_END = Duration.ofSeconds(10);
    /** Set this environment variable to see whether programs can read the environment. */
    static final String VARIABLE = "PTC_CANARY";

    private final String secret = "secret-" + UUID.randomUUID();
    /** Seconds to sleep, so that it can be an argument of {@code sleep}, and found in the process table. */
    private final String marker = "9" + ThreadLocalRandom.current().nextLong(10_000_000L, 100_000_000L);

    private final Path folder;
    private final Path file;
    private final FileTime written;
    private final ServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();

    HostWitness() {
        try {
            folder = Files.createTempDirectory("ptc-witness-");
            file = Files.writeString(folder.resolve("secret.txt"), secret);
            Files.writeString(folder.resolve("canary_module.py"), "SECRET = '" + secret + "'\n");
            written = Files.getLastModifiedTime(file);
            listener = new ServerSocket(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread acceptor = new Thread(this::accept, "ptc-testkit-listener");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept() {
        try {
            while (true) {
                listener.accept().close();
                connections.incrementAndGet();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /** Fills the placeholders of a hostile program. */
    String fill(String code) {
        return code.replace("@SECRET_FILE@", slashes(file))
                .replace("@SECRET_FOLDER@", slashes(folder))
                .replace("@SECRET@", secret)
                .replace("@PORT@", String.valueOf(listener.getLocalPort()))
                .replace("@MARKER@", marker)
                .replace("@PID@", String.valueOf(ProcessHandle.current().pid()));
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }

    /**
     * What harm was done.
     *
     * @param isolated whether the sandbox must keep files and network away
     * @param cameOut everything that came out of the sandbox
     */
    List<String> harm(boolean isolated, List<String> cameOut) throws InterruptedException {
        List<String> harm = new ArrayList<>();
        if (isolated) {
            cameOut.stream()
                    .filter(text -> text.contains(secret))
                    .findFirst()
                    .ifPresent(text -> harm.add("the content of a file of the host came out"));
            filesChanged(harm);
        }
        String variable = System.getenv(VARIABLE);
        if (variable != null && cameOut.stream().anyMatch(text -> text.contains(variable))) {
            harm.add("the environment of the host came out");
        }
        if (connections.get() > 0) {
            harm.add("the host's listener was reached " + connections.get() + " times");
        }
        if (!processesEnd()) {
            harm.add("a process was left behind");
        }
        return harm;
    }

    private void filesChanged(List<String> harm) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(f -> f.getFileName().toString()).sorted().toList();
            if (!names.equals(List.of("canary_module.py", "secret.txt"))) {
                harm.add("files of the host were added or removed: " + names);
            } else if (!Files.readString(file).equals(secret)
                    || !Files.getLastModifiedTime(file).equals(written)) {
                harm.add("a file of the host was changed");
            }
        } catch (IOException e) {
            harm.add("files of the host are out of reach: " + e);
        }
    }

    /** The end of a process takes the kernel a moment. */
    private boolean processesEnd() throws InterruptedException {
        long end = System.nanoTime() + PROCESSES_END.toNanos();
        while (marked()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    private boolean marked() {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info()
                        .arguments()
                        .map(arguments -> Stream.of(arguments).anyMatch(marker::equals))
                        .orElse(false));
    }

    @Override
    public void close() {
        try {
            listener.close();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path left : files.toList()) {
                    Files.delete(left);
                }
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
