package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.sandbox.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Through a caller: collects calls until the program is idle, suspends it, and answers all of them later, last one first,
 * from another thread. A call that takes longer than the program's next timer stays unanswered, and the program is let
 * run into that timer. Thread-safe.
 */
final class BatchDriver implements Driver {

    private static final Duration SUSPENSION = Duration.ofMinutes(1);

    private final Duration patience;
    private final Duration pause;
    private final ScheduledExecutorService executor;

    /**
     * @param patience how long a program may take before the test gives up on it
     * @param pause how long each suspension lasts
     */
    BatchDriver(Duration patience, Duration pause) {
        this.patience = patience;
        this.pause = pause;
        this.executor = Executors.newScheduledThreadPool(1, task -> {
            Thread thread = new Thread(task, "ptc-testkit-caller");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Run drive(Execution execution, CorpusTools tools) throws InterruptedException {
        Deadline by = Deadline.in(patience);
        List<Event.ToolCalled> calls = new ArrayList<>();
        Map<CallId, Event.ToolCalled> open = new LinkedHashMap<>();
        int pauses = 0;
        while (true) {
            Event event = execution.next(by);
            if (event instanceof Event.ToolCalled call) {
                calls.add(call);
                open.put(call.id(), call);
            } else if (event instanceof Event.Abandoned abandoned) {
                abandoned.ids().forEach(open::remove);
            } else if (event instanceof Event.Idle idle) {
                pauses += answerThoseInTime(execution, tools, open, idle.wakeAfter()) ? 1 : 0;
            } else if (event instanceof Event.Ended ended) {
                return new Run(ended, calls, pauses);
            } else if (event instanceof Event.TimedOut) {
                execution.cancel(CancelReason.CALLER);
                throw new AssertionError(
                        "The program neither ended nor was idle within " + patience + "; open calls: " + open.keySet());
            }
        }
    }

    private boolean answerThoseInTime(
            Execution execution, CorpusTools tools, Map<CallId, Event.ToolCalled> open, Optional<Duration> wakeAfter)
            throws InterruptedException {
        List<Event.ToolCalled> batch = new ArrayList<>(open.values().stream()
                .filter(call -> wakeAfter.isEmpty()
                        || tools.duration(call.tool(), call.arguments()).compareTo(wakeAfter.get()) < 0)
                .toList());
        if (batch.isEmpty()) {
            return false;
        }
        batch.forEach(call -> open.remove(call.id()));
        Collections.reverse(batch);
        execution.suspend(SUSPENSION);
        park(() -> batch.forEach(call -> execution.answer(call.id(), tools.call(call.tool(), call.arguments()))));
        return true;
    }

    /** The thread waits here only because a test must; none is held by the execution. */
    private void park(Runnable answers) throws InterruptedException {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        executor.schedule(
                () -> {
                    try {
                        answers.run();
                        answered.complete(null);
                    } catch (RuntimeException e) {
                        answered.completeExceptionally(e);
                    }
                },
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            answered.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("The calls were not answered", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
