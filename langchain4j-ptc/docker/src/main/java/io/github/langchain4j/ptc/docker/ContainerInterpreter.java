package io.github.langchain4j.ptc.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.StreamType;
import io.github.langchain4j.ptc.protocol.FrameCodec;
import io.github.langchain4j.ptc.protocol.FrameDecoder;
import io.github.langchain4j.ptc.protocol.FrameMailbox;
import io.github.langchain4j.ptc.protocol.ProtocolException;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.KillReason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The runner in a container: frames go through the attached streams of its first process. Nobody asks the engine whether
 * the container lives: it is over when its output ends, and then it is removed whatever the engine believes.
 */
final class ContainerInterpreter implements Interpreter {

    private static final int MAX_SAID = 2_000;

    /** Type of the frame in which the supervisor sends the compiled runner, before there is any program. */
    private static final int COMPILED = 200;

    private final String id;
    private final ContainerCleaner cleaner;
    private final FrameMailbox mailbox;
    private final FrameDecoder decoder;
    private final StdinQueue input;
    private final Output output = new Output();
    private final CompletableFuture<Void> attached = new CompletableFuture<>();
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private final AtomicReference<KillReason> killed = new AtomicReference<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile String violation;

    /**
     * @param id the container's
     * @param maxFrame the largest payload in either direction
     * @param cleaner removes the container in the end
     * @param compiled takes the compiled runner, if the container sends it
     */
    ContainerInterpreter(String id, int maxFrame, ContainerCleaner cleaner, Consumer<byte[]> compiled) {
        this.id = id;
        this.cleaner = cleaner;
        this.mailbox = new FrameMailbox(2L * maxFrame);
        this.input = new StdinQueue(maxFrame);
        this.decoder = new FrameDecoder(maxFrame, (type, payload) -> {
            if (type == COMPILED && !loaded.isDone()) {
                compiled.accept(payload);
                return;
            }
            mailbox.put(type, payload);
            loaded.complete(null);
        });
    }

    /** What the container reads. */
    StdinQueue input() {
        return input;
    }

    /** Takes what the container writes. */
    ResultCallback<com.github.dockerjava.api.model.Frame> output() {
        return output;
    }

    /** Completes when the streams are attached; fails if they cannot be. */
    CompletableFuture<Void> attached() {
        return attached;
    }

    /** Completes when the runner has said hello, or cannot any more. */
    CompletableFuture<Void> loaded() {
        return loaded;
    }

    /** How it ended, or {@code null} if it lives. */
    Death deathIfEnded() {
        return mailbox.death();
    }

    /** The thread of docker-java that reads the attached stream. */
    private final class Output extends ResultCallback.Adapter<com.github.dockerjava.api.model.Frame> {

        private final StringBuilder said = new StringBuilder(); // guarded by itself

        @Override
        public void onStart(Closeable stream) {
            super.onStart(stream);
            attached.complete(null);
        }

        @Override
        public void onNext(com.github.dockerjava.api.model.Frame part) {
            byte[] bytes = part.getPayload();
            if (part.getStreamType() == StreamType.STDERR) {
                say(new String(bytes, StandardCharsets.UTF_8));
                return;
            }
            try {
                decoder.feed(bytes, 0, bytes.length);
            } catch (ProtocolException e) {
                violation = "it sent " + e.getMessage();
                kill(KillReason.PROTOCOL_VIOLATION);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // docker-java ends the stream in this way
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!attached.completeExceptionally(failure)) {
                say("the connection to the engine broke (" + failure + ")");
            }
            end();
        }

        @Override
        public void onComplete() {
            end();
        }

        private void say(String text) {
            synchronized (said) {
                said.append(text);
                said.delete(0, Math.max(0, said.length() - MAX_SAID));
            }
        }

        private String said() {
            synchronized (said) {
                return said.toString().strip();
            }
        }
    }

    private Death death() {
        KillReason why = killed.get();
        if (why != null) {
            return new Death(why, violation != null ? violation : "killed (" + why + ")");
        }
        String said = output.said();
        return new Death(null, said.isEmpty() ? "the container ended: it was killed, or the engine was stopped" : said);
    }

    /** Ends everything, once: whoever waits goes on at once; the death is told when the container is gone. */
    private void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        mailbox.end(death());
        input.end();
        loaded.complete(null);
        attached.completeExceptionally(new IllegalStateException("the container ended"));
        cleaner.remove(id, () -> {
            closeStream();
            mailbox.die(death());
        });
    }

    private void closeStream() {
        try {
            output.close();
        } catch (IOException e) {
            // It is gone, as it should be.
        }
    }

    @Override
    public void send(Frame frame, Deadline by) throws InterpreterDiedException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!input.put(FrameCodec.encode(frame), by)) {
            kill(KillReason.LIMIT);
        }
        Death death = mailbox.death();
        if (death != null) {
            throw new InterpreterDiedException(death);
        }
    }

    @Override
    public Frame receive(Deadline by) throws InterpreterDiedException, InterruptedException {
        return mailbox.take(by);
    }

    @Override
    public CompletionStage<Death> died() {
        return mailbox.died();
    }

    @Override
    public boolean hasEnded() {
        return deathIfEnded() != null;
    }

    @Override
    public void kill(KillReason why) {
        killed.compareAndSet(null, why);
        end();
    }

    @Override
    public void close() {
        kill(KillReason.CLOSED);
    }
}
