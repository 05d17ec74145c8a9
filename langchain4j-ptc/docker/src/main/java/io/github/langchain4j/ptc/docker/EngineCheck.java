package io.github.langchain4j.ptc.docker;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the engine whether containers could be started: whether it answers and has the image, which is pulled if it may be.
 * One question at a time: an engine that hangs holds one thread, however often it is asked. Thread-safe.
 */
final class EngineCheck {

    private final DockerEngine engine;
    private final ImageSupply images;
    private final ContainerSettings settings;
    private final ThreadFactory threads = Daemons.named("ptc-docker-check");
    private CompletableFuture<Void> asked; // guarded by this; the last question, or null

    EngineCheck(DockerEngine engine, ImageSupply images, ContainerSettings settings) {
        this.engine = engine;
        this.images = images;
        this.settings = settings;
    }

    /**
     * Returns if containers could be started.
     *
     * @throws SandboxUnavailableException if not, or if the engine does not say so in time
     */
    void check(Deadline by) throws InterruptedException {
        try {
            ask().get(by.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SandboxUnavailableException(
                    "The Docker engine at " + engine.host() + " did not answer in time", e);
        } catch (ExecutionException e) {
            throw EngineErrors.explain(e.getCause(), engine.host(), settings);
        }
    }

    private synchronized CompletableFuture<Void> ask() {
        if (asked == null || asked.isDone()) {
            CompletableFuture<Void> question = new CompletableFuture<>();
            // docker-java heeds neither deadlines nor interruption.
            threads.newThread(() -> answer(question)).start();
            asked = question;
        }
        return asked;
    }

    private void answer(CompletableFuture<Void> question) {
        try {
            engine.ping();
            images.require(Deadline.in(Duration.ZERO), stage -> {});
            question.complete(null);
        } catch (RuntimeException | InterruptedException e) {
            question.completeExceptionally(e);
        }
    }
}
