package io.github.langchain4j.ptc.testkit.converse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Messages in the encoding {@code application/vnd.amazon.eventstream}: length of all, length of the headers, a checksum of
 * both; headers; payload; a checksum of all. Numbers are big-endian.
 */
final class EventStream {

    static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final int STRING = 7; // the type of a header's value

    private EventStream() {}

    static byte[] event(String type, byte[] json) {
        return message(Map.of(":message-type", "event", ":event-type", type), json);
    }

    static byte[] exception(String type, byte[] json) {
        return message(Map.of(":message-type", "exception", ":exception-type", type), json);
    }

    private static byte[] message(Map<String, String> kind, byte[] json) {
        Map<String, String> headers = new LinkedHashMap<>(kind);
        headers.put(":content-type", "application/json");
        byte[] encoded = headers(headers);
        ByteBuffer message = ByteBuffer.allocate(PRELUDE + encoded.length + json.length + CHECKSUM);
        message.putInt(message.capacity()).putInt(encoded.length);
        message.putInt(checksum(message));
        message.put(encoded).put(json);
        message.putInt(checksum(message));
        return message.array();
    }

    private static byte[] headers(Map<String, String> headers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        headers.forEach((name, value) -> {
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            bytes.write(name.length());
            bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            bytes.write(STRING);
            bytes.write(text.length >> 8);
            bytes.write(text.length);
            bytes.writeBytes(text);
        });
        return bytes.toByteArray();
    }

    /** Of all that was put in so far. */
    private static int checksum(ByteBuffer message) {
        CRC32 crc = new CRC32();
        crc.update(message.array(), 0, message.position());
        return (int) crc.getValue();
    }
}
