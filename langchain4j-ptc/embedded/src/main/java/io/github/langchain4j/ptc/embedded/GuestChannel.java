package io.github.langchain4j.ptc.embedded;

import io.github.langchain4j.ptc.protocol.FrameCodec;
import io.github.langchain4j.ptc.protocol.FrameDecoder;
import io.github.langchain4j.ptc.protocol.FrameMailbox;
import io.github.langchain4j.ptc.protocol.ProtocolException;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.KillReason;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The two directions between a guest and the host: frames through queues on the host's side, bytes of a descriptor on
 * the guest's. What the guest writes is hostile; whatever is no frame of an allowed type and size ends the guest.
 *
 * <p>The {@link GuestPort} methods are for the guest's thread, the others for any.
 */
final class GuestChannel implements GuestPort {

    /** The time that stands for no end; about 35,000 years in microseconds. */
    private static final long FOREVER = 1L << 60;

    /** What may wait for the guest, so that a host that answers many calls at once need not wait for it. */
    private static final long INBOX_BYTES = 64L << 20;

    /** How often a host that waits looks for prints. */
    private static final Duration PRINTS_EVERY = Duration.ofMillis(50);

    private final FrameQueue inbox = new FrameQueue(INBOX_BYTES);
    private final FrameMailbox outbox;
    private final Console console = new Console();
    private final FrameDecoder decoder;
    private final CountDownLatch speaking = new CountDownLatch(1);

    /** Frames in the outbox, or about to be: what is printed later must not overtake them. */
    private final AtomicInteger waiting = new AtomicInteger();

    // Bytes on their way to the guest; used by its thread only.
    private byte[] sending = new byte[0];
    private int sent;

    /** @param maxFrame the largest payload in bytes */
    GuestChannel(int maxFrame) {
        this.outbox = new FrameMailbox(2L * maxFrame);
        this.decoder = new FrameDecoder(maxFrame, this::offer);
    }

    // The host's side

    /** Waits for the guest's first frame or its death; false if neither came in time. */
    boolean awaitFirstFrame(Deadline by) throws InterruptedException {
        return speaking.await(by.remainingNanos(), TimeUnit.NANOSECONDS);
    }

    /** False if the guest did not make room in time, or is dead. */
    boolean send(Frame frame, Deadline by) throws InterruptedException {
        return inbox.put(frame, by);
    }

    /** The next frame of the guest, what it printed included; {@code null} if none came in time. */
    Frame receive(Deadline by) throws InterpreterDiedException, InterruptedException {
        try {
            Frame frame;
            do {
                frame = waiting.get() == 0 ? console.take(false) : null;
                if (frame == null) {
                    frame = outbox.take(by.earlier(Deadline.in(PRINTS_EVERY)));
                    waiting.addAndGet(frame == null ? 0 : -1);
                }
            } while (frame == null && !by.reached());
            return frame;
        } catch (InterpreterDiedException e) {
            Frame rest = console.take(true);
            if (rest == null) {
                throw e;
            }
            return rest;
        }
    }

    /** Lets no more frames pass and wakes whoever waits; what the guest sent before can still be taken. */
    void stop(Death how) {
        outbox.die(how);
        inbox.close();
        speaking.countDown();
    }

    Death death() {
        return outbox.death();
    }

    CompletionStage<Death> died() {
        return outbox.died();
    }

    // The guest's side

    @Override
    public void checkAlive() {
        if (outbox.death() != null) {
            throw new GuestStoppedException("stopped");
        }
    }

    @Override
    public void fromGuest(byte[] bytes) throws InterruptedException {
        flushConsole();
        feed(bytes);
    }

    private void feed(byte[] bytes) throws InterruptedException {
        try {
            decoder.feed(bytes, 0, bytes.length);
        } catch (ProtocolException e) {
            throw violated(e);
        }
    }

    private GuestStoppedException violated(ProtocolException e) {
        stop(new Death(KillReason.PROTOCOL_VIOLATION, "the program broke the protocol: " + e.getMessage()));
        return new GuestStoppedException(e.getMessage());
    }

    private void offer(int type, byte[] payload) throws ProtocolException, InterruptedException {
        waiting.incrementAndGet();
        outbox.put(type, payload);
        speaking.countDown();
    }

    @Override
    public byte[] toGuest(int max, long timeoutMicros) throws InterruptedException {
        flushConsole();
        if (sent == sending.length) {
            Deadline by = timeoutMicros >= FOREVER
                    ? Deadline.NEVER
                    : Deadline.in(Duration.of(timeoutMicros, ChronoUnit.MICROS));
            List<Frame> frames = inbox.take(max, by);
            checkAlive();
            sending = encode(frames);
            sent = 0;
        }
        byte[] bytes = Arrays.copyOfRange(sending, sent, sent + Math.min(max, sending.length - sent));
        sent += bytes.length;
        if (sent == sending.length) {
            sending = new byte[0];
            sent = 0;
        }
        return bytes;
    }

    private byte[] encode(List<Frame> frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            OutputMessage.programStartedBy(frame).ifPresent(console::begin);
            bytes.writeBytes(FrameCodec.encode(frame));
        }
        return bytes.toByteArray();
    }

    /**
     * Prints are gathered, since each message costs: they leave with the next frame, when they are many, or when the
     * host comes for them.
     */
    @Override
    public void console(int stream, byte[] bytes) throws InterruptedException {
        if (!console.takes(stream)) {
            flushConsole();
        }
        console.add(stream, bytes);
    }

    private void flushConsole() throws InterruptedException {
        Frame printed = console.take(false);
        if (printed != null) {
            feed(FrameCodec.encode(printed));
        }
    }
}
