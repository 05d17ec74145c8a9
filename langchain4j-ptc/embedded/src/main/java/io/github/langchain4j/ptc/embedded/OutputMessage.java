package io.github.langchain4j.ptc.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.langchain4j.ptc.sandbox.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

/** The protocol's message about printed text, for what programs print past Python's own streams. */
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

    /**
     * The number of the program that a frame of the host starts; empty if it starts none. The host writes the message's
     * type first and the number next.
     */
    static OptionalInt programStartedBy(Frame frame) {
        if (frame.type() != Frame.Type.JSON) {
            return OptionalInt.empty();
        }
        try (JsonParser json = JSON.createParser(frame.payload())) {
            boolean run = json.nextToken() == JsonToken.START_OBJECT
                    && "t".equals(json.nextFieldName())
                    && "run".equals(json.nextTextValue())
                    && "n".equals(json.nextFieldName());
            return run ? OptionalInt.of(json.nextIntValue(0)) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }
}
