package io.github.langchain4j.ptc.agentcore;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops sessions, also if the service fails for a while: a session that is left costs until its timeout. Thread-safe;
 * holds no thread.
 */
final class SessionStopper {

    private static final Logger LOG = LoggerFactory.getLogger(SessionStopper.class);

    /** On top of the SDK's own attempts. */
    private static final int ATTEMPTS = 5;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final CodeInterpreterService service;
    private final ScheduledExecutorService timer;
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

    SessionStopper(CodeInterpreterService service, ScheduledExecutorService timer) {
        this.service = service;
        this.timer = timer;
    }

    /** Stops a session; completes when it is gone, or when nothing more can be done. Never fails. */
    CompletableFuture<Void> stop(String session) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        watch(result);
        attempt(session, 1, result);
        return result;
    }

    /** Has {@link #await} wait for something that may stop a session later. */
    void watch(CompletableFuture<?> pending) {
        open.add(pending);
        pending.whenComplete((done, failure) -> open.remove(pending));
    }

    private void attempt(String session, int number, CompletableFuture<Void> result) {
        CompletableFuture<Void> stopped;
        try {
            stopped = service.stop(session);
        } catch (RuntimeException e) { // of a client that is closed
            stopped = CompletableFuture.failedFuture(e);
        }
        stopped.whenComplete((done, failure) -> {
            if (failure == null || ServiceErrors.kind(failure) == ServiceErrors.Kind.GONE) {
                result.complete(null);
            } else if (number >= ATTEMPTS || ServiceErrors.kind(failure) == ServiceErrors.Kind.LASTING) {
                giveUp(session, failure, result);
            } else {
                again(session, number, failure, result);
            }
        });
    }

    private void again(String session, int number, Throwable failure, CompletableFuture<Void> result) {
        try {
            timer.schedule(
                    () -> attempt(session, number + 1, result),
                    FIRST_PAUSE.toMillis() << (number - 1),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            giveUp(session, failure, result);
        }
    }

    private static void giveUp(String session, Throwable failure, CompletableFuture<Void> result) {
        LOG.warn(
                "The AgentCore session {} could not be stopped and ends at its timeout: {}",
                session,
                ServiceErrors.describe(failure));
        result.complete(null);
    }

    /** Waits until all that is being stopped is gone, or the time is over. */
    void await(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (CompletableFuture<?> pending : Set.copyOf(open)) {
                try {
                    pending.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (ExecutionException e) {
                    // A start that failed has left nothing.
                }
            }
        } catch (TimeoutException e) {
            LOG.warn("AgentCore is slow; a session may be left that ends at its timeout");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
