package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.KillReason;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs in the Python of this machine. <strong>There is no isolation of any kind: a program can read, change and
 * delete all that the user of this JVM can, use the network, and start processes.</strong> Only for tests whose programs
 * are written by the people who run them; never give it a program that a model wrote.
 *
 * <p>The Python is the one that the system property {@code ptc.python} or the environment variable {@code PTC_PYTHON}
 * names, else {@code python3} of the search path; it must be 3.9 or newer. Each interpreter is a process with a fresh
 * working folder below the folder for temporary files, without the environment of this JVM. {@link InterpreterSpec} is
 * enforced for the size of frames only, not for memory, processes and files.
 *
 * <p>Thread-safe. Owns one daemon thread, and one more for each interpreter.
 */
public final class LocalPythonSandbox implements Sandbox {

    private static final int WATCH_MILLIS = 50;

    private final LocalPython python;
    private final SandboxTraits traits;
    private final Set<LocalPythonInterpreter> alive = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor watch;
    private volatile boolean closed;

    /**
     * Uses the Python that is configured.
     *
     * @throws SandboxUnavailableException if there is no Python that can be used
     */
    public LocalPythonSandbox() {
        this(LocalPython.find());
    }

    /**
     * Uses the given Python.
     *
     * @param executable the interpreter
     * @throws SandboxUnavailableException if it cannot be used
     */
    public LocalPythonSandbox(Path executable) {
        this(LocalPython.of(executable.toString()));
    }

    private LocalPythonSandbox(LocalPython python) {
        this.python = python;
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        traits = new SandboxTraits(
                "local-python", TrustLevel.NONE, false, true, !windows, "whatever this machine's Python has");
        watch = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "ptc-local-python-watch");
            thread.setDaemon(true);
            return thread;
        });
        watch.scheduleWithFixedDelay(
                () -> alive.forEach(LocalPythonInterpreter::endStuckWrite),
                WATCH_MILLIS,
                WATCH_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /**
     * The Python that is configured, for what else tests run in it.
     *
     * @throws SandboxUnavailableException if there is no Python that can be used
     */
    public static Path configuredPython() {
        return LocalPython.find().executable();
    }

    /** Whether this machine has a Python that can be used. Starts it to find out. */
    public static boolean isAvailable() {
        try {
            LocalPython.find();
            return true;
        } catch (SandboxUnavailableException none) {
            return false;
        }
    }

    @Override
    public SandboxTraits traits() {
        return traits;
    }

    @Override
    public Interpreter start(InterpreterSpec spec, Deadline by) throws InterruptedException {
        if (closed) {
            throw new IllegalStateException("The sandbox is closed");
        }
        LocalPythonInterpreter interpreter;
        try {
            interpreter = LocalPythonInterpreter.launch(python.executable(), spec, alive::remove);
        } catch (IOException e) {
            throw new SandboxUnavailableException(
                    "The Python '" + python.executable() + "' could not be started: " + e.getMessage()
                            + ". Look for a full disk, or a limit on processes or open files",
                    e);
        }
        alive.add(interpreter);
        boolean loaded = false;
        try {
            interpreter.load(python.loadable(), by);
            loaded = true;
        } catch (InterpreterDiedException e) {
            throw new SandboxUnavailableException(
                    "The Python '" + python.executable() + "' did not take the runner: "
                            + e.death().description(),
                    e);
        } finally {
            if (!loaded || closed) {
                interpreter.kill(KillReason.SHUTDOWN);
                interpreter.close();
            }
        }
        return interpreter;
    }

    @Override
    public void close() {
        closed = true;
        List<LocalPythonInterpreter> left = List.copyOf(alive);
        left.forEach(interpreter -> interpreter.kill(KillReason.SHUTDOWN));
        left.forEach(LocalPythonInterpreter::close);
        watch.shutdownNow();
    }

    @Override
    public String toString() {
        return "LocalPythonSandbox[" + python.version() + ", no isolation]";
    }
}
