package io.github.langchain4j.ptc.embedded;

import java.util.concurrent.atomic.AtomicInteger;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;

/**
 * How much of the heap all interpreters of a sandbox together may hold, in pages. Thread-safe.
 *
 * <p>Each interpreter is bounded by itself; this bounds their sum, so that many of them at once cannot take the heap of
 * the application that they live in. Memory that a guest asks for is paid when it is promised, so that a guest that
 * cannot have it gets a {@code MemoryError}; only copies of the image's pages are paid when they are made, for which a
 * reserve is kept.
 */
final class MemoryBudget {

    private final int pages;
    private final int reserve;
    private final AtomicInteger taken = new AtomicInteger();

    /**
     * @param bytes what all interpreters together may hold
     * @param reserveBytes how much of it is for copies of the image's pages only
     */
    MemoryBudget(long bytes, long reserveBytes) {
        this.pages = (int) Math.min(bytes / Memory.PAGE_SIZE, Integer.MAX_VALUE / 4);
        this.reserve = (int) Math.min(reserveBytes / Memory.PAGE_SIZE, pages);
    }

    /** Whether so much is left now; a hint, since others take at the same time. */
    boolean hasLeft(long bytes) {
        return taken.get() + bytes / Memory.PAGE_SIZE <= pages;
    }

    long bytes() {
        return (long) pages * Memory.PAGE_SIZE;
    }

    /** The part of one interpreter. */
    Share share() {
        return new Share();
    }

    private boolean take(int more, int limit) {
        int before;
        do {
            before = taken.get();
            if ((long) before + more > limit) {
                return false;
            }
        } while (!taken.compareAndSet(before, before + more));
        return true;
    }

    /** What one interpreter has taken. Taken by its thread, given back by whoever closes it. */
    final class Share {
        private int mine; // guarded by this
        private boolean closed; // guarded by this

        /**
         * Takes a page for a copy of one of the image.
         *
         * @throws WasmRuntimeException if none is left: the guest has this memory already, so that only its end helps
         */
        synchronized void copy() {
            if (closed || !MemoryBudget.this.take(1, pages)) {
                throw new WasmRuntimeException("the memory for all embedded interpreters together is used up ("
                        + (bytes() >> 20) + " MiB, EmbeddedSandbox.Builder.totalMemoryBytes)");
            }
            mine++;
        }

        /** Takes pages by which a guest grows; false if they, or the reserve, are not there. */
        synchronized boolean grow(int more) {
            if (closed || !MemoryBudget.this.take(more, pages - reserve)) {
                return false;
            }
            mine += more;
            return true;
        }

        /** Gives everything back. */
        synchronized void close() {
            if (!closed) {
                closed = true;
                taken.addAndGet(-mine);
            }
        }
    }
}
