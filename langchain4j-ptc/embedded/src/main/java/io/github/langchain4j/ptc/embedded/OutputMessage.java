package io.github.langchain4j.ptc.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The protocol's message about printed text. */
final class OutputMessage {

    private static final JsonFactory JSON = new JsonFactory();

    private OutputMessage() {}

    static byte[] encode(int program, int stream, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("t", "out");
            json.writeNumberField("n", program);
            json.writeNumberField("s", stream);
            json.writeStringField("text", text);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
