package io.github.langchain4j.ptc.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.langchain4j.ptc.sandbox.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The messages of the host, as frames. Thread-safe. */
public final class HostMessages {

    /** Largest part of a file in one frame. */
    public static final int CHUNK_BYTES = 64 << 10;

    // Python's json reads the bare words NaN and Infinity; a quoted one would be a string there.
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

    private HostMessages() {}

    /** Writes fields into an open JSON object. */
    @FunctionalInterface
    public interface Fields {

        /** Writes the fields. */
        void write(JsonGenerator to) throws IOException;
    }

    /** The first message to a runner. */
    public static Frame setup(long seed, int maxFrameBytes) {
        return message("setup", to -> {
            to.writeNumberField("protocol", RunnerSource.PROTOCOL);
            to.writeNumberField("seed", seed);
            to.writeNumberField("maxFrame", maxFrameBytes);
        });
    }

    /**
     * Starts a program.
     *
     * @param program its number in the session
     * @param fields writes {@code tools} and {@code limits}
     */
    public static Frame run(int program, String code, Fields fields) {
        return message("run", to -> {
            to.writeNumberField("n", program);
            to.writeStringField("code", code);
            fields.write(to);
        });
    }

    /** A tool's value. */
    public static Frame answer(int program, long call, JsonNode value) {
        return message("answer", to -> {
            to.writeNumberField("n", program);
            to.writeNumberField("id", call);
            to.writeFieldName("value");
            JSON.writeTree(to, value);
        });
    }

    /** A tool's failure. */
    public static Frame failure(int program, long call, String type, String text) {
        return message("answer", to -> {
            to.writeNumberField("n", program);
            to.writeNumberField("id", call);
            to.writeObjectFieldStart("error");
            to.writeStringField("type", type);
            to.writeStringField("message", text);
            to.writeEndObject();
        });
    }

    /** Stops the clock of the program's event loop. */
    public static Frame suspend(int program) {
        return message("suspend", to -> to.writeNumberField("n", program));
    }

    /** Lets the clock run again. */
    public static Frame resume(int program) {
        return message("resume", to -> to.writeNumberField("n", program));
    }

    /** Announces a file; its bytes follow in chunks of the same stream. */
    public static Frame file(String path, int stream, long size) {
        return message("file", to -> {
            to.writeStringField("path", path);
            to.writeNumberField("stream", stream);
            to.writeNumberField("size", size);
        });
    }

    /** A part of a file. */
    public static Frame chunk(int stream, byte[] content, int offset, int length) {
        return new Frame(
                Frame.Type.CHUNK,
                ByteBuffer.allocate(Integer.BYTES + length)
                        .putInt(stream)
                        .put(content, offset, length)
                        .array());
    }

    private static Frame message(String type, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator to = JSON.createGenerator(bytes)) {
            to.writeStartObject();
            to.writeStringField("t", type);
            fields.write(to);
            to.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("A message of type " + type + " cannot be written as JSON", e);
        }
        return Frame.json(bytes.toByteArray());
    }
}
