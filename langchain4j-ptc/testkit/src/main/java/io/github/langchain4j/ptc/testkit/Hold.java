package io.github.langchain4j.ptc.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A place in a stream of a {@link ScriptedStreamingChatModel} where the model stops until the test lets it go on, or the
 * stream is cancelled. Can be used for any number of requests; once released it stops none. Thread-safe.
 */
public final class Hold {

    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    /**
     * Waits until a model has come to this place.
     *
     * @throws AssertionError if none does within a minute
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitReached() throws InterruptedException {
        if (!reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("No model came to this place of its script");
        }
    }

    /** Lets the model go on. Idempotent. */
    public void release() {
        released.complete(null);
    }

    /** Waits for the release or the other thing, whichever comes first. */
    void arrive(CompletableFuture<Void> over) throws InterruptedException {
        reached.countDown();
        try {
            CompletableFuture.anyOf(released, over).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
