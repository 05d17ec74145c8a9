package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.protocol.FrameCodec;
import io.github.langchain4j.ptc.protocol.FrameDecoder;
import io.github.langchain4j.ptc.protocol.FrameMailbox;
import io.github.langchain4j.ptc.protocol.ProtocolException;
import io.github.langchain4j.ptc.protocol.RunnerSource;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.KillReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A Python process that speaks the protocol over its standard streams. */
final class LocalPythonInterpreter implements Interpreter {

    /** How long what a dead process has left in the pipe may take to arrive. */
    private static final int DRAIN_MILLIS = 1000;

    private static final int READ_BYTES = 64 << 10;

    private final Process process;
    private final WorkingFolder folder;
    private final Consumer<LocalPythonInterpreter> onClose;
    private final FrameMailbox mailbox;
    private final AtomicReference<KillReason> killed = new AtomicReference<>();
    private volatile String violation; // set by the reader before it kills
    private volatile Write writing; // set by the sender, read by the watch

    private record Write(Thread sender, Deadline by) {}

    private LocalPythonInterpreter(
            Process process, WorkingFolder folder, int maxFrame, Consumer<LocalPythonInterpreter> onClose) {
        this.process = process;
        this.folder = folder;
        this.onClose = onClose;
        this.mailbox = new FrameMailbox(2L * maxFrame);
    }

    static LocalPythonInterpreter launch(Path python, InterpreterSpec spec, Consumer<LocalPythonInterpreter> onClose)
            throws IOException {
        WorkingFolder folder = WorkingFolder.create();
        Process process;
        try {
            ProcessBuilder command = new ProcessBuilder(
                            List.of(python.toString(), "-I", "-u", "-c", RunnerSource.LOADER))
                    .directory(folder.path().toFile())
                    .redirectError(folder.diagnostics().toFile());
            replaceEnvironment(command.environment(), folder.path());
            process = command.start();
        } catch (IOException e) {
            folder.delete();
            throw e;
        }
        LocalPythonInterpreter interpreter = new LocalPythonInterpreter(process, folder, spec.maxFrameBytes(), onClose);
        interpreter.watchProcess(spec.maxFrameBytes());
        return interpreter;
    }

    /** The environment of this JVM may hold credentials; only what a process needs to run at all is kept. */
    private static void replaceEnvironment(Map<String, String> environment, Path folder) {
        environment.keySet().retainAll(List.of("PATH", "SystemRoot", "LD_LIBRARY_PATH"));
        environment.put("HOME", folder.toString());
        environment.put("TMPDIR", folder.toString());
        environment.put("LANG", "C.UTF-8");
    }

    private void watchProcess(int maxFrame) {
        Thread reader = new Thread(() -> read(maxFrame), "ptc-local-python-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        Executor afterDrain = CompletableFuture.delayedExecutor(DRAIN_MILLIS, TimeUnit.MILLISECONDS);
        process.onExit().thenRun(() -> {
            if (killed.get() != null) {
                mailbox.die(death());
            } else {
                // The reader comes first, unless a child still holds the pipe or nobody takes the frames.
                afterDrain.execute(() -> mailbox.die(death()));
            }
        });
    }

    private void read(int maxFrame) {
        FrameDecoder decoder = new FrameDecoder(maxFrame, mailbox::put);
        byte[] buffer = new byte[READ_BYTES];
        try (InputStream in = process.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                decoder.feed(buffer, 0, n);
            }
            process.waitFor(DRAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ProtocolException e) {
            violation = "it sent " + e.getMessage();
            kill(KillReason.PROTOCOL_VIOLATION);
        } catch (IOException | InterruptedException e) {
            // The stream is gone, and so is all use of the process.
        }
        destroy();
        mailbox.die(death());
    }

    private Death death() {
        KillReason why = killed.get();
        if (why != null) {
            return new Death(why, violation != null ? violation : "killed (" + why + ")");
        }
        String exit = process.isAlive() ? "it closed its output" : "exit code " + process.exitValue();
        String said = folder.lastDiagnostics();
        return new Death(null, said.isEmpty() ? exit : exit + ": " + said);
    }

    /** Sends the runner, in whatever form, to the loader. */
    void load(byte[] runner, Deadline by) throws InterpreterDiedException, InterruptedException {
        send(Frame.json(runner), by);
    }

    @Override
    public void send(Frame frame, Deadline by) throws InterpreterDiedException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Death death = mailbox.death();
        if (death != null) {
            throw new InterpreterDiedException(death);
        }
        if (by.reached()) {
            kill(KillReason.LIMIT);
        }
        writing = new Write(Thread.currentThread(), by);
        try {
            OutputStream out = process.getOutputStream();
            out.write(FrameCodec.encode(frame));
            out.flush();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new InterpreterDiedException(awaitDeath());
        } finally {
            writing = null;
        }
    }

    /** A write to a pipe heeds neither deadline nor interruption, but it ends with the process that does not read. */
    void endStuckWrite() {
        Write write = writing;
        if (write != null && (write.by.reached() || write.sender.isInterrupted())) {
            kill(KillReason.LIMIT);
        }
    }

    /** The pipe breaks a moment before the end of the process is known. */
    private Death awaitDeath() {
        destroy();
        mailbox.die(death());
        return mailbox.death();
    }

    @Override
    public Frame receive(Deadline by) throws InterpreterDiedException, InterruptedException {
        return mailbox.take(by);
    }

    @Override
    public CompletionStage<Death> died() {
        return mailbox.died();
    }

    @Override
    public void kill(KillReason why) {
        killed.compareAndSet(null, why);
        destroy();
    }

    private void destroy() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill(KillReason.CLOSED);
        process.onExit()
                .completeOnTimeout(process, DRAIN_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        mailbox.die(death());
        closeQuietly();
        folder.delete();
        onClose.accept(this);
    }

    private void closeQuietly() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // Unwritten bytes for a dead process.
        }
    }
}
