package io.github.langchain4j.ptc.protocol;

import io.github.langchain4j.ptc.sandbox.Frame;
import java.nio.ByteBuffer;

/** Frames as bytes: a 4-byte big-endian length of the payload, a 1-byte type, the payload. */
public final class FrameCodec {

    /** Bytes before the payload. */
    public static final int HEADER_BYTES = 5;

    private FrameCodec() {}

    /** The bytes of a frame, header included. */
    public static byte[] encode(Frame frame) {
        return encode(frame.type().code(), frame.payload());
    }

    /** The bytes of a frame of any type, also one that is private to a sandbox (128 to 255). */
    public static byte[] encode(int type, byte[] payload) {
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .putInt(payload.length)
                .put((byte) type)
                .put(payload)
                .array();
    }
}
