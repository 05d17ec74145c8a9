package io.github.langchain4j.ptc.embedded;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames on their way from the host to a guest, bounded by their bytes. Thread-safe. A closed queue takes and gives no
 * more frames.
 */
final class FrameQueue {

    /** What a frame counts besides its payload, so that a flood of empty frames is bounded too. */
    private static final int FRAME_BYTES = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Frame> frames = new ArrayDeque<>(); // guarded by lock
    private final long capacity;
    private long bytes; // guarded by lock
    private boolean closed; // guarded by lock

    FrameQueue(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds a frame, waiting for room. An empty queue has room for any frame.
     *
     * @return false if there was no room in time, or the queue is closed
     */
    boolean put(Frame frame, Deadline by) throws InterruptedException {
        // Not interruptible while there is room: a frame that an interrupted thread could not add would be lost.
        lock.lock();
        try {
            while (!closed && bytes > 0 && bytes + cost(frame) > capacity) {
                if (!await(by)) {
                    return false;
                }
            }
            if (closed) {
                return false;
            }
            frames.add(frame);
            bytes += cost(frame);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the next frame and those behind it that fit into a number of bytes together with it; none if none came in
     * time, or none will come any more.
     */
    List<Frame> take(int maxBytes, Deadline by) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            List<Frame> taken = new ArrayList<>();
            if (awaitFrame(by)) {
                long room = maxBytes;
                do {
                    Frame frame = frames.remove();
                    room -= cost(frame);
                    bytes -= cost(frame);
                    taken.add(frame);
                } while (!frames.isEmpty() && cost(frames.peek()) <= room);
                changed.signalAll();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitFrame(Deadline by) throws InterruptedException {
        while (frames.isEmpty() && !closed) {
            if (!await(by)) {
                return false;
            }
        }
        return !closed;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            frames.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Deadline by) throws InterruptedException {
        if (by.isNever()) {
            changed.await();
            return true;
        }
        return changed.awaitNanos(by.remainingNanos()) > 0 || !by.reached();
    }

    private static long cost(Frame frame) {
        return FRAME_BYTES + (long) frame.payload().length;
    }
}
