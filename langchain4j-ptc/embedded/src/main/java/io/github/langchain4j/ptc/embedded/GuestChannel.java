package io.github.langchain4j.ptc.embedded;

import io.github.langchain4j.ptc.protocol.FrameCodec;
import io.github.langchain4j.ptc.protocol.FrameDecoder;
import io.github.langchain4j.ptc.protocol.FrameMailbox;
import io.github.langchain4j.ptc.protocol.ProtocolException;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.KillReason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The two directions of frames between a guest and the host, as the guest sees them: bytes of one descriptor. What the
 * guest writes there is hostile; whatever is no frame of an allowed type and size ends the guest.
 *
 * <p>The {@link GuestPort} methods are for the guest's thread, the others for any.
 */
final class GuestChannel implements GuestPort {

    /** The time that stands for no end; about 35,000 years in microseconds. */
    private static final long FOREVER = 1L << 60;

    private static final int CONSOLE_CHUNK = 16 << 10;

    private final FrameQueue inbox;
    private final FrameMailbox outbox;
    private final FrameDecoder decoder;
    private final CountDownLatch speaking = new CountDownLatch(1);

    // The rest is used by the guest's thread only.
    private byte[] sending = new byte[0];
    private int sent;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private int consoleStream = 1;
    private int program;

    /**
     * @param maxFrame the largest payload in bytes
     * @param inbox frames for the guest
     * @param outbox frames of the guest, and its death
     */
    GuestChannel(int maxFrame, FrameQueue inbox, FrameMailbox outbox) {
        this.inbox = inbox;
        this.outbox = outbox;
        this.decoder = new FrameDecoder(maxFrame, this::frame);
    }

    /** Waits for the guest's first frame or its death; false if neither came in time. */
    boolean awaitFirstFrame(Deadline by) throws InterruptedException {
        return speaking.await(by.remainingNanos(), TimeUnit.NANOSECONDS);
    }

    /** Lets no more frames pass and wakes whoever waits; frames of the guest that are there can still be taken. */
    void stop(Death how) {
        outbox.die(how);
        inbox.close();
        speaking.countDown();
    }

    @Override
    public void checkAlive() {
        if (outbox.death() != null) {
            throw new GuestStoppedException("stopped");
        }
    }

    @Override
    public void fromGuest(byte[] bytes) throws InterruptedException {
        flushConsole();
        try {
            decoder.feed(bytes, 0, bytes.length);
        } catch (ProtocolException e) {
            stop(new Death(KillReason.PROTOCOL_VIOLATION, "the program broke the protocol: " + e.getMessage()));
            throw new GuestStoppedException(e.getMessage());
        }
    }

    private void frame(int type, byte[] payload) throws ProtocolException, InterruptedException {
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
        if (frames.size() == 1) {
            program = OutputMessage.programStartedBy(frames.get(0), program);
            return FrameCodec.encode(frames.get(0));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            program = OutputMessage.programStartedBy(frame, program);
            bytes.writeBytes(FrameCodec.encode(frame));
        }
        return bytes.toByteArray();
    }

    /**
     * What is written past Python's streams becomes ordinary output of the program. It is gathered until the guest does
     * something else, and ends up between the frames around it.
     */
    @Override
    public void console(int stream, byte[] bytes) throws InterruptedException {
        if (stream != consoleStream) {
            flushConsole();
            consoleStream = stream;
        }
        console.write(bytes, 0, bytes.length);
        if (console.size() >= CONSOLE_CHUNK) {
            flushConsole();
        }
    }

    private void flushConsole() throws InterruptedException {
        if (console.size() == 0) {
            return;
        }
        String text = console.toString(StandardCharsets.UTF_8);
        console.reset();
        if (program > 0) {
            try {
                outbox.put(Frame.Type.JSON.code(), OutputMessage.encode(program, consoleStream, text));
            } catch (ProtocolException e) {
                throw new IllegalStateException("JSON is a known type of frame", e);
            }
        }
    }
}
