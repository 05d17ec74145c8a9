package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.sandbox.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** In process: calls run as they arrive, each takes its time, and is answered when it is done. Thread-safe. */
final class ConcurrentDriver implements Driver {

    private final Duration patience;
    private final ScheduledExecutorService executor;

    /** @param patience how long a program may take before the test gives up on it */
    ConcurrentDriver(Duration patience) {
        this.patience = patience;
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(2, task -> {
            Thread thread = new Thread(task, "ptc-testkit-tools");
            thread.setDaemon(true);
            return thread;
        });
        threads.setRemoveOnCancelPolicy(true);
        executor = threads;
    }

    @Override
    public Run drive(Execution execution, CorpusTools tools) throws InterruptedException {
        Deadline by = Deadline.in(patience);
        List<Event.ToolCalled> calls = new ArrayList<>();
        Map<CallId, Future<?>> running = new ConcurrentHashMap<>();
        try {
            while (true) {
                Event event = execution.next(by);
                if (event instanceof Event.ToolCalled call) {
                    calls.add(call);
                    running.put(call.id(), answerLater(execution, tools, call));
                } else if (event instanceof Event.Abandoned abandoned) {
                    abandoned.ids().forEach(id -> running.get(id).cancel(false));
                } else if (event instanceof Event.Ended ended) {
                    return new Run(ended, calls, 0);
                } else if (event instanceof Event.TimedOut) {
                    execution.cancel(CancelReason.CALLER);
                    throw new AssertionError("The program did not end within " + patience);
                }
            }
        } finally {
            running.values().forEach(future -> future.cancel(false));
        }
    }

    private Future<?> answerLater(Execution execution, CorpusTools tools, Event.ToolCalled call) {
        Runnable task = () -> execution.answer(call.id(), tools.call(call.tool(), call.arguments()));
        long millis = tools.duration(call.tool(), call.arguments()).toMillis();
        return executor.schedule(task, Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
