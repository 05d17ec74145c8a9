package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A client over HTTP without any SDK: it keeps the history as blocks. One conversation. */
final class Client {

    static final JsonMapper JSON = new JsonMapper();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;
    private final String key;
    final ObjectNode request = JSON.createObjectNode().put("model", "scripted").put("max_tokens", 1000);

    Client(String url, String key) {
        this.url = url;
        this.key = key;
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** The code tool, and {@code lookup} for programs. */
    Client withLookup() {
        request.putArray("tools")
                .add(json("{\"type\":\"code_execution_20260120\",\"name\":\"code_execution\"}"))
                .add(json("""
                        {"name": "lookup", "description": "Looks up a value",
                         "allowed_callers": ["code_execution_20260120"],
                         "input_schema": {"type": "object", "properties": {"key": {"type": "string"}},
                                          "required": ["key"]}}"""));
        return this;
    }

    Client user(String text) {
        request.withArray("messages").addObject().put("role", "user").put("content", text);
        return this;
    }

    HttpRequest.Builder http(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("x-api-key", key)
                .header("anthropic-version", "2023-06-01")
                .header("content-type", "application/json");
    }

    static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static HttpResponse<String> send(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sends the request as it stands. */
    HttpResponse<String> post() {
        return send(http("/v1/messages")
                .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                .build());
    }

    /** Sends the request, and takes the response into the history. */
    ObjectNode ask() {
        HttpResponse<String> response = post();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return take(json(response.body()));
    }

    /** Sends the request for a stream, and takes its message into the history. */
    ObjectNode stream() {
        HttpResponse<Stream<String>> response = open();
        assertThat(response.statusCode()).isEqualTo(200);
        return take(message(events(response.body())));
    }

    /** Sends the request for a stream. */
    HttpResponse<Stream<String>> open() {
        ObjectNode streamed = request.deepCopy().put("stream", true);
        return send(
                http("/v1/messages")
                        .POST(HttpRequest.BodyPublishers.ofString(streamed.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
    }

    static List<ObjectNode> events(Stream<String> lines) {
        return lines.filter(line -> line.startsWith("data: "))
                .map(line -> json(line.substring("data: ".length())))
                .toList();
    }

    /** The message that events stand for. */
    static ObjectNode message(List<ObjectNode> events) {
        assertThat(events.get(events.size() - 1).path("type").asText())
                .as(events.toString())
                .isEqualTo("message_stop");
        ObjectNode message = (ObjectNode) events.get(0).path("message");
        ArrayNode content = message.putArray("content");
        StringBuilder text = new StringBuilder();
        for (ObjectNode event : events) {
            switch (event.path("type").asText()) {
                case "content_block_start" -> {
                    content.add(event.path("content_block"));
                    text.setLength(0);
                }
                case "content_block_delta" ->
                    text.append(event.path("delta").path("text").asText())
                            .append(event.path("delta").path("partial_json").asText());
                case "content_block_stop" -> close((ObjectNode) content.get(content.size() - 1), text.toString());
                case "message_delta" -> message.setAll((ObjectNode) event.path("delta"));
                default -> {}
            }
        }
        return message;
    }

    private static void close(ObjectNode block, String text) {
        if (block.path("type").asText().equals("text")) {
            block.put("text", text);
        } else if (!text.isEmpty()) {
            block.set("input", json(text));
        }
    }

    ObjectNode take(ObjectNode message) {
        request.withArray("messages")
                .addObject()
                .put("role", "assistant")
                .set("content", message.path("content").deepCopy());
        if (message.path("container").isObject()) {
            request.put("container", message.path("container").path("id").asText());
        }
        return message;
    }

    String container() {
        return request.path("container").asText();
    }

    static List<JsonNode> uses(JsonNode message) {
        List<JsonNode> uses = new ArrayList<>();
        message.path("content").forEach(block -> {
            if (block.path("type").asText().equals("tool_use")) {
                uses.add(block);
            }
        });
        return uses;
    }

    static String text(JsonNode message) {
        StringBuilder text = new StringBuilder();
        message.path("content").forEach(block -> text.append(block.path("text").asText()));
        return text.toString();
    }

    /** Answers the pending calls. */
    Client answer(JsonNode message, Function<JsonNode, String> tool) {
        ArrayNode results = JSON.createArrayNode();
        for (JsonNode use : uses(message)) {
            results.addObject()
                    .put("type", "tool_result")
                    .put("tool_use_id", use.path("id").asText())
                    .put("content", tool.apply(use.path("input")));
        }
        assertThat(results).isNotEmpty();
        request.withArray("messages").addObject().put("role", "user").set("content", results);
        return this;
    }

    /** Goes on until there are no more calls. */
    ObjectNode converse(boolean streamed, Function<JsonNode, String> tool) {
        ObjectNode message = streamed ? stream() : ask();
        while (message.path("stop_reason").asText().equals("tool_use")) {
            answer(message, tool);
            message = streamed ? stream() : ask();
        }
        return message;
    }
}
