package io.github.langchain4j.ptc.program;

import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.engine.Usage;
import io.github.langchain4j.ptc.sandbox.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A program between its start and its end. It goes on in {@link #advance()}, which executes the calls of tools that have
 * an executor and returns when the program has ended, or cannot go on without answers to calls of tools that have none.
 *
 * <p>One thread at a time, which need not be the same each time; {@link #cancel} may be called by any.
 */
public final class RunningProgram {

    /**
     * How long a program may go on after a call before the call is run, where calls wait for it to be idle. That it is
     * idle comes with the call; only a program with other threads says so later, or never.
     */
    private static final Duration GRACE = Duration.ofMillis(20);

    /** How long a program that says nothing may seem to run before calls go out all the same. */
    private static final long RESTLESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How far a program has come. */
    public sealed interface Progress {}

    /**
     * It is over.
     *
     * @param report what it did
     */
    public record Ended(ProgramReport report) implements Progress {}

    /**
     * It waits for answers; more calls may follow each of them.
     *
     * @param calls all that are unanswered, in the order of calling; at least one
     */
    public record Waiting(List<OutgoingCall> calls) implements Progress {

        public Waiting {
            calls = List.copyOf(calls);
        }
    }

    /** A call that was announced and has not been started. */
    private record Announced(Event.ToolCalled called, long at) {}

    private final ProgramSession session;
    private final ProgramRunner runner;
    private final Execution execution;
    private final Listeners listeners;
    private final String code;
    private final Optional<Executor> executor;
    private final ToolCalls calls;
    private final List<Announced> waiting = new ArrayList<>();
    private final Map<CallId, OutgoingCall> outgoing = new LinkedHashMap<>();
    private long lastNews;
    private Optional<ProgramReport> report = Optional.empty();

    /** @param executor where calls are executed as they arrive; empty for where the runner says */
    RunningProgram(
            ProgramSession session,
            ProgramRunner runner,
            Execution execution,
            String code,
            ToolRouter router,
            Listeners listeners,
            Optional<Executor> executor) {
        this.session = session;
        this.runner = runner;
        this.execution = execution;
        this.listeners = listeners;
        this.code = code;
        this.executor = executor.or(runner::executor);
        this.calls = new ToolCalls(session, execution, router, listeners, runner.toolTime());
    }

    /** The number of the program in its session, from 1. */
    public int number() {
        return execution.number();
    }

    /**
     * Lets the program go on. Ends a suspension.
     *
     * @throws InterruptedException if the thread is interrupted; the program is ended and the session lost
     * @throws InvocationAbortedException if a tool call ends more than itself; the same happens then
     */
    public Progress advance() throws InterruptedException {
        if (report.isPresent()) {
            return new Ended(report.get());
        }
        lastNews = System.nanoTime();
        try {
            while (true) {
                Event event = execution.next(patience());
                if (event instanceof Event.Ended end) {
                    return new Ended(ended(end));
                }
                if (!(event instanceof Event.TimedOut)) {
                    lastNews = System.nanoTime();
                }
                if (!(event instanceof Event.Idle || event instanceof Event.TimedOut)) {
                    handle(event);
                } else if (!runWaiting(event) && waits(event)) {
                    return new Waiting(List.copyOf(outgoing.values()));
                }
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            execution.cancel(CancelReason.INTERRUPTED);
            session.close();
            calls.end();
            cutOff();
            throw e;
        }
    }

    private boolean waits(Event event) {
        boolean idle = event instanceof Event.Idle || System.nanoTime() - lastNews >= RESTLESS_NANOS;
        return idle && !outgoing.isEmpty() && !calls.areRunning();
    }

    private Deadline patience() {
        boolean nothingToDo = waiting.isEmpty() && outgoing.isEmpty() && !calls.areStarving();
        return nothingToDo ? Deadline.NEVER : Deadline.in(GRACE);
    }

    private void handle(Event event) throws InterruptedException {
        if (event instanceof Event.ToolCalled called) {
            calls.announce(called);
            if (calls.hasExecutor(called) && executor.isPresent()) {
                calls.runOn(executor.get(), called);
            } else {
                waiting.add(new Announced(called, System.nanoTime()));
            }
        } else if (event instanceof Event.Abandoned abandoned) {
            waiting.removeIf(call -> abandoned.ids().contains(call.called.id()));
            abandoned.ids().forEach(outgoing::remove);
            calls.abandon(abandoned.ids());
        } else if (event instanceof Event.Printed printed) {
            listeners.tell(l -> l.printed(session.id(), printed.stream(), printed.text()));
        }
    }

    /**
     * Runs calls that wait for this thread, and prepares those that go out.
     *
     * @return whether the program may go on because of it
     */
    private boolean runWaiting(Event event) throws InterruptedException {
        if (waiting.isEmpty()) {
            // The executor may be busy with what waits for this very program.
            return event instanceof Event.TimedOut && calls.areStarving() && calls.runOneHere();
        }
        boolean answered = false;
        List<Announced> due = List.copyOf(waiting);
        waiting.clear();
        for (Announced call : due) {
            if (calls.hasExecutor(call.called)) {
                if (!calls.runHere(call.called, call.at)) {
                    return true; // the program is over: what it asked for must not happen any more
                }
                answered = true;
            } else {
                Optional<OutgoingCall> prepared = calls.prepare(call.called, call.at);
                prepared.ifPresent(out -> outgoing.put(out.id(), out));
                answered |= prepared.isEmpty();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while tools ran");
            }
        }
        return answered;
    }

    /**
     * Answers a call that went out.
     *
     * @param call one of {@link Waiting#calls()}
     * @param result what the tool returned
     * @return false if the program no longer waits for it
     */
    public boolean answer(OutgoingCall call, ToolExecutionResult result) {
        return answer(call, call.tool().outcome(result));
    }

    /** Refuses a call that went out: the program gets a {@code ToolError}. */
    public boolean refuse(OutgoingCall call, String type, String message) {
        return answer(call, new ToolOutcome.Failure(type, message));
    }

    private boolean answer(OutgoingCall call, ToolOutcome outcome) {
        return outgoing.remove(call.id()) != null && calls.answerOutgoing(call.id(), outcome);
    }

    /**
     * Lets the program rest, without a thread, while its calls are answered elsewhere; {@link #advance()} goes on.
     *
     * @param expires after this time it is ended and the session lost
     */
    public void suspend(Duration expires) {
        execution.suspend(expires);
    }

    /** Ends the program at once; the session is lost. Any thread, idempotent. */
    public void cancel(CancelReason why) {
        execution.cancel(why);
    }

    private ProgramReport ended(Event.Ended end) {
        calls.end();
        calls.aborted().ifPresent(abort -> {
            throw abort;
        });
        return tell(new ProgramReport(
                execution.number(),
                code,
                end.outcome(),
                end.output(),
                end.files(),
                end.warnings(),
                end.usage(),
                calls.answered()));
    }

    /** Nobody waits for the end of a program that was cut off; listeners are told what is known of it. */
    private void cutOff() {
        List<InnerCall> answered = calls.answered();
        Duration lived = calls.sinceStart();
        tell(new ProgramReport(
                execution.number(),
                code,
                new Outcome.Cancelled(CancelReason.INTERRUPTED),
                "",
                List.of(),
                List.of(),
                new Usage(lived, Duration.ZERO, answered.size(), 0),
                answered));
    }

    private ProgramReport tell(ProgramReport ended) {
        report = Optional.of(ended);
        listeners.tell(l -> l.programEnded(session.id(), ended));
        return ended;
    }
}
