package io.github.langchain4j.ptc.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the engine has the image. A pull has a time of its own and goes on when the start that began it gives
 * up; the starts that follow wait for the same one. Thread-safe.
 */
final class ImageSupply implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImageSupply.class);
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final String GOES_ON =
            "; the pull goes on: try again later, or pull the image before the application starts";

    private final DockerEngine engine;
    private final String image;
    private final PullPolicy policy;
    private final Duration pullTime;
    private boolean pulledOnce; // guarded by this
    private Pull pull; // guarded by this; the one that runs, or null

    ImageSupply(DockerEngine engine, String image, PullPolicy policy, Duration pullTime) {
        this.engine = engine;
        this.image = withTag(image);
        this.policy = policy;
        this.pullTime = pullTime;
    }

    /** Without a tag the engine would pull all there are. */
    static String withTag(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        return name.contains(":") || name.contains("@") ? image : image + ":latest";
    }

    /**
     * Returns when the engine has the image.
     *
     * @param stage is told if it must be pulled
     * @throws SandboxUnavailableException if it does not get it by the deadline
     */
    void require(Deadline by, Consumer<String> stage) throws InterruptedException {
        Pull running = begin();
        if (running != null) {
            stage.accept("the image '" + image + "' was still being pulled" + GOES_ON);
            running.await(by);
        }
    }

    private synchronized Pull begin() {
        if (pull != null && !pull.done.isDone()) {
            return pull;
        }
        boolean fresh = policy == PullPolicy.ALWAYS && !pulledOnce;
        if (!fresh && engine.hasImage(image)) {
            return null;
        }
        if (policy == PullPolicy.NEVER) {
            throw new SandboxUnavailableException(EngineErrors.missingImage(image));
        }
        pull = new Pull();
        pull.done.orTimeout(pullTime.toNanos(), TimeUnit.NANOSECONDS).whenComplete(pull::ended);
        LOG.info("Pulling the image {}", image);
        engine.pull(image, pull);
        return pull;
    }

    /** Gives up the pull that runs, if any. */
    @Override
    public synchronized void close() {
        if (pull != null) {
            pull.done.completeExceptionally(new IllegalStateException("the sandbox was closed"));
        }
    }

    private synchronized void succeeded() {
        pulledOnce = true;
    }

    /** A pull that runs. */
    private final class Pull extends ResultCallback.Adapter<PullResponseItem> {

        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private volatile String progress = "begun";
        private long logged = System.nanoTime(); // by the thread of the stream only

        @Override
        public void onNext(PullResponseItem item) {
            if (item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null) {
                done.completeExceptionally(
                        new IllegalStateException(item.getErrorDetail().getMessage()));
            }
            if (item.getStatus() == null) {
                return;
            }
            ResponseItem.ProgressDetail detail = item.getProgressDetail();
            boolean sized = detail != null && detail.getCurrent() != null && detail.getTotal() != null;
            progress = (item.getId() == null ? "" : item.getId() + " ")
                    + item.getStatus()
                    + (sized ? " (" + detail.getCurrent() + " of " + detail.getTotal() + " bytes)" : "");
            if (System.nanoTime() - logged > LOG_EVERY_NANOS) {
                logged = System.nanoTime();
                LOG.info("Pulling the image {}: {}", image, progress);
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }

        private void ended(Void nothing, Throwable failure) {
            if (failure == null) {
                succeeded();
                LOG.info("The image {} is there", image);
            }
            try {
                close();
            } catch (IOException e) {
                LOG.debug("The stream of a pull could not be closed", e);
            }
        }

        void await(Deadline by) throws InterruptedException {
            try {
                done.get(by.remainingNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new SandboxUnavailableException(
                        "The image '" + image + "' is still being pulled (" + progress + ")" + GOES_ON);
            } catch (ExecutionException | CompletionException e) {
                Throwable cause = e.getCause();
                String why = cause instanceof TimeoutException
                        ? "it took longer than " + pullTime + " (DockerSandbox.Builder.pullTimeout)"
                        : String.valueOf(cause.getMessage()).strip();
                throw new SandboxUnavailableException(
                        "The image '" + image + "' could not be pulled: " + why
                                + ". Check its name, and the engine's access to the registry; or build it with"
                                + " sandbox-image/build",
                        cause);
            }
        }
    }
}
