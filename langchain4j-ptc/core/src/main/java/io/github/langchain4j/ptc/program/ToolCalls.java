package io.github.langchain4j.ptc.program;

import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The tool calls of one program: started, answered, recorded. Thread-safe. */
final class ToolCalls {

    private final ProgramSession session;
    private final Execution execution;
    private final ToolRouter router;
    private final Listeners listeners;
    private final Duration timeout;
    private final long start = System.nanoTime();
    private final Map<CallId, Running> running = new ConcurrentHashMap<>();
    private final Map<CallId, Out> out = new ConcurrentHashMap<>();
    private final List<InnerCall> answered = new ArrayList<>(); // guarded by itself
    private final AtomicReference<InvocationAbortedException> aborted = new AtomicReference<>();
    private volatile boolean over;

    private record Out(Event.ToolCalled call, long calledAt) {}

    ToolCalls(ProgramSession session, Execution execution, ToolRouter router, Listeners listeners, Duration timeout) {
        this.session = session;
        this.execution = execution;
        this.router = router;
        this.listeners = listeners;
        this.timeout = timeout;
    }

    void announce(Event.ToolCalled call) {
        listeners.tell(l -> l.toolCalled(session.id(), call.id(), call.tool(), call.arguments()));
    }

    /** Whether the call is executed here; the others go out. */
    boolean hasExecutor(Event.ToolCalled call) {
        return router.executes(call);
    }

    /** Whether a call runs on the executor or waits for it. */
    boolean areRunning() {
        return !running.isEmpty();
    }

    /** Whether calls wait for the executor and none runs. */
    boolean areStarving() {
        return !running.isEmpty() && running.values().stream().noneMatch(Running::isClaimed);
    }

    /** Runs, on this thread, a call that waits for the executor; false if there is none any more. */
    boolean runOneHere() {
        Optional<Running> unclaimed =
                running.values().stream().filter(call -> !call.isClaimed()).findFirst();
        unclaimed.ifPresent(Running::runHere);
        return unclaimed.isPresent();
    }

    /**
     * Checks a call that goes out; one that may not is answered at once.
     *
     * @return the call, if somebody is to execute it
     */
    Optional<OutgoingCall> prepare(Event.ToolCalled call, long calledAt) throws InterruptedException {
        ToolRouter.Checked checked = router.check(session.id(), call);
        if (checked instanceof ToolRouter.Allowed allowed) {
            out.put(call.id(), new Out(call, calledAt));
            return Optional.of(new OutgoingCall(call.id(), allowed.tool(), allowed.request()));
        }
        answer(call, calledAt, ((ToolRouter.Refused) checked).outcome());
        return Optional.empty();
    }

    /** Answers a call that went out; false if it is unknown, answered, or no longer waited for. */
    boolean answerOutgoing(CallId id, ToolOutcome outcome) {
        Out sent = out.remove(id);
        return sent != null && answer(sent.call, sent.calledAt, outcome);
    }

    /** The call that ended the program and everything around it. */
    Optional<InvocationAbortedException> aborted() {
        return Optional.ofNullable(aborted.get());
    }

    /** Runs a call on this thread and answers it; false if nobody waits for the answer any more. */
    boolean runHere(Event.ToolCalled call, long calledAt) throws InterruptedException {
        return answer(call, calledAt, router.run(session.id(), call));
    }

    /** Runs a call on the executor and answers it when it is done or its time is over, whichever comes first. */
    void runOn(Executor executor, Event.ToolCalled call) {
        long calledAt = System.nanoTime();
        Running started = new Running(call);
        running.put(call.id(), started);
        started.outcome
                .completeOnTimeout(tooLate(), timeout.toNanos(), TimeUnit.NANOSECONDS)
                .thenAccept(result -> {
                    running.remove(call.id());
                    started.stop();
                    answer(call, calledAt, result);
                });
        try {
            executor.execute(started);
        } catch (RejectedExecutionException e) {
            started.outcome.complete(new ToolOutcome.Failure(
                    "RejectedExecutionException", "the application takes no more tool calls at the moment"));
        }
    }

    /** A call on the executor. Whoever claims it first decides: the executor's thread to run it, or its abandonment. */
    private final class Running extends FutureTask<Void> {

        private final CompletableFuture<ToolOutcome> outcome;
        private final AtomicBoolean claimed;
        private final AtomicBoolean returned;

        Running(Event.ToolCalled call) {
            this(call, new CompletableFuture<>(), new AtomicBoolean(), new AtomicBoolean());
        }

        private Running(
                Event.ToolCalled call,
                CompletableFuture<ToolOutcome> outcome,
                AtomicBoolean claimed,
                AtomicBoolean returned) {
            super(
                    () -> {
                        if (claimed.compareAndSet(false, true)) {
                            complete(call, outcome, returned);
                        }
                    },
                    null);
            this.outcome = outcome;
            this.claimed = claimed;
            this.returned = returned;
        }

        /** Interrupts the tool if it still runs: its own thread, which brings the outcome, is not to be interrupted. */
        void stop() {
            if (!returned.get()) {
                cancel(true);
            }
        }

        void runHere() {
            run();
            if (isCancelled()) {
                Thread.interrupted(); // was meant for the tool
            }
        }

        boolean isClaimed() {
            return claimed.get();
        }

        void abandon() {
            if (claimed.compareAndSet(false, true)) {
                outcome.complete(new ToolOutcome.Failure("CancelledError", "the program did not wait for the call"));
            }
        }
    }

    private void complete(Event.ToolCalled call, CompletableFuture<ToolOutcome> outcome, AtomicBoolean returned) {
        try {
            outcome.complete(run(call, returned));
        } catch (InterruptedException e) {
            outcome.complete(interrupted());
        } catch (InvocationAbortedException e) {
            aborted.compareAndSet(null, e);
            execution.cancel(CancelReason.CALLER);
            outcome.complete(new ToolOutcome.Failure("CancelledError", "the invocation was ended"));
        } catch (Throwable e) {
            outcome.complete(new ToolOutcome.Failure(e.getClass().getSimpleName(), "the tool broke down"));
            throw e;
        }
    }

    private ToolOutcome run(Event.ToolCalled call, AtomicBoolean returned) throws InterruptedException {
        try {
            return router.run(session.id(), call);
        } finally {
            returned.set(true);
        }
    }

    private static ToolOutcome interrupted() {
        return new ToolOutcome.Failure("InterruptedException", "the tool was interrupted");
    }

    private ToolOutcome tooLate() {
        return new ToolOutcome.Failure(
                "TimeoutError", "the tool took longer than " + timeout.toMillis() / 1000.0 + " s");
    }

    /** Records, tells and answers, in this order: the program can be over as soon as it has the answer. */
    private boolean answer(Event.ToolCalled call, long calledAt, ToolOutcome outcome) {
        InnerCall record = new InnerCall(
                call.id(),
                router.name(call.tool()),
                call.arguments(),
                outcome,
                Duration.ofNanos(calledAt - start),
                Duration.ofNanos(System.nanoTime() - calledAt));
        if (!over) {
            synchronized (answered) {
                answered.add(record);
            }
        }
        listeners.tell(l -> l.toolAnswered(session.id(), record));
        return execution.answer(call.id(), outcome);
    }

    /** Drops calls that nobody waits for, unless they are already running: a tool is not torn apart by a program. */
    void abandon(List<CallId> ids) {
        for (CallId id : ids) {
            out.remove(id);
            Running call = running.get(id);
            if (call != null) {
                call.abandon();
            }
        }
    }

    /** Ends what still runs, interrupting it. */
    void end() {
        over = true;
        for (Running call : running.values()) {
            call.outcome.complete(new ToolOutcome.Failure("CancelledError", "the program is over"));
        }
    }

    Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    List<InnerCall> answered() {
        synchronized (answered) {
            return List.copyOf(answered);
        }
    }
}
