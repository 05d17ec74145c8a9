package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.sandbox.Deadline;
import java.time.Duration;

/**
 * What a program is doing, as far as the host knows, and which of its clocks run because of that. Guarded by the
 * execution's lock.
 */
final class Activity {

    private final ExecutionClock clock;
    private final OpenCalls calls;
    private boolean attended; // a thread takes its events
    private boolean idle; // the runner's last word, not contradicted since
    private Deadline wake = Deadline.NEVER; // while idle
    private boolean suspended;
    private boolean restless; // suspended while it was not idle
    private boolean over;

    /** @param calls those that the program waits for */
    Activity(ExecutionClock clock, OpenCalls calls) {
        this.clock = clock;
        this.calls = calls;
    }

    /** A thread takes events from now on; a suspension ends. */
    void attend() {
        attended = true;
        suspended = false;
        updateClock();
    }

    /** No thread takes events any more. */
    void leave() {
        attended = false;
        updateClock();
    }

    /** The runner says that the program waits for answers, or until a timer fires. */
    void idle(Deadline wake) {
        idle = true;
        this.wake = wake;
        updateClock();
    }

    /** The program can run again. */
    void awake() {
        idle = false;
        wake = Deadline.NEVER;
        updateClock();
    }

    /** Nobody will take events or give answers for a long time. */
    void suspend() {
        suspended = true;
        restless = !idle;
        updateClock();
    }

    /** The program has ended, or is about to be. */
    void end() {
        over = true;
        updateClock();
    }

    boolean isAttended() {
        return attended;
    }

    boolean isSuspended() {
        return suspended;
    }

    boolean isOver() {
        return over;
    }

    /** Whether the program is idle, and all that it waited for is answered. */
    boolean hasAllAnswers() {
        return idle && calls.isEmpty();
    }

    /**
     * Compute time runs while the program can run and the host listens. While nobody takes events, a program with open
     * calls is the caller's to wait for: its time must not count as the program's.
     */
    private void updateClock() {
        if (over) {
            clock.stopped();
        } else if (suspended && restless) {
            clock.running(); // its threads do not rest because its caller does
        } else if (suspended) {
            clock.suspended();
        } else if (idle) {
            Duration untilTimer = wake.isNever() ? null : wake.remaining();
            clock.idle(untilTimer);
        } else if (!attended && !calls.isEmpty()) {
            clock.idle(null);
        } else {
            clock.running();
        }
    }
}
