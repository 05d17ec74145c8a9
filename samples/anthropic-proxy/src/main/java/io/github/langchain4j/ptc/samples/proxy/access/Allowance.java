package io.github.langchain4j.ptc.samples.proxy.access;

import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;

/**
 * What one key has used and may still use. Requests count in any 60 seconds, by the times of the last ones; tokens count in
 * a day of UTC, after they were used, so the last response of a day can exceed the limit. Thread-safe.
 */
final class Allowance {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int perMinute;
    private final int atOnce;
    private final long tokensPerDay;
    private final Clock clock;
    // Guarded by this.
    private final ArrayDeque<Instant> recent = new ArrayDeque<>();
    private int running;
    private LocalDate day = LocalDate.EPOCH;
    private long tokens;

    Allowance(ProxyConfig.Key key, Clock clock) {
        this.perMinute = atLeastZero("requests-per-minute", key.requestsPerMinute());
        this.atOnce = atLeastZero("requests-at-once", key.requestsAtOnce());
        this.tokensPerDay = key.tokensPerDay();
        this.clock = clock;
        if (tokensPerDay < 0) {
            throw new IllegalArgumentException("tokens-per-day must not be negative; 0 is no limit");
        }
    }

    private static int atLeastZero(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative; 0 is no limit");
        }
        return value;
    }

    /**
     * Lets a request in; {@link #leave()} is due after it.
     *
     * @throws LimitedException if the key has used what it may
     */
    synchronized void enter() {
        Instant now = clock.instant();
        while (!recent.isEmpty() && !recent.peekFirst().plus(WINDOW).isAfter(now)) {
            recent.removeFirst();
        }
        if (perMinute > 0 && recent.size() >= perMinute) {
            throw new LimitedException(
                    "This key may send " + perMinute + " requests in a minute, and has",
                    Duration.between(now, recent.peekFirst().plus(WINDOW)));
        }
        if (atOnce > 0 && running >= atOnce) {
            throw new LimitedException(
                    "This key may have " + atOnce + " requests at once, and has", Duration.ofSeconds(1));
        }
        LocalDate today = today(now);
        if (tokensPerDay > 0 && today.equals(day) && tokens >= tokensPerDay) {
            throw new LimitedException(
                    "This key may use " + tokensPerDay + " tokens in a day of UTC, and has",
                    Duration.between(
                            now, today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
        }
        if (perMinute > 0) {
            recent.addLast(now);
        }
        running++;
    }

    /** A request is over. */
    synchronized void leave() {
        running--;
    }

    /** Tokens were used. */
    synchronized void use(long used) {
        LocalDate today = today(clock.instant());
        if (!today.equals(day)) {
            day = today;
            tokens = 0;
        }
        tokens += used;
    }

    private static LocalDate today(Instant now) {
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
