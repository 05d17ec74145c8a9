package io.github.langchain4j.ptc.protocol;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What an interpreter whose frames arrive on a thread of their own needs to implement {@code receive} and {@code died}:
 * a queue bounded in bytes, so that a program that floods is stopped by back-pressure, and the death of the
 * interpreter. Thread-safe.
 */
public final class FrameMailbox {

    /** Counted for each frame beside its payload, so that empty frames cannot fill the heap. */
    private static final int FRAME_COST = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition(); // guarded by lock
    private final ArrayDeque<Frame> frames = new ArrayDeque<>(); // guarded by lock
    private final CompletableFuture<Death> died = new CompletableFuture<>();
    private final long capacity;
    private long bytes; // guarded by lock
    private Death death; // guarded by lock; set once

    /** @param capacity bytes that may wait; one frame always fits */
    public FrameMailbox(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds a frame from the runner, waiting while the box is full. After the death it is dropped.
     *
     * @param type the type's byte
     * @throws ProtocolException if the type is none of {@link Frame.Type}
     * @throws InterruptedException if interrupted while waiting
     */
    public void put(int type, byte[] payload) throws ProtocolException, InterruptedException {
        Frame frame = new Frame(typeOf(type), payload);
        lock.lockInterruptibly();
        try {
            while (!frames.isEmpty() && bytes + cost(frame) > capacity && death == null) {
                changed.await();
            }
            if (death == null) {
                frames.add(frame);
                bytes += cost(frame);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private static Frame.Type typeOf(int code) throws ProtocolException {
        for (Frame.Type type : Frame.Type.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw new ProtocolException("a frame of the unknown type " + code);
    }

    private static long cost(Frame frame) {
        return FRAME_COST + frame.payload().length;
    }

    /** See {@link io.github.langchain4j.ptc.sandbox.Interpreter#receive}. */
    public Frame take(Deadline by) throws InterpreterDiedException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (frames.isEmpty() && death == null) {
                long left = by.remainingNanos();
                if (left == 0) {
                    return null;
                }
                changed.awaitNanos(left);
            }
            Frame frame = frames.poll();
            if (frame == null) {
                throw new InterpreterDiedException(death);
            }
            bytes -= cost(frame);
            changed.signalAll();
            return frame;
        } finally {
            lock.unlock();
        }
    }

    /** {@linkplain #end Ends} the box, if that was not done, and completes {@link #died()}. */
    public void die(Death how) {
        end(how);
        died.complete(death());
    }

    /**
     * Records how the interpreter ended and wakes everyone; frames that came before can still be taken. First wins. For
     * an interpreter that takes a while to be gone: nobody waits for it, but {@link #died()} does not complete yet.
     */
    public void end(Death how) {
        lock.lock();
        try {
            if (death == null) {
                death = how;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How the interpreter ended, or {@code null} if it lives. */
    public Death death() {
        lock.lock();
        try {
            return death;
        } finally {
            lock.unlock();
        }
    }

    /** See {@link io.github.langchain4j.ptc.sandbox.Interpreter#died()}. */
    public CompletionStage<Death> died() {
        return died.minimalCompletionStage();
    }
}
