package io.github.langchain4j.ptc.chat;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of streamed calls, one for each while it runs: virtual ones where the JDK has them, else daemons that end
 * when they have been idle. Thread-safe.
 */
final class StreamThreads implements Executor, AutoCloseable {

    private static final String NAME = "ptc-stream-";
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor pool;

    StreamThreads() {
        // Virtual threads are not kept: they cost less than keeping them would.
        Optional<ThreadFactory> virtual = virtual();
        pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                virtual.isPresent() ? 0 : IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                virtual.orElseGet(StreamThreads::daemons));
    }

    private static Optional<ThreadFactory> virtual() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named = type.getMethod("name", String.class, long.class).invoke(builder, NAME, 1L);
            return Optional.of((ThreadFactory) type.getMethod("factory").invoke(named));
        } catch (ReflectiveOperationException e) {
            return Optional.empty(); // before JDK 21
        }
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, NAME + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** Ends the threads when their calls have ended. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
