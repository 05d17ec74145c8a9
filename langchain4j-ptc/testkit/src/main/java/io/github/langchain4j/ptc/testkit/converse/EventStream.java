package io.github.langchain4j.ptc.testkit.converse;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Messages of a streamed response. */
final class EventStream {

    static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private EventStream() {}

    static byte[] event(String type, byte[] json) {
        return message("event", type, json);
    }

    static byte[] exception(String type, byte[] json) {
        return message("exception", type, json);
    }

    private static byte[] message(String kind, String type, byte[] json) {
        Message message = new Message(
                Map.of(
                        ":message-type",
                        HeaderValue.fromString(kind),
                        ":" + kind + "-type",
                        HeaderValue.fromString(type),
                        ":content-type",
                        HeaderValue.fromString("application/json")),
                json);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.encode(bytes);
        return bytes.toByteArray();
    }
}
