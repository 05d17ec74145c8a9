package io.github.langchain4j.ptc.codetool;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often a model is asked again that failed after a program ran. Its caller could only ask everything anew, and so
 * would run programs twice. Immutable.
 *
 * @param times how often a failed call is repeated
 * @param pause before the first repetition; doubled for each further one
 */
public record Retries(int times, Duration pause) {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    /** Twice, after half a second and after a second. */
    public static final Retries DEFAULT = new Retries(2, Duration.ofMillis(500));

    /** @throws IllegalArgumentException naming what is out of range */
    public Retries {
        if (times < 0) {
            throw new IllegalArgumentException("modelRetries must not be negative, but is " + times);
        }
        if (Objects.requireNonNull(pause, "retryPause").isNegative()) {
            throw new IllegalArgumentException("retryPause must not be negative, but is " + pause);
        }
    }

    /**
     * Calls the model, again after failures that may pass.
     *
     * @param call asks the model
     * @param repeatable whether the call that failed can be repeated
     * @throws LangChain4jException if the thread is interrupted while it waits; the interrupt flag is set
     */
    public <T> T call(Supplier<T> call, BooleanSupplier repeatable) {
        for (int failures = 0; ; failures++) {
            try {
                return call.get();
            } catch (RuntimeException e) {
                if (!allow(failures, e) || !repeatable.getAsBoolean()) {
                    throw e;
                }
                await(failures, e);
            }
        }
    }

    /**
     * Whether to ask again.
     *
     * @param failures before this one
     * @param failure of the model
     */
    public boolean allow(int failures, Throwable failure) {
        return failures < times
                && !(failure instanceof NonRetriableException
                        || failure instanceof UnsupportedFeatureException
                        || failure instanceof IllegalArgumentException
                        || failure instanceof Error)
                && !Thread.currentThread().isInterrupted();
    }

    /**
     * Waits before the model is asked again, and logs why.
     *
     * @param failures before this one
     * @param failure of the model
     * @throws LangChain4jException if the thread is interrupted; the interrupt flag is set
     */
    public void await(int failures, Throwable failure) {
        LOG.warn(
                "The model failed after a program ran; asking again ({} of {}): {}",
                failures + 1,
                times,
                failure.getClass().getName());
        try {
            Thread.sleep(pause.multipliedBy(1L << Math.min(failures, 10)).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LangChain4jException interrupted =
                    new LangChain4jException("Interrupted while waiting to ask the model again", e);
            interrupted.addSuppressed(failure);
            throw interrupted;
        }
    }
}
