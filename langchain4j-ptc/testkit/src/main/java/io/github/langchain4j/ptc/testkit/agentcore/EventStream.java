package io.github.langchain4j.ptc.testkit.agentcore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Results as the service streams them: events with a JSON payload. */
final class EventStream {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventStream() {}

    /**
     * Writes what code has printed.
     *
     * @param printed {@code stdout}, {@code stderr}, {@code exitCode}, {@code executionTime}
     * @param error whether the code failed
     * @param perEvent characters of the standard output in one event
     */
    static void write(OutputStream to, JsonNode printed, boolean error, int perEvent) throws IOException {
        for (String part : parts(printed.path("stdout").asText(), perEvent)) {
            byte[] payload = JSON.writeValueAsBytes(result(printed, part, error));
            new Message(
                            Map.of(
                                    ":event-type", HeaderValue.fromString("result"),
                                    ":message-type", HeaderValue.fromString("event"),
                                    ":content-type", HeaderValue.fromString("application/json")),
                            payload)
                    .encode(to);
            to.flush();
        }
    }

    private static List<String> parts(String text, int size) {
        List<String> parts = new ArrayList<>();
        for (int at = 0; at == 0 || at < text.length(); at += size) {
            parts.add(text.substring(at, Math.min(text.length(), at + size)));
        }
        return parts;
    }

    private static ObjectNode result(JsonNode printed, String stdout, boolean error) {
        ObjectNode result = JSON.createObjectNode();
        String shown = error ? stdout + printed.path("stderr").asText() : stdout;
        result.putArray("content").addObject().put("type", "text").put("text", shown);
        result.put("isError", error);
        result.putObject("structuredContent")
                .put("stdout", stdout)
                .put("stderr", printed.path("stderr").asText())
                .put("exitCode", printed.path("exitCode").asInt())
                .put("executionTime", printed.path("executionTime").asDouble());
        return result;
    }
}
