package io.github.langchain4j.ptc.embedded;

import io.github.langchain4j.ptc.sandbox.Death;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmEngineException;

/**
 * The thread that one guest runs on. Interrupting it is what kills a guest: the compiled code looks at the flag at every
 * loop and call, and every system call looks whether the guest has been stopped.
 */
final class GuestThread {

    /** CPython's own limit on recursion is reached before this much of a Java stack is used. */
    static final long STACK_BYTES = 16L << 20;

    /** How long a stopped guest may take until {@link #awaitEnd} gives up waiting; it takes milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSandbox.class);

    private final PythonImage image;
    private final int maxPages;
    private final long filesBytes;
    private final MemoryBudget.Share share;
    private final GuestChannel channel;
    private final Guests guests;
    private final Thread thread;

    GuestThread(
            PythonImage image,
            int maxPages,
            long filesBytes,
            MemoryBudget budget,
            GuestChannel channel,
            Guests guests) {
        this.image = image;
        this.maxPages = maxPages;
        this.filesBytes = filesBytes;
        this.share = budget.share();
        this.channel = channel;
        this.guests = guests;
        this.thread = new Thread(null, this::run, "ptc-embedded-" + guests.nextNumber(), STACK_BYTES);
        this.thread.setDaemon(true);
        // One that is started ahead may outlive the application, whose class loader it would keep alive.
        this.thread.setContextClassLoader(GuestThread.class.getClassLoader());
    }

    void start() {
        guests.add(this);
        thread.start();
    }

    private void run() {
        try {
            GuestMemory memory = new GuestMemory(image.pages(), maxPages, share);
            Guest.of(image, memory, new FileTree(filesBytes), channel).execute(image.entry());
            channel.stop(new Death(null, "the runner has ended"));
        } catch (GuestStoppedException | WasmInterruptedException e) {
            channel.stop(new Death(null, String.valueOf(e.getMessage())));
        } catch (WasmEngineException e) {
            channel.stop(new Death(null, "the interpreter crashed: " + e.getMessage()));
        } catch (StackOverflowError e) {
            channel.stop(new Death(null, "the interpreter crashed: its stack is used up"));
        } catch (RuntimeException | Error e) {
            LOG.error("The embedded interpreter failed outside the program's control", e);
            channel.stop(new Death(null, "the interpreter failed: " + e));
        } finally {
            share.close();
            guests.remove(this);
        }
    }

    /** Makes the guest end; returns at once. */
    void stop() {
        thread.interrupt();
    }

    boolean alive() {
        return thread.isAlive();
    }

    /** Waits until the stopped guest has ended, but not for ever; one that does not end is reported. */
    void awaitEnd() {
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (thread.isAlive() && !interrupted) {
            LOG.error(
                    "The thread {} of an embedded interpreter did not end within {} after it was stopped;"
                            + " it holds memory and processor time until it does",
                    thread.getName(),
                    PATIENCE);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
