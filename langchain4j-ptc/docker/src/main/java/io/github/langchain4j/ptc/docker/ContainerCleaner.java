package io.github.langchain4j.ptc.docker;

import com.github.dockerjava.api.model.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes containers in the background: those of this sandbox when they are done with, trying again while the engine is
 * away, and once what an earlier JVM has left. Thread-safe.
 */
final class ContainerCleaner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerCleaner.class);
    private static final int THREADS = 4;
    private static final long AGAIN_SECONDS = 2;

    /** How long {@link #close} waits for an engine that is slow. */
    static final Duration CLOSE_TIME = Duration.ofSeconds(20);

    /** A container that was made but never started lives this long: its JVM died between. */
    private static final Duration UNSTARTED = Duration.ofMinutes(10);

    private static final Set<String> UNSTARTED_STATES = Set.of("created");
    private static final Set<String> ENDED_STATES = Set.of("exited", "dead");

    private final DockerEngine engine;
    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    private final Set<String> delayed = ConcurrentHashMap.newKeySet(); // of those pending; the engine was away
    private final ScheduledThreadPoolExecutor executor;
    private volatile boolean closing;

    ContainerCleaner(DockerEngine engine) {
        this.engine = engine;
        executor = new ScheduledThreadPoolExecutor(THREADS, Daemons.named("ptc-docker-cleaner"));
        executor.setKeepAliveTime(10, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    /**
     * Removes a container soon.
     *
     * @param afterwards runs when it is gone, or after the first attempt if the engine is away
     */
    void remove(String id, Runnable afterwards) {
        pending.add(id);
        try {
            executor.execute(() -> {
                try {
                    attempt(id);
                } finally {
                    afterwards.run();
                }
            });
        } catch (RejectedExecutionException closed) {
            attempt(id);
            afterwards.run();
        }
    }

    private void attempt(String id) {
        try {
            engine.remove(id);
            done(id);
        } catch (RuntimeException e) {
            LOG.debug("A container could not be removed", e);
            again(id);
        }
    }

    private void again(String id) {
        delayed.add(id);
        try {
            if (!closing) { // read after the line above, as close() reads what is delayed after it has begun
                executor.schedule(() -> attempt(id), AGAIN_SECONDS, TimeUnit.SECONDS);
                return;
            }
        } catch (RejectedExecutionException closed) {
            // Given up.
        }
        LOG.warn(
                "The container {} could not be removed; it ends with its input, or at the latest with its lifetime",
                id);
        done(id);
    }

    private void done(String id) {
        delayed.remove(id);
        pending.remove(id);
        synchronized (pending) {
            pending.notifyAll();
        }
    }

    /** Removes what JVMs that are gone have left, in the background. */
    void sweep() {
        executor.execute(() -> {
            try {
                engine.containers().stream()
                        .filter(ContainerCleaner::isLeftOver)
                        .forEach(left -> {
                            LOG.info("Removing the container {} that an earlier process has left", left.getId());
                            remove(left.getId(), () -> {});
                        });
            } catch (RuntimeException e) {
                LOG.debug("Containers that were left could not be looked for", e);
            }
        });
    }

    static boolean isLeftOver(Container container) {
        Instant now = Instant.now();
        if (ENDED_STATES.contains(container.getState())) {
            return true;
        }
        if (UNSTARTED_STATES.contains(container.getState())) {
            return Instant.ofEpochSecond(container.getCreated()).plus(UNSTARTED).isBefore(now);
        }
        String expires = container.getLabels().getOrDefault(DockerEngine.LABEL_EXPIRES, "");
        return expires.matches("\\d{1,18}")
                && Instant.ofEpochSecond(Long.parseLong(expires)).isBefore(now);
    }

    /** Waits until all is removed, but not for an engine that is away. */
    @Override
    public void close() {
        closing = true;
        List.copyOf(delayed).forEach(id -> remove(id, () -> {}));
        long end = System.nanoTime() + CLOSE_TIME.toNanos();
        boolean interrupted = false;
        synchronized (pending) {
            while (!pending.isEmpty() && System.nanoTime() - end < 0) {
                try {
                    pending.wait(100);
                } catch (InterruptedException e) {
                    interrupted = true;
                    break;
                }
            }
        }
        executor.shutdown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
