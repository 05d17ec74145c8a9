package io.github.langchain4j.ptc.embedded;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.KillReason;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** One guest on its own thread. */
final class EmbeddedInterpreter implements Interpreter {

    private final GuestChannel channel;
    private final GuestThread thread;
    private final int maxFrame;

    EmbeddedInterpreter(PythonImage image, InterpreterSpec spec, int maxPages, MemoryBudget budget, Guests guests) {
        this.maxFrame = spec.maxFrameBytes();
        this.channel = new GuestChannel(maxFrame);
        this.thread = new GuestThread(image, maxPages, spec.filesBytes(), budget, channel, guests);
    }

    /** Starts the guest; false if it did not come up in time. */
    boolean start(Deadline by) throws InterruptedException {
        thread.start();
        return channel.awaitFirstFrame(by);
    }

    Death death() {
        return channel.death();
    }

    @Override
    public void send(Frame frame, Deadline by) throws InterpreterDiedException, InterruptedException {
        if (frame.payload().length > maxFrame) {
            throw new IllegalArgumentException("A frame of " + frame.payload().length
                    + " bytes cannot be sent; InterpreterSpec.maxFrameBytes is " + maxFrame);
        }
        if (!channel.send(frame, by)) {
            channel.stop(new Death(KillReason.LIMIT, "the interpreter did not take a frame in time"));
            thread.stop();
            throw new InterpreterDiedException(channel.death());
        }
    }

    @Override
    public Frame receive(Deadline by) throws InterpreterDiedException, InterruptedException {
        return channel.receive(by);
    }

    @Override
    public CompletionStage<Death> died() {
        return channel.died();
    }

    @Override
    public void kill(KillReason why) {
        Objects.requireNonNull(why, "why");
        channel.stop(new Death(why, "the host ended it: " + why));
        thread.stop();
    }

    @Override
    public void close() {
        kill(KillReason.CLOSED);
        thread.awaitEnd();
    }
}
