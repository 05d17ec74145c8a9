package io.github.langchain4j.ptc.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts a stream of bytes, in whatever pieces it comes, into frames. Memory is taken as bytes arrive, not as a header
 * promises. Not thread-safe.
 */
public final class FrameDecoder {

    /** Takes frames as they are complete. */
    @FunctionalInterface
    public interface Sink {

        /**
         * @param type the type's byte, 0 to 255
         * @param payload the payload, the sink's to keep
         * @throws ProtocolException if the type is not allowed
         * @throws InterruptedException if the thread is interrupted while it waits for room
         */
        void frame(int type, byte[] payload) throws ProtocolException, InterruptedException;
    }

    private static final int SMALL = 4096;

    private final int maxPayload;
    private final Sink sink;
    private byte[] buffer = new byte[SMALL];
    private int filled;

    /**
     * @param maxPayload the largest payload allowed, in bytes
     * @param sink takes the frames
     */
    public FrameDecoder(int maxPayload, Sink sink) {
        this.maxPayload = maxPayload;
        this.sink = sink;
    }

    /**
     * Takes bytes and hands on the frames that they complete.
     *
     * @throws ProtocolException if a frame is larger than allowed or refused by the sink; the decoder is useless then
     * @throws InterruptedException from the sink; the decoder is useless then
     */
    public void feed(byte[] bytes, int offset, int length) throws ProtocolException, InterruptedException {
        append(bytes, offset, length);
        int start = 0;
        while (filled - start >= FrameCodec.HEADER_BYTES) {
            int size = ByteBuffer.wrap(buffer).getInt(start);
            if (size < 0 || size > maxPayload) {
                throw new ProtocolException("a frame of " + Integer.toUnsignedLong(size) + " bytes; at most "
                        + maxPayload + " are allowed");
            }
            int end = start + FrameCodec.HEADER_BYTES + size;
            if (filled < end) {
                break;
            }
            int type = buffer[start + 4] & 0xff;
            byte[] payload = Arrays.copyOfRange(buffer, start + FrameCodec.HEADER_BYTES, end);
            start = end;
            sink.frame(type, payload);
        }
        discard(start);
    }

    private void append(byte[] bytes, int offset, int length) {
        if (filled + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(filled + length, buffer.length * 2));
        }
        System.arraycopy(bytes, offset, buffer, filled, length);
        filled += length;
    }

    private void discard(int start) {
        filled -= start;
        if (filled == 0 && buffer.length > 16 * SMALL) {
            buffer = new byte[SMALL];
        } else {
            System.arraycopy(buffer, start, buffer, 0, filled);
        }
    }
}
