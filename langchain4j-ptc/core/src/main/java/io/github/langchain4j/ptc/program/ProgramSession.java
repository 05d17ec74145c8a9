package io.github.langchain4j.ptc.program;

import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Program;
import io.github.langchain4j.ptc.engine.Session;
import java.util.UUID;

/**
 * A session in which programs run one after the other and call the tools of a {@link ProgramRunner}'s catalogue; variables
 * and files live from one to the next. Thread-safe, but only one program runs at a time.
 */
public final class ProgramSession implements AutoCloseable {

    private final ProgramRunner runner;
    private final Session session;
    private final String id = UUID.randomUUID().toString();

    ProgramSession(ProgramRunner runner, Session session) {
        this.runner = runner;
        this.session = session;
    }

    /** Identifies the session; random. */
    public String id() {
        return id;
    }

    /** Whether another program can run: false after a limit, the death of the interpreter, its time or {@link #close}. */
    public boolean isAlive() {
        return session.isAlive();
    }

    /** Puts a file into the working folder of the programs; see {@link Session#put}. */
    public void put(String path, byte[] content) throws InterruptedException {
        session.put(path, content);
    }

    /**
     * Runs a program to its end, its tool calls included.
     *
     * @param code Python source
     * @return what it did; a program that fails is a report, not an exception
     * @throws InterruptedException if the thread is interrupted; the program is ended and the session lost
     * @throws IllegalStateException if a program is running or the session has ended
     */
    public ProgramReport run(String code) throws InterruptedException {
        RunningProgram program = start(code, runner.catalog(), ToolInvoker.EXECUTORS);
        if (program.advance() instanceof RunningProgram.Ended ended) {
            return ended.report();
        }
        program.cancel(CancelReason.CALLER);
        close();
        throw new IllegalStateException("The program called a tool that has no executor: add it to the catalogue with"
                + " one, or drive the program with start(…)");
    }

    /**
     * Starts a program, whose calls of tools without an executor are the caller's to execute.
     *
     * @param code Python source
     * @param tools what it may call, which need not be the runner's
     * @param invoker executes its calls of tools that have an executor
     * @throws IllegalStateException if a program is running or the session has ended
     */
    public RunningProgram start(String code, ToolCatalog tools, ToolInvoker invoker) {
        Execution execution = session.start(new Program(code, tools.descriptors()));
        Listeners listeners = runner.listeners().and(invoker.listeners());
        listeners.tell(l -> l.programStarted(id, execution.number(), code));
        ToolRouter router = new ToolRouter(tools, runner.policy(), invoker);
        return new RunningProgram(this, runner, execution, code, router, listeners, invoker.executor());
    }

    /** Runs a task once, on another thread, when the session has ended, in whatever way, or if it has. */
    public void whenEnded(Runnable task) {
        session.whenEnded(task);
    }

    /** Ends the session; a running program is cancelled. Any thread, idempotent. */
    @Override
    public void close() {
        session.close();
    }
}
