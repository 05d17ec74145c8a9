package io.github.langchain4j.ptc.sandbox;

import java.time.Duration;

/**
 * A point in time on this JVM's monotonic clock by which something must be done. Immutable.
 *
 * @param nanoTime the value of {@link System#nanoTime()} at which it is reached; {@link #NEVER} is never reached
 */
public record Deadline(long nanoTime) {

    /** The longest wait that arithmetic on {@code nanoTime} can bear; some 146 years. */
    private static final long FOREVER = Long.MAX_VALUE / 2;

    /** No deadline. */
    public static final Deadline NEVER = new Deadline(Long.MIN_VALUE);

    /** The deadline that is reached after a duration from now; zero or negative means at once. */
    public static Deadline in(Duration duration) {
        long nanos;
        try {
            nanos = duration.toNanos();
        } catch (ArithmeticException tooLong) {
            return duration.isNegative() ? at(System.nanoTime()) : NEVER;
        }
        return nanos > FOREVER ? NEVER : at(System.nanoTime() + Math.max(nanos, 0));
    }

    private static Deadline at(long nanoTime) {
        return new Deadline(nanoTime == Long.MIN_VALUE ? nanoTime + 1 : nanoTime);
    }

    /** Whether this deadline can never be reached. */
    public boolean isNever() {
        return nanoTime == NEVER.nanoTime;
    }

    /** Nanoseconds left; zero when reached; a very large number for {@link #NEVER}. */
    public long remainingNanos() {
        return isNever() ? FOREVER : Math.max(0, nanoTime - System.nanoTime());
    }

    /** Time left; zero when reached. */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** Whether the time is over. */
    public boolean reached() {
        return remainingNanos() == 0;
    }

    /** The earlier of the two. */
    public Deadline earlier(Deadline other) {
        if (isNever()) {
            return other;
        }
        return other.isNever() || nanoTime - other.nanoTime <= 0 ? this : other;
    }
}
