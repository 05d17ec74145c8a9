package io.github.langchain4j.ptc.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one engine: a timer, which never blocks, and workers that send answers and kill interpreters. There are
 * at most a few workers for each session, and none when nothing happens.
 */
final class EngineThreads implements AutoCloseable {

    private static final int WORKER_IDLE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor workers;

    EngineThreads(String name) {
        timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "ptc-timer-" + name));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setKeepAliveTime(WORKER_IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        workers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                WORKER_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "ptc-worker-" + name));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Runs a task that does not block after a delay; after {@link #close()} never. */
    Future<?> after(Duration delay, Runnable task) {
        return afterNanos(delay.toNanos(), task);
    }

    Future<?> afterNanos(long nanos, Runnable task) {
        try {
            return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Runs a task that may block; after {@link #close()} on the calling thread, so that no kill is lost. */
    void execute(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
    }
}
