package io.github.langchain4j.ptc.program;

import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Program;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.sandbox.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * A session in which programs run one after the other and call the tools of a {@link ProgramRunner}'s catalogue; variables
 * and files live from one to the next. Thread-safe, but only one program runs at a time.
 */
public final class ProgramSession implements AutoCloseable {

    /**
     * How long a program without an executor may go on after a call before the call is run. Its calls are run when it
     * says that it waits for them, which comes with the call; only a program with other threads says so later.
     */
    private static final Duration GRACE = Duration.ofMillis(20);

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
        Execution execution = session.start(new Program(code, runner.catalog().descriptors()));
        Listeners listeners = runner.listeners();
        listeners.tell(l -> l.programStarted(id, execution.number(), code));
        ToolCalls calls = new ToolCalls(this, execution, runner.router(), listeners, runner.toolTime());
        Event.Ended end;
        try {
            end = drive(execution, calls);
        } catch (InterruptedException | RuntimeException | Error e) {
            execution.cancel(CancelReason.INTERRUPTED);
            session.close();
            throw e;
        } finally {
            calls.end();
        }
        ProgramReport report = new ProgramReport(
                execution.number(),
                code,
                end.outcome(),
                end.output(),
                end.files(),
                end.warnings(),
                end.usage(),
                calls.answered());
        listeners.tell(l -> l.programEnded(id, report));
        return report;
    }

    private Event.Ended drive(Execution execution, ToolCalls calls) throws InterruptedException {
        return runner.executor().isPresent()
                ? driveConcurrently(execution, calls, runner.executor().get())
                : driveHere(execution, calls);
    }

    private Event.Ended driveConcurrently(Execution execution, ToolCalls calls, Executor executor)
            throws InterruptedException {
        while (true) {
            Event event = execution.next(Deadline.NEVER);
            if (event instanceof Event.ToolCalled call) {
                calls.announce(call);
                calls.runOn(executor, call);
            } else if (event instanceof Event.Abandoned abandoned) {
                calls.abandon(abandoned.ids());
            } else if (event instanceof Event.Ended end) {
                return end;
            } else {
                tell(event);
            }
        }
    }

    /** As LangChain4j does without an executor: one call after the other, on the caller's thread. */
    private Event.Ended driveHere(Execution execution, ToolCalls calls) throws InterruptedException {
        List<Waiting> waiting = new ArrayList<>();
        while (true) {
            Event event = execution.next(waiting.isEmpty() ? Deadline.NEVER : Deadline.in(GRACE));
            if (event instanceof Event.ToolCalled call) {
                calls.announce(call);
                waiting.add(new Waiting(call, System.nanoTime()));
            } else if (event instanceof Event.Idle || event instanceof Event.TimedOut) {
                runAll(waiting, calls);
            } else if (event instanceof Event.Abandoned abandoned) {
                waiting.removeIf(call -> abandoned.ids().contains(call.called.id()));
            } else if (event instanceof Event.Ended end) {
                return end;
            } else {
                tell(event);
            }
        }
    }

    private record Waiting(Event.ToolCalled called, long at) {}

    private static void runAll(List<Waiting> waiting, ToolCalls calls) throws InterruptedException {
        for (Waiting call : waiting) {
            if (!calls.runHere(call.called, call.at)) {
                break; // the program is over: what it asked for must not happen any more
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while tools ran");
            }
        }
        waiting.clear();
    }

    private void tell(Event event) {
        if (event instanceof Event.Printed printed) {
            runner.listeners().tell(l -> l.printed(id, printed.stream(), printed.text()));
        }
    }

    /** Ends the session; a running program is cancelled. Any thread, idempotent. */
    @Override
    public void close() {
        session.close();
    }
}
