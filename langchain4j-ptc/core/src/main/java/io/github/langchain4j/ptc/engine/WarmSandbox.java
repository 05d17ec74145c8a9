package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.KillReason;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A sandbox that keeps interpreters of another one started ahead. Each is used for one session and then destroyed; none
 * is ever used twice. Thread-safe.
 *
 * <p>A sandbox that was away for a while is found again without a restart: after a start ahead that fails, which is
 * logged, none is tried for a second, then for two, four and so on up to half a minute, or until a {@link #start}
 * succeeds.
 */
public final class WarmSandbox implements Sandbox {

    private static final Logger LOG = LoggerFactory.getLogger(WarmSandbox.class);

    /** Starts ahead that run at the same time: more would only compete with each other and with programs. */
    private static final int PARALLEL_STARTS = 2;

    /** A start ahead that takes longer than this is given up. */
    private static final Duration START_AHEAD_TIME = Duration.ofMinutes(2);

    /** A start takes the processors that the first program of a session could use, for longer than that one lasts. */
    private static final Duration HEAD_START = Duration.ofMillis(50);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Sandbox sandbox;
    private final InterpreterSpec spec;
    private final int minIdle;
    private final int maxTotal;
    private final Executor executor;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition(); // guarded by lock
    private final ArrayDeque<Interpreter> idle = new ArrayDeque<>(); // guarded by lock
    private int total; // guarded by lock; idle, in use and being started
    private int starting; // guarded by lock; ahead
    private int waiting; // guarded by lock; threads that want one
    private Duration pause = Duration.ZERO; // guarded by lock; after starts ahead that failed, else zero
    private boolean pausing; // guarded by lock; nothing is started ahead now
    private boolean closed; // guarded by lock

    /**
     * Begins to start interpreters ahead at once.
     *
     * @param sandbox starts them; closed with this one
     * @param spec what those started ahead may use; others can be started, but not ahead
     * @param minIdle how many to keep ready; 0 starts each when it is needed
     * @param maxTotal how many may exist at once, ready or in use
     * @param executor runs the starts ahead, which block; stays the caller's
     */
    public WarmSandbox(Sandbox sandbox, InterpreterSpec spec, int minIdle, int maxTotal, Executor executor) {
        this.sandbox = Objects.requireNonNull(sandbox, "sandbox");
        this.spec = Objects.requireNonNull(spec, "spec");
        this.executor = Objects.requireNonNull(executor, "executor");
        if (minIdle < 0 || maxTotal < 1 || minIdle > maxTotal) {
            throw new IllegalArgumentException(
                    "minIdle must be from 0 to maxTotal, and maxTotal at least 1, but they are " + minIdle + " and "
                            + maxTotal);
        }
        this.minIdle = minIdle;
        this.maxTotal = maxTotal;
        refill();
    }

    @Override
    public SandboxTraits traits() {
        return sandbox.traits();
    }

    /** Interpreters that are ready now. */
    public int idle() {
        lock.lock();
        try {
            return idle.size();
        } finally {
            lock.unlock();
        }
    }

    /** Interpreters that exist now: ready, in use and being started. */
    public int total() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }

    /** An interpreter that is ready shows more than the sandbox could say. */
    @Override
    public void check(Deadline by) throws SandboxUnavailableException, InterruptedException {
        if (idle() == 0) {
            sandbox.check(by);
        }
    }

    @Override
    public Interpreter start(InterpreterSpec wanted, Deadline by)
            throws SandboxUnavailableException, InterruptedException {
        Interpreter ready = takeOrReserve(wanted, by);
        if (ready == null) {
            ready = startReserved(wanted, by);
        }
        after(HEAD_START, this::refill);
        return ready;
    }

    /** Takes a ready interpreter, or reserves a place for a new one and returns null. */
    private Interpreter takeOrReserve(InterpreterSpec wanted, Deadline by) throws InterruptedException {
        List<Interpreter> evicted = new ArrayList<>();
        lock.lockInterruptibly();
        waiting++;
        try {
            while (true) {
                requireOpen();
                Interpreter ready = wanted.equals(spec) ? pollAlive(evicted) : null;
                if (ready != null) {
                    return ready;
                }
                if (total < maxTotal) {
                    total++;
                    return null;
                }
                if (!idle.isEmpty()) {
                    Interpreter ofOtherKind = idle.poll();
                    evicted.add(ofOtherKind);
                    ofOtherKind.kill(KillReason.CLOSED); // its death frees a place and wakes this thread
                    continue;
                }
                if (by.reached()) {
                    throw new SandboxBusyException("All " + maxTotal + " interpreters of the sandbox '"
                            + traits().name() + "' are in use and none became free in time. Close sessions that are"
                            + " done, try again later, or allow more (maxTotal)");
                }
                changed.awaitNanos(by.remainingNanos());
            }
        } finally {
            waiting--;
            lock.unlock();
            evicted.forEach(Interpreter::close);
        }
    }

    /** Some have ended, but are not gone yet; their deaths free their places. Needs the lock. */
    private Interpreter pollAlive(List<Interpreter> evicted) {
        Interpreter first = idle.poll();
        while (first != null && first.hasEnded()) {
            evicted.add(first);
            first = idle.poll();
        }
        return first;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The sandbox is closed");
        }
    }

    /** Starts an interpreter in a place that was reserved; its death gives the place back. */
    private Interpreter startReserved(InterpreterSpec wanted, Deadline by) throws InterruptedException {
        Interpreter started = null;
        try {
            started = sandbox.start(wanted, by);
        } finally {
            if (started == null) {
                freePlace(null);
            }
        }
        watch(started);
        succeeded();
        return started;
    }

    private void succeeded() {
        lock.lock();
        try {
            pause = Duration.ZERO;
            pausing = false;
        } finally {
            lock.unlock();
        }
    }

    /** Another try at once would fail as well, and the deaths of many interpreters would lead to as many tries. */
    private void failed(RuntimeException failure) {
        Duration next;
        boolean first;
        lock.lock();
        try {
            if (closed || pausing) {
                return;
            }
            first = pause.isZero();
            pause = first ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
            pausing = true;
            next = pause;
        } finally {
            lock.unlock();
        }
        String message = "No interpreter could be started ahead; the next try is in {} s: {}";
        LOG.atLevel(first ? Level.WARN : Level.DEBUG).log(message, next.toSeconds(), failure.getMessage());
        after(next, this::tryAgain);
    }

    private static void after(Duration time, Runnable task) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                .execute(task);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void tryAgain() {
        lock.lock();
        try {
            pausing = false;
        } finally {
            lock.unlock();
        }
        refill();
    }

    private void watch(Interpreter interpreter) {
        interpreter.died().thenRun(() -> freePlace(interpreter));
    }

    private void freePlace(Interpreter dead) {
        boolean wasIdle;
        lock.lock();
        try {
            total--;
            wasIdle = dead != null && idle.remove(dead);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (wasIdle) {
            LOG.debug("An interpreter that was ready has ended by itself");
            dead.close();
        }
        if (dead != null) {
            refill();
        }
    }

    private void refill() {
        while (reserveAhead()) {
            try {
                executor.execute(this::startAhead);
            } catch (RejectedExecutionException e) {
                LOG.debug("No interpreter is started ahead: the executor takes no tasks");
                endAhead(null);
                return;
            }
        }
    }

    private boolean reserveAhead() {
        lock.lock();
        try {
            if (closed
                    || pausing
                    || starting >= PARALLEL_STARTS
                    || idle.size() + starting >= minIdle
                    || total + waiting >= maxTotal) {
                return false;
            }
            starting++;
            total++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void startAhead() {
        Interpreter started = null;
        try {
            started = sandbox.start(spec, Deadline.in(START_AHEAD_TIME));
            succeeded();
        } catch (RuntimeException e) {
            failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            endAhead(started);
        }
        if (started != null) {
            refill();
        }
    }

    private void endAhead(Interpreter started) {
        boolean unwanted = false;
        lock.lock();
        try {
            starting--;
            if (started == null) {
                total--;
            } else {
                unwanted = closed;
                if (!unwanted) {
                    idle.add(started);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (started != null) {
            watch(started); // if it is dead already, this takes it out again
        }
        if (unwanted) {
            started.close();
        }
    }

    @Override
    public void close() {
        List<Interpreter> ready;
        lock.lock();
        try {
            closed = true;
            ready = new ArrayList<>(idle);
            idle.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        ready.forEach(Interpreter::close);
        sandbox.close();
    }
}
