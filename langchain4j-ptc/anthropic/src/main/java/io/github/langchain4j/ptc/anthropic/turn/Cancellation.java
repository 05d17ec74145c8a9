package io.github.langchain4j.ptc.anthropic.turn;

import dev.langchain4j.model.chat.response.StreamingHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the work for one request from outside: interrupts its thread and cancels the model's stream. Thread-safe;
 * {@link #run()} may be called several times, also after the end.
 */
public final class Cancellation implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);

    // Guarded by this.
    private Thread worker;
    private StreamingHandle handle;
    private boolean cancelled;

    /** The current thread works for the request from now on. */
    public synchronized void enter() {
        worker = Thread.currentThread();
        if (cancelled) {
            worker.interrupt();
        }
    }

    /** The current thread no longer works for the request; an interrupt that was meant for the work is taken back. */
    public synchronized void leave() {
        worker = null;
        handle = null;
        if (cancelled) {
            Thread.interrupted();
        }
    }

    @Override
    public void run() {
        StreamingHandle stopping;
        synchronized (this) {
            cancelled = true;
            stopping = handle;
            if (worker != null) {
                worker.interrupt();
            }
        }
        stop(stopping);
    }

    /** Whether the work was ended from outside. */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Throws if the work was ended from outside. */
    void check() {
        if (isCancelled()) {
            throw new GivenUpException();
        }
    }

    /** A stream of the model that is to be cancelled with the request. */
    void know(StreamingHandle known) {
        synchronized (this) {
            if (!cancelled) {
                handle = known;
                return;
            }
        }
        stop(known);
    }

    private static void stop(StreamingHandle handle) {
        if (handle == null || handle.isCancelled()) {
            return;
        }
        try {
            handle.cancel();
        } catch (RuntimeException e) {
            LOG.debug("The model's stream cannot be cancelled; what still comes is ignored", e);
        }
    }
}
