package io.github.langchain4j.ptc.samples.proxy.access;

import java.time.Duration;

/** A key has used what it may. */
public final class LimitedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    LimitedException(String message, Duration retryAfter) {
        super(message, null, false, false);
        this.retryAfter = retryAfter;
    }

    /** When a request can succeed again, in whole seconds, for the header {@code retry-after}. */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }
}
