package io.github.langchain4j.ptc.embedded;

import java.util.concurrent.atomic.AtomicInteger;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;

/**
 * How much of the heap all interpreters of a sandbox together may hold, in pages. Thread-safe.
 *
 * <p>Each interpreter is bounded by itself; this bounds their sum, so that many of them at once cannot take the heap of
 * the application that they live in.
 */
final class MemoryBudget {

    private final int pages;
    private final AtomicInteger taken = new AtomicInteger();

    MemoryBudget(long bytes) {
        this.pages = (int) Math.min(bytes / Memory.PAGE_SIZE, Integer.MAX_VALUE / 2);
    }

    /** Whether this many bytes are left now; a hint, since others take at the same time. */
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

    /** What one interpreter has taken. Taken by its thread, given back by whoever closes it. */
    final class Share {
        private int mine; // guarded by this
        private boolean closed; // guarded by this

        /**
         * Takes a page.
         *
         * @throws WasmRuntimeException if none is left: memory that was promised cannot be had, which only the end of
         *     the interpreter mends
         */
        synchronized void take() {
            if (closed || taken.incrementAndGet() > pages) {
                if (!closed) {
                    taken.decrementAndGet();
                }
                throw new WasmRuntimeException("the memory for all embedded interpreters together is used up ("
                        + (bytes() >> 20) + " MiB, EmbeddedSandbox.Builder.totalMemoryBytes)");
            }
            mine++;
        }

        /** Whether this many more pages are there now. A guest that asks for more gets a MemoryError. */
        boolean affords(int more) {
            return taken.get() + (long) more <= pages;
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
