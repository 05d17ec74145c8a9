package io.github.langchain4j.ptc.engine;

import java.time.Duration;

/**
 * Measures the wall time of a program without suspensions, and its compute time: the part of it in which the program can
 * run. Guarded by the execution's lock.
 */
final class ExecutionClock {

    private final long wallLimit;
    private final long computeLimit;
    private long wallUsed;
    private long computeUsed;
    private long last;
    /** When the program goes on by itself; only meaningful while idle with a timer. */
    private long wakeAt;

    private State state = State.RUNNING;

    private enum State {
        RUNNING,
        IDLE,
        IDLE_WITH_TIMER,
        SUSPENDED,
        STOPPED
    }

    ExecutionClock(Limits limits) {
        wallLimit = limits.wallTime().toNanos();
        computeLimit = limits.computeTime().toNanos();
        last = System.nanoTime();
    }

    /** The program can run. */
    void running() {
        enter(State.RUNNING);
    }

    /** The program waits for answers, or until a timer fires: it needs no permission to go on then. */
    void idle(Duration wakeAfter) {
        enter(wakeAfter == null ? State.IDLE : State.IDLE_WITH_TIMER);
        wakeAt = wakeAfter == null ? 0 : last + wakeAfter.toNanos();
    }

    void suspended() {
        enter(State.SUSPENDED);
    }

    void stopped() {
        enter(State.STOPPED);
    }

    private void enter(State next) {
        account();
        if (state != State.STOPPED) {
            state = next;
        }
    }

    private void account() {
        long now = System.nanoTime();
        long passed = now - last;
        switch (state) {
            case RUNNING -> {
                wallUsed += passed;
                computeUsed += passed;
            }
            case IDLE -> wallUsed += passed;
            case IDLE_WITH_TIMER -> {
                wallUsed += passed;
                computeUsed += Math.max(0, Math.min(passed, now - wakeAt));
            }
            case SUSPENDED, STOPPED -> {
                // Neither clock runs.
            }
        }
        last = now;
    }

    /** Takes time back that was counted as compute time, and was none. */
    void credit(Duration time) {
        account();
        computeUsed = Math.max(0, computeUsed - time.toNanos());
    }

    /** The limit that is used up, or {@code null}. */
    Outcome.Limit exceeded() {
        account();
        if (computeUsed >= computeLimit) {
            return Outcome.Limit.COMPUTE_TIME;
        }
        return wallUsed >= wallLimit ? Outcome.Limit.WALL_TIME : null;
    }

    /** Nanoseconds until a limit can be used up at the earliest. */
    long nanosToNextCheck() {
        account();
        return Math.max(1, Math.min(wallLimit - wallUsed, computeLimit - computeUsed));
    }

    Duration wallTime() {
        account();
        return Duration.ofNanos(wallUsed);
    }

    Duration computeTime() {
        account();
        return Duration.ofNanos(computeUsed);
    }
}
