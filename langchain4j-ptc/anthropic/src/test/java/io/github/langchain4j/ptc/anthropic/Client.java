package io.github.langchain4j.ptc.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.anthropic.event.EventSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** A client of the API as the SDKs are: it keeps the history as blocks, and sends it all each time. */
final class Client {

    static final JsonMapper JSON = new JsonMapper();

    static final String CODE = "{\"type\":\"code_execution_20260120\",\"name\":\"code_execution\"}";

    private final MessagesApi api;
    private final String owner;
    private final List<String> betas = new ArrayList<>();
    final ObjectNode request = JSON.createObjectNode();

    Client(MessagesApi api, String owner) {
        this.api = api;
        this.owner = owner;
        request.put("model", "test-model").put("max_tokens", 1000);
    }

    MessagesApi api() {
        return api;
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** A tool for programs with parameters of these types, such as {@code "city:string"}. */
    static String tool(String name, String callers, String... parameters) {
        ObjectNode tool = JSON.createObjectNode().put("name", name).put("description", "About " + name);
        ObjectNode schema = tool.putObject("input_schema").put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (String parameter : parameters) {
            String[] parts = parameter.split(":");
            properties.putObject(parts[0]).put("type", parts[1]);
            required.add(parts[0]);
        }
        if (!callers.isEmpty()) {
            ArrayNode allowed = tool.putArray("allowed_callers");
            List.of(callers.split(",")).forEach(allowed::add);
        }
        return tool.toString();
    }

    /** A tool for programs only. */
    static String forPrograms(String name, String... parameters) {
        return tool(name, "code_execution_20260120", parameters);
    }

    Client beta(String name) {
        betas.add(name);
        return this;
    }

    Client tools(String... tools) {
        ArrayNode array = request.putArray("tools");
        for (String tool : tools) {
            array.add(json(tool));
        }
        return this;
    }

    Client set(String field, String json) {
        try {
            request.set(field, JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
        return this;
    }

    Client user(String text) {
        message("user").put("content", text);
        return this;
    }

    ObjectNode message(String role) {
        return request.withArray("messages").addObject().put("role", role);
    }

    /** A message of raw blocks. */
    Client blocks(String role, String... blocks) {
        ArrayNode content = message(role).putArray("content");
        for (String block : blocks) {
            content.add(json(block));
        }
        return this;
    }

    /** Sends the request as it is. */
    Response send() {
        ApiResponse response = api.messages(call(), (event, data) -> {
            throw new AssertionError("Not streamed, but got " + event);
        });
        return new Response(response.status(), json(response.body().orElseThrow()));
    }

    ApiCall call() {
        return call(request.toString());
    }

    ApiCall call(String body) {
        return ApiCall.of(owner, body.getBytes(StandardCharsets.UTF_8), "2023-06-01", betas);
    }

    /** Sends the request and takes the response into the history, as a client does. */
    Response ask() {
        Response response = send();
        assertThat(response.status()).as(response.json().toPrettyString()).isEqualTo(200);
        take(response);
        return response;
    }

    void take(Response response) {
        message("assistant").set("content", response.content());
        if (response.json().path("container").isObject()) {
            request.put(
                    "container", response.json().path("container").path("id").asText());
        }
    }

    /** Sends the request for a stream; all events are checked. */
    Events stream() {
        Events events = new Events();
        stream(events);
        return events;
    }

    ApiResponse stream(EventSink sink) {
        ObjectNode streamed = request.deepCopy().put("stream", true);
        return api.messages(call(streamed.toString()), sink);
    }

    /** Answers all uses of tools in a response, in one message. */
    Client answer(Response response, Function<JsonNode, String> tool) {
        ArrayNode content = JSON.createArrayNode();
        for (JsonNode use : response.uses()) {
            content.addObject()
                    .put("type", "tool_result")
                    .put("tool_use_id", use.path("id").asText())
                    .put("content", tool.apply(use));
        }
        message("user").set("content", content);
        return this;
    }

    /** A response to a request that was not streamed, or that was put together from events. */
    record Response(int status, ObjectNode json) {

        JsonNode content() {
            return json.path("content");
        }

        List<String> types() {
            return StreamSupport.stream(content().spliterator(), false)
                    .map(block -> block.path("type").asText())
                    .toList();
        }

        List<JsonNode> of(String type) {
            return StreamSupport.stream(content().spliterator(), false)
                    .filter(block -> block.path("type").asText().equals(type))
                    .toList();
        }

        List<JsonNode> uses() {
            return of("tool_use");
        }

        /** The content of the only result of a program. */
        JsonNode result() {
            List<JsonNode> results = of("code_execution_tool_result");
            assertThat(results).hasSize(1);
            return results.get(0).path("content");
        }

        String text() {
            StringBuilder text = new StringBuilder();
            of("text").forEach(block -> text.append(block.path("text").asText()));
            return text.toString();
        }

        String stopReason() {
            return json.path("stop_reason").asText();
        }

        String error() {
            return json.path("error").path("message").asText();
        }

        String errorType() {
            return json.path("error").path("type").asText();
        }
    }
}
