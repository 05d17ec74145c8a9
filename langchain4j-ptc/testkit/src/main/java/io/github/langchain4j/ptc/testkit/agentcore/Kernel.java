package io.github.langchain4j.ptc.testkit.agentcore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** A process of CPython that executes code in one namespace. Thread-safe; one execution at a time. */
final class Kernel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SOURCE = "kernel.py";
    private static final int MAX_RESPONSE = 256 << 20;
    private static final int END_SECONDS = 5;
    private static final int DELETE_SECONDS = 1;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Path folder;
    private final Process process;
    private final DataOutputStream to; // guarded by lock
    private final DataInputStream from; // guarded by lock
    private final ReentrantLock lock = new ReentrantLock();

    private Kernel(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        this.to = new DataOutputStream(process.getOutputStream());
        this.from = new DataInputStream(process.getInputStream());
    }

    /**
     * Starts one in a folder of its own.
     *
     * @param environment what its environment holds beside what a process needs
     */
    static Kernel start(Path python, Map<String, String> environment) throws IOException {
        Path folder = Files.createTempDirectory("ptc-agentcore-emulator-");
        try (InputStream source = Kernel.class.getResourceAsStream(SOURCE)) {
            Path file = folder.resolve(SOURCE);
            Files.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
            Path work = Files.createDirectory(folder.resolve("work"));
            ProcessBuilder command = new ProcessBuilder(List.of(python.toString(), file.toString(), folder.toString()))
                    .directory(work.toFile())
                    .redirectError(folder.resolve("stderr.txt").toFile());
            command.environment().keySet().retainAll(List.of("PATH", "LD_LIBRARY_PATH"));
            command.environment().putAll(environment);
            command.environment().put("TMPDIR", work.toString());
            return new Kernel(folder, command.start());
        } catch (IOException e) {
            delete(folder);
            throw e;
        }
    }

    /**
     * Executes code.
     *
     * @param clear whether the namespace is emptied first
     * @param endThreads whether threads that the code leaves are ended
     * @return {@code stdout}, {@code stderr}, {@code exitCode}, {@code executionTime}
     * @throws IOException if the process has ended
     */
    JsonNode execute(String code, boolean clear, boolean endThreads) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            byte[] request = JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put("code", code)
                    .put("clear", clear)
                    .put("endThreads", endThreads));
            to.writeInt(request.length);
            to.write(request);
            to.flush();
            int length = from.readInt();
            if (length < 0 || length > MAX_RESPONSE) {
                throw new IOException("The kernel was overwritten by a program");
            }
            byte[] response = new byte[length];
            from.readFully(response);
            return JSON.readTree(response);
        } finally {
            lock.unlock();
        }
    }

    /** Ends it with all that it has started, and deletes its folder. An interrupt does not keep it from that. */
    @Override
    public void close() {
        for (List<ProcessHandle> below = below(); !below.isEmpty(); below = below()) {
            below.forEach(ProcessHandle::destroyForcibly);
            if (!process.isAlive()) {
                break;
            }
            awaitEnd(below);
        }
        process.destroyForcibly();
        process.onExit()
                .completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS)
                .join();
        delete(folder);
    }

    /** Zombies count as ended: the kernel does not wait for orphans. */
    private List<ProcessHandle> below() {
        return process.descendants()
                .filter(child -> child.info().command().isPresent())
                .toList();
    }

    private static void awaitEnd(List<ProcessHandle> processes) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        while (processes.stream().anyMatch(child -> child.info().command().isPresent()) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /**
     * Deletes all that can be deleted. A process that was started in the kernel's last moment ends by itself, because
     * its input has ended, but may write for that long: so again, if something is left.
     */
    private static void delete(Path folder) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DELETE_SECONDS);
        while (!deleteOnce(folder) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static boolean deleteOnce(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException left) {
            return false;
        }
        return Files.notExists(folder);
    }
}
