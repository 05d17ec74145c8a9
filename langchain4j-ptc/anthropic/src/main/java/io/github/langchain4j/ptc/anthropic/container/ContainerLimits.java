package io.github.langchain4j.ptc.anthropic.container;

import java.time.Duration;

/**
 * How long containers live and how many one owner may have. How many there are in all is the number of sessions of the
 * library's {@link io.github.langchain4j.ptc.engine.Limits}. Immutable.
 *
 * @param perOwner containers of one owner at once (16)
 * @param idleTime how long a container lives after a response (5 min, as with Anthropic)
 * @param pauseTime how long a program waits for the client's results (270 s, as with Anthropic); then its container is lost
 * @param callTime how long a call waits for its result (240 s, as with Anthropic); a later one gives the program a
 *     {@code TimeoutError} instead
 * @param patience how long a request waits for another one that uses the same container (60 s)
 * @param replayBytes the largest response that is kept, in case that the client asks for it again (1 MiB)
 */
public record ContainerLimits(
        int perOwner, Duration idleTime, Duration pauseTime, Duration callTime, Duration patience, int replayBytes) {

    /** The limits in force where nothing else is said. */
    public static final ContainerLimits DEFAULT = new ContainerLimits(
            16,
            Duration.ofMinutes(5),
            Duration.ofSeconds(270),
            Duration.ofSeconds(240),
            Duration.ofSeconds(60),
            1 << 20);

    /** @throws IllegalArgumentException naming the limit that is out of range */
    public ContainerLimits {
        if (perOwner < 1) {
            throw new IllegalArgumentException("perOwner must be at least 1, but is " + perOwner);
        }
        positive("idleTime", idleTime);
        positive("pauseTime", pauseTime);
        positive("callTime", callTime);
        positive("patience", patience);
        if (replayBytes < 0) {
            throw new IllegalArgumentException("replayBytes must not be negative, but is " + replayBytes);
        }
    }

    private static void positive(String name, Duration value) {
        if (value == null || value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than zero, but is " + value);
        }
    }

    /** The same with another {@link #perOwner()}. */
    public ContainerLimits withPerOwner(int containers) {
        return new ContainerLimits(containers, idleTime, pauseTime, callTime, patience, replayBytes);
    }

    /** The same with another {@link #idleTime()}. */
    public ContainerLimits withIdleTime(Duration time) {
        return new ContainerLimits(perOwner, time, pauseTime, callTime, patience, replayBytes);
    }

    /** The same with another {@link #pauseTime()} and {@link #callTime()}. */
    public ContainerLimits withPauses(Duration pause, Duration call) {
        return new ContainerLimits(perOwner, idleTime, pause, call, patience, replayBytes);
    }

    /** The same with another {@link #patience()}. */
    public ContainerLimits withPatience(Duration time) {
        return new ContainerLimits(perOwner, idleTime, pauseTime, callTime, time, replayBytes);
    }

    /** The same with other {@link #replayBytes()}. */
    public ContainerLimits withReplayBytes(int bytes) {
        return new ContainerLimits(perOwner, idleTime, pauseTime, callTime, patience, bytes);
    }
}
