package io.github.langchain4j.ptc.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A Docker engine of a test's own, which may be stopped and started again: the shared one is everybody's. It has its own
 * containerd, files and socket. Closing ends every process of it, and removes its files.
 *
 * <p>Its bridge is a network of the shared engine: an engine without one would delete {@code docker0}, which is the
 * shared engine's.
 */
final class PrivateEngine implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An engine that takes longer to end its containers is killed. */
    private static final long STOP_SECONDS = 20;

    private final Path folder;
    private final List<String> options;
    private final String bridge =
            "ptc" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    private Process process;

    private PrivateEngine(List<String> options) throws IOException {
        this.folder = Files.createTempDirectory("ptc-engine-");
        this.options = options;
        try (DockerClient shared = client(shared())) {
            shared.createNetworkCmd()
                    .withName(bridge)
                    .withOptions(Map.of("com.docker.network.bridge.name", bridge))
                    .exec();
        }
    }

    /** The way to the shared engine. */
    static DockerClientConfig shared() {
        return DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    }

    /** An engine that runs and has no image, with further options of {@code dockerd}. */
    static PrivateEngine started(String... options) throws IOException, InterruptedException {
        PrivateEngine engine = new PrivateEngine(List.of(options));
        boolean up = false;
        try {
            engine.start();
            up = true;
            return engine;
        } finally {
            if (!up) {
                engine.close();
            }
        }
    }

    /** A port of the loopback interface that nobody listens on. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The way to it through its socket. */
    DockerClientConfig config() {
        return config("unix://" + folder.resolve("docker.sock"));
    }

    /** The way to the engine at an address, whatever the environment says, without TLS. */
    static DockerClientConfig config(String host) {
        return DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .withDockerTlsVerify(false)
                .build();
    }

    /** A client for what tests do to the engine behind the sandbox's back; the caller closes it. */
    static DockerClient client(DockerClientConfig config) {
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .build());
    }

    /** Gives it the slim image of the shared engine. */
    void loadSlimImage() throws IOException {
        try (DockerClient from = client(shared());
                DockerClient to = client(config());
                InputStream image = from.saveImageCmd(DockerSandbox.SLIM_IMAGE).exec()) {
            to.loadImageCmd(image).exec();
        }
    }

    /** Starts it, for the first time or again, and waits until it answers. */
    void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "dockerd",
                "--data-root",
                folder.resolve("data").toString(),
                "--exec-root",
                folder.resolve("exec").toString(),
                "--pidfile",
                folder.resolve("pid").toString(),
                "-H",
                "unix://" + folder.resolve("docker.sock"),
                "--bridge=" + bridge,
                "--iptables=false",
                "--ip6tables=false",
                "--ip-forward=false",
                "--ip-masq=false"));
        command.addAll(options);
        File log = folder.resolve("log").toFile();
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                throw new IllegalStateException("The private engine did not start: " + Files.readString(log.toPath()));
            }
            Thread.sleep(50);
        }
    }

    private boolean answers() throws IOException {
        try (DockerClient client = client(config())) {
            client.pingCmd().exec();
            return true;
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    /** Stops it as an administrator does: containers end with it. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("The private engine did not stop");
        }
    }

    /** Ends it as a crash does; what its containers live in stays. */
    void crash() throws IOException {
        endProcesses(line -> line.startsWith("dockerd ") || line.startsWith("containerd "));
        Files.deleteIfExists(folder.resolve("exec/containerd/containerd.pid")); // it may have been reaped by nobody
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
        endProcesses(any -> true);
        removeFiles();
        try (DockerClient shared = client(shared())) {
            shared.removeNetworkCmd(bridge).exec();
        }
    }

    /** The engine, its containerd, and what keeps its containers have the folder in their command lines. */
    private void endProcesses(Predicate<String> which) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<ProcessHandle> left = processes(which);
        while (!left.isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("Processes of the private engine do not end: " + left);
            }
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            left = processes(which);
        }
    }

    private List<ProcessHandle> processes(Predicate<String> which) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(folder + File.separator))
                        .map(line -> line.substring(line.lastIndexOf('/', line.indexOf(' ')) + 1))
                        .filter(which)
                        .isPresent())
                .toList();
    }

    /** What a process of the engine did last may take effect after its end. */
    private void removeFiles() throws IOException {
        for (int left = 20; ; left--) {
            unmount();
            try {
                deleteFiles();
                return;
            } catch (UncheckedIOException e) {
                if (left == 0) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
    }

    private void unmount() throws IOException {
        List<String> mounted;
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            mounted = mounts.map(line -> line.split(" ")[1])
                    .filter(point -> point.startsWith(folder + "/"))
                    .toList();
        }
        for (String point : mounted) {
            new ProcessBuilder("umount", "-l", point)
                    .inheritIO()
                    .start()
                    .onExit()
                    .join();
        }
    }

    private void deleteFiles() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
