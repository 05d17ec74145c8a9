package io.github.langchain4j.ptc.sandbox;

import java.util.Arrays;
import java.util.Objects;

/**
 * The unit that travels between host and runner: a type and a payload.
 *
 * <p>The payload array is shared, not copied: neither side changes it after the frame is made. Frames are compared by
 * type and content. {@link #toString()} tells the size only, never the content.
 *
 * @param type what the payload is
 * @param payload the bytes, without the frame's header
 */
public record Frame(Type type, byte[] payload) {

    /** What a payload is. The code is the byte on the wire. */
    public enum Type {
        /** One message of the protocol: a JSON object in UTF-8. */
        JSON(0),
        /** A part of a file: four bytes of stream number (big-endian), then the bytes. */
        CHUNK(1);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        /** The byte on the wire. */
        public int code() {
            return code;
        }
    }

    public Frame {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(payload, "payload");
    }

    /** A frame with one JSON message. */
    public static Frame json(byte[] utf8) {
        return new Frame(Type.JSON, utf8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame && type == frame.type && Arrays.equals(payload, frame.payload);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "Frame[" + type + ", " + payload.length + " bytes]";
    }
}
