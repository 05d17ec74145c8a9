package io.github.langchain4j.ptc.docker;

import io.github.langchain4j.ptc.sandbox.Deadline;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is on its way to a container: frames are put in at one end, docker-java reads the other. Bounded, so that a
 * container that takes nothing cannot fill the heap. Thread-safe.
 */
final class StdinQueue extends InputStream {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition(); // guarded by lock
    private final ArrayDeque<byte[]> parts = new ArrayDeque<>(); // guarded by lock
    private int position; // guarded by lock; in the first part
    private long waiting; // guarded by lock; bytes
    private boolean ended; // guarded by lock

    /** @param capacity bytes that may wait; one part always fits */
    StdinQueue(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds bytes, waiting while too many are under way.
     *
     * @return whether there was room before the deadline; after {@link #end} always
     * @throws InterruptedException if interrupted; nothing was added
     */
    boolean put(byte[] bytes, Deadline by) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && waiting > 0 && waiting + bytes.length > capacity) {
                long left = by.remainingNanos();
                if (left == 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            if (!ended) {
                parts.add(bytes);
                waiting += bytes.length;
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what is left and ends the stream: the thread that reads it, and those that wait in {@link #put}, go on. */
    void end() {
        lock.lock();
        try {
            ended = true;
            parts.clear();
            waiting = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws InterruptedIOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws InterruptedIOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            while (parts.isEmpty() && !ended) {
                changed.await();
            }
            return ended ? -1 : take(target, offset, length);
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] target, int offset, int length) {
        byte[] first = parts.element();
        int taken = Math.min(length, first.length - position);
        System.arraycopy(first, position, target, offset, taken);
        position += taken;
        if (position == first.length) {
            parts.remove();
            position = 0;
        }
        waiting -= taken;
        changed.signalAll();
        return taken;
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for frames");
    }

    @Override
    public void close() {
        end();
    }
}
