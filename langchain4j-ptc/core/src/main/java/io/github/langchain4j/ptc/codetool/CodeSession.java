package io.github.langchain4j.ptc.codetool;

import dev.langchain4j.exception.LangChain4jException;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ToolInvoker;
import java.util.Optional;

/**
 * The session of the code tool for one conversation: opened at its first program and replaced when it is lost, of which
 * the model is told. Thread-safe; one program runs at a time.
 */
public final class CodeSession implements AutoCloseable {

    private final Programs programs;
    private final int outputCharacters;
    private final Runnable whenFull;
    private final Runnable whenEnded;
    private Optional<Programs.Session> session = Optional.empty(); // guarded by this
    private boolean variablesExpected; // guarded by this; the model believes in variables that are gone
    private Runnable watcher = () -> {}; // guarded by this

    /**
     * @param programs where programs run
     * @param outputCharacters of output and result together that the model gets to read
     */
    public CodeSession(Programs programs, int outputCharacters) {
        this(programs, outputCharacters, () -> {}, () -> {});
    }

    /**
     * @param programs where programs run
     * @param outputCharacters of output and result together that the model gets to read
     * @param whenFull gives up another session that can be spared, if there is no place for this one
     * @param whenEnded run when a session that was opened has ended
     */
    CodeSession(Programs programs, int outputCharacters, Runnable whenFull, Runnable whenEnded) {
        this.programs = programs;
        this.outputCharacters = outputCharacters;
        this.whenFull = whenFull;
        this.whenEnded = whenEnded;
    }

    /**
     * Starts a program, in a new session if there is none.
     *
     * @param code Python source
     * @param tools what it may call
     * @param invoker executes its calls of tools that have an executor
     * @throws LangChain4jException if the thread is interrupted; the interrupt flag is set
     * @throws io.github.langchain4j.ptc.sandbox.SandboxUnavailableException if no session can be had
     */
    public CodeRun start(String code, ToolCatalog tools, ToolInvoker invoker) {
        while (true) {
            Programs.Session open = open();
            try {
                Programs.Run run = open.start(code, tools, invoker);
                synchronized (this) {
                    boolean gone = variablesExpected;
                    variablesExpected = false;
                    return new CodeRun(this, run, gone);
                }
            } catch (IllegalStateException e) {
                if (open.isAlive()) {
                    throw e;
                }
                // Its time was over just now.
            }
        }
    }

    private Programs.Session open() {
        Optional<Programs.Session> alive = alive();
        if (alive.isPresent()) {
            return alive.get();
        }
        try {
            Programs.Session opened = programs.open(whenFull);
            synchronized (this) {
                session = Optional.of(opened);
            }
            opened.whenEnded(() -> ended(opened));
            return opened;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Interrupted while a program waited for its session", e);
        }
    }

    private Optional<Programs.Session> alive() {
        synchronized (this) {
            if (session.isEmpty() || session.get().isAlive()) {
                return session;
            }
            variablesExpected = true;
        }
        close();
        return Optional.empty();
    }

    private void ended(Programs.Session which) {
        whenEnded.run();
        Runnable task;
        synchronized (this) {
            boolean replaced = session.isPresent() && session.get() != which;
            task = replaced ? () -> {} : watcher;
        }
        task.run();
    }

    /** Whether there are variables and files of an earlier program. */
    public synchronized boolean isOpen() {
        return session.isPresent() && session.get().isAlive();
    }

    /** Makes the next program tell the model that what earlier programs left is gone. */
    public synchronized void expectVariables() {
        variablesExpected = !isOpen();
    }

    /** What the model gets to read of a program that ended; a session that it lost is given up. */
    ProgramResult result(ProgramReport report) {
        boolean lost = !isOpen();
        if (lost) {
            close();
        }
        return ProgramResult.of(report, lost, outputCharacters);
    }

    /** Runs a task, perhaps twice, when the session has ended, at once if it has; replaces the task before. */
    public void whenEnded(Runnable task) {
        synchronized (this) {
            watcher = task;
        }
        if (!isOpen()) {
            task.run();
        }
    }

    /** Ends the session; a running program is cancelled. The next program would open another. */
    @Override
    public void close() {
        Optional<Programs.Session> closing;
        synchronized (this) {
            closing = session;
            session = Optional.empty();
        }
        closing.ifPresent(Programs.Session::close);
    }
}
