package io.github.langchain4j.ptc.agentcore;

import io.github.langchain4j.ptc.protocol.FrameMailbox;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.KillReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The runner in a session of the service. It is over when the session cannot be stepped, and then the session is stopped. */
final class AgentCoreInterpreter implements Interpreter {

    private final FrameMailbox mailbox =
            new FrameMailbox(Long.MAX_VALUE); // a step is taken when it is empty, no sooner
    private final Stepper stepper;
    private final Supplier<CompletionStage<Void>> stopSession;
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param prologue code that defines the bridge
     * @param stopSession ends the session; never fails
     */
    AgentCoreInterpreter(
            BridgeCalls calls,
            String prologue,
            ScheduledExecutorService timer,
            int maxFrame,
            Supplier<CompletionStage<Void>> stopSession) {
        this.stopSession = stopSession;
        this.stepper = new Stepper(
                calls,
                prologue,
                timer,
                maxFrame,
                (type, payload) -> {
                    mailbox.put(type, payload);
                    loaded.complete(null);
                },
                new Stepper.Listener() {
                    @Override
                    public void ended(String description) {
                        end(new Death(null, description));
                    }

                    @Override
                    public void lost(Throwable failure) {
                        loaded.completeExceptionally(unwrap(failure));
                        end(deathBy(unwrap(failure)));
                    }
                });
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static Death deathBy(Throwable failure) {
        if (failure instanceof SessionLostException lost) {
            return new Death(lost.violation() ? KillReason.PROTOCOL_VIOLATION : null, lost.getMessage());
        }
        return new Death(null, "the session failed: " + failure);
    }

    /**
     * Starts the child and loads the runner; completes with the runner's first frame, or fails.
     *
     * @param input what the bridge takes as the first input
     */
    CompletableFuture<Void> load(byte[] input) {
        stepper.addRaw(input);
        stepper.flush();
        return loaded;
    }

    @Override
    public void send(Frame frame, Deadline by) throws InterpreterDiedException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Death death = mailbox.death();
        if (death != null) {
            throw new InterpreterDiedException(death);
        }
        stepper.add(frame);
    }

    @Override
    public void flush() {
        stepper.flush();
    }

    @Override
    public Frame receive(Deadline by) throws InterpreterDiedException, InterruptedException {
        Frame frame = mailbox.take(Deadline.in(Duration.ZERO));
        if (frame != null || by.reached()) {
            return frame;
        }
        stepper.beginReceiving();
        try {
            return mailbox.take(by);
        } finally {
            stepper.endReceiving();
        }
    }

    @Override
    public Duration serviceTime() {
        return stepper.serviceTime();
    }

    @Override
    public CompletionStage<Death> died() {
        return mailbox.died();
    }

    @Override
    public boolean hasEnded() {
        return mailbox.death() != null;
    }

    @Override
    public void kill(KillReason why) {
        end(new Death(why, "killed (" + why + ")"));
    }

    /** The service ends the session by itself. */
    void expire(Duration sessionTimeout) {
        end(new Death(
                null,
                "the session's time of " + sessionTimeout.toSeconds()
                        + " s was over (AgentCoreSandbox.Builder.sessionTimeout)"));
    }

    /** Whoever waits goes on at once; the death is told when the session is stopped. First wins. */
    private void end(Death death) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        mailbox.end(death);
        stepper.stop();
        loaded.completeExceptionally(new SessionLostException(death.description(), false));
        stopSession.get().whenComplete((stopped, failure) -> mailbox.die(death));
    }

    @Override
    public void close() {
        kill(KillReason.CLOSED);
    }
}
