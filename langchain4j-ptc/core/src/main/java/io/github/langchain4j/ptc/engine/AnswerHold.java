package io.github.langchain4j.ptc.engine;

import java.util.concurrent.TimeUnit;

/**
 * Answers that wait for others, because each exchange with a stepped program costs a request: they go together when all
 * calls of an idle program are answered, or after a quiet time. Guarded by the execution's lock.
 */
final class AnswerHold {

    /** As long as a request to a remote service takes, so that waiting costs no more than a request too many. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Answers that come in steadily are not held for longer: the program may have use for the first ones. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private boolean holding;
    private long first; // while holding
    private long last; // while holding

    /** An answer waits from now on. */
    void add() {
        last = System.nanoTime();
        first = holding ? first : last;
        holding = true;
    }

    boolean isHolding() {
        return holding;
    }

    /** Nanoseconds for which they wait yet, if no other answer comes. */
    long nanosLeft() {
        long now = System.nanoTime();
        return Math.max(0, Math.min(last + QUIET_NANOS - now, first + LONGEST_NANOS - now));
    }

    /** They go. */
    void release() {
        holding = false;
    }
}
