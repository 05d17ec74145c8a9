package io.github.langchain4j.ptc.agentcore;

import io.github.langchain4j.ptc.protocol.FrameCodec;
import io.github.langchain4j.ptc.protocol.FrameDecoder;
import io.github.langchain4j.ptc.protocol.ProtocolException;
import io.github.langchain4j.ptc.sandbox.Frame;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides when a session takes its next step: when there is input for it, or when somebody waits for frames and the
 * program may have some, because it runs, a timer of it is due, or its word that it rests is old. One step at a time.
 * Thread-safe; holds no thread.
 */
final class Stepper {

    /**
     * A program with threads can be wrong about being idle, so that word is checked: first after this time, then after
     * twice, four times… as long.
     */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

    private static final Duration LAST_LOOK = Duration.ofSeconds(16);

    /** Hears what steps bring; called by one thread at a time, holding no lock. */
    interface Listener {

        /** How the sandbox ended; nothing comes after it. */
        void ended(String description);

        /** The session cannot be stepped any more. */
        void lost(Throwable failure);
    }

    private final BridgeCalls calls;
    private final ScheduledExecutorService timer;
    private final FrameDecoder decoder; // used by the completion of one step at a time
    private final Listener listener;

    private final ReentrantLock lock = new ReentrantLock();
    private final ByteArrayOutputStream input = new ByteArrayOutputStream(); // guarded by lock; of the next step
    private boolean flushed; // guarded by lock; the input is to go
    private boolean stepping; // guarded by lock
    private boolean over; // guarded by lock
    private int receivers; // guarded by lock; threads that wait for frames
    private long number; // guarded by lock; of the last step
    private boolean rests; // guarded by lock; the program, at the end of the last step
    private long lookAt; // guarded by lock; when to look after a program that rests
    private Duration pause = FIRST_LOOK; // guarded by lock; until the next look
    private Future<?> look; // guarded by lock
    private long serviceNanos; // guarded by lock
    private String prologue; // guarded by lock; executed with the first step

    /**
     * @param prologue code that the first step begins with
     * @param sink takes frames
     */
    Stepper(
            BridgeCalls calls,
            String prologue,
            ScheduledExecutorService timer,
            int maxFrame,
            FrameDecoder.Sink sink,
            Listener listener) {
        this.calls = calls;
        this.prologue = prologue;
        this.timer = timer;
        this.listener = listener;
        this.decoder = new FrameDecoder(maxFrame, sink);
    }

    /** Adds bytes in front of all frames: what the bridge starts the child with. */
    void addRaw(byte[] bytes) {
        lock.lock();
        try {
            input.writeBytes(bytes);
        } finally {
            lock.unlock();
        }
    }

    /** Adds a frame to the input of the next step. */
    void add(Frame frame) {
        addRaw(FrameCodec.encode(frame));
    }

    /** Has the input go with a step, at once or after the one that is under way. */
    void flush() {
        lock.lock();
        try {
            flushed = flushed || input.size() > 0;
        } finally {
            lock.unlock();
        }
        next();
    }

    /** A thread waits for frames from now on. */
    void beginReceiving() {
        receiving(1);
        next();
    }

    /** It does not wait any more. */
    void endReceiving() {
        receiving(-1);
    }

    private void receiving(int change) {
        lock.lock();
        try {
            receivers += change;
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything; a step that is under way is given up. */
    void stop() {
        lock.lock();
        try {
            over = true;
            cancelLook();
        } finally {
            lock.unlock();
        }
        calls.stop();
    }

    /** Time of steps in which the program was to run, without what they took in the sandbox. */
    Duration serviceTime() {
        lock.lock();
        try {
            return Duration.ofNanos(serviceNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next step if there is a reason to. */
    private void next() {
        Step step;
        lock.lock();
        try {
            if (stepping || over || !hasReason()) {
                return;
            }
            byte[] bytes = flushed ? input.toByteArray() : new byte[0];
            if (flushed) {
                input.reset();
                flushed = false;
                pause = FIRST_LOOK;
            }
            cancelLook();
            stepping = true;
            step = new Step(calls, ++number, bytes, prologue);
            prologue = "";
        } finally {
            lock.unlock();
        }
        long began = System.nanoTime();
        step.take().whenComplete((result, failure) -> done(result, failure, System.nanoTime() - began));
    }

    private boolean hasReason() {
        if (flushed || number == 0) {
            return flushed;
        }
        if (receivers == 0) {
            return false;
        }
        if (rests && lookAt - System.nanoTime() > 0) {
            lookLater();
            return false;
        }
        return true;
    }

    private void lookLater() {
        if (look == null) {
            try {
                look = timer.schedule(this::look, lookAt - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                over = true;
            }
        }
    }

    private void look() {
        lock.lock();
        try {
            look = null;
        } finally {
            lock.unlock();
        }
        next();
    }

    private void cancelLook() {
        if (look != null) {
            look.cancel(false);
            look = null;
        }
    }

    private void done(Step.Result result, Throwable failure, long nanos) {
        if (failure != null) {
            listener.lost(failure);
            return;
        }
        try {
            byte[] output = result.output();
            decoder.feed(output, 0, output.length);
        } catch (ProtocolException e) {
            listener.lost(new SessionLostException("it sent " + e.getMessage(), true));
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            listener.lost(e);
            return;
        }
        if (result.obituary().isPresent()) {
            listener.ended(result.obituary().get());
            return;
        }
        lock.lock();
        try {
            stepping = false;
            if (result.ran()) {
                serviceNanos += Math.max(0, nanos - result.inside().toNanos());
            }
            rest(result.rest(), result.output().length > 0);
        } finally {
            lock.unlock();
        }
        next();
    }

    /** Needs the lock. */
    private void rest(Optional<Duration> rest, boolean news) {
        rests = rest.isPresent();
        pause = news ? FIRST_LOOK : pause.multipliedBy(2).compareTo(LAST_LOOK) > 0 ? LAST_LOOK : pause.multipliedBy(2);
        Duration untilLook = rest.filter(timer -> timer.compareTo(pause) < 0).orElse(pause);
        lookAt = System.nanoTime() + untilLook.toNanos();
    }
}
