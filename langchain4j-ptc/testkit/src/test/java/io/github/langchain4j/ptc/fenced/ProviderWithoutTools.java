package io.github.langchain4j.ptc.fenced;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that speaks OpenAI's Chat Completions API, plain and streamed, for a model that knows no tools: whatever has to
 * do with tools is answered by 400, and so are two messages of one role in a row.
 */
final class ProviderWithoutTools implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHUNK = 5;

    private final HttpServer server;
    private final Queue<String> replies = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> accepted = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    ProviderWithoutTools() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    String url() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/v1";
    }

    /** What the model says next. */
    void replies(String... texts) {
        replies.addAll(List.of(texts));
    }

    List<JsonNode> accepted() {
        return accepted;
    }

    List<String> refused() {
        return refused;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            String complaint = complaint(request);
            String reply = complaint.isEmpty() ? replies.poll() : null;
            if (reply == null) {
                refused.add(complaint);
                String told = complaint.isEmpty() ? "no reply is left" : complaint;
                ObjectNode error = JSON.createObjectNode();
                error.putObject("error").put("message", told).put("type", "api_error");
                send(exchange, 400, "application/json", error.toString());
                return;
            }
            accepted.add(request);
            if (request.path("stream").asBoolean()) {
                send(exchange, 200, "text/event-stream", streamed(reply));
            } else {
                send(exchange, 200, "application/json", whole(reply));
            }
        }
    }

    private static String complaint(JsonNode request) {
        for (String field : List.of("tools", "tool_choice", "functions", "parallel_tool_calls")) {
            if (request.has(field)) {
                return "registry.ollama.ai/library/gemma3:4b does not support tools";
            }
        }
        String before = "";
        for (JsonNode message : request.path("messages")) {
            String role = message.path("role").asText();
            if (role.equals("tool") || message.has("tool_calls")) {
                return "messages: tool messages are unknown";
            }
            if (role.equals(before)) {
                return "messages: roles must alternate";
            }
            before = role;
        }
        return "";
    }

    private static String whole(String reply) {
        ObjectNode response = JSON.createObjectNode();
        response.put("id", "1").put("model", "gemma");
        ObjectNode choice = response.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", reply);
        response.putObject("usage")
                .put("prompt_tokens", 10)
                .put("completion_tokens", 1)
                .put("total_tokens", 11);
        return response.toString();
    }

    private static String streamed(String reply) {
        StringBuilder events = new StringBuilder();
        for (int at = 0; at < reply.length(); at += CHUNK) {
            ObjectNode delta = JSON.createObjectNode();
            delta.put("content", reply.substring(at, Math.min(reply.length(), at + CHUNK)));
            events.append(event(delta, null));
        }
        return events.append(event(JSON.createObjectNode(), "stop"))
                .append("data: [DONE]\n\n")
                .toString();
    }

    private static String event(ObjectNode delta, String finish) {
        ObjectNode event = JSON.createObjectNode();
        event.put("id", "1").put("model", "gemma");
        ObjectNode choice = event.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", finish);
        choice.set("delta", delta);
        return "data: " + event + "\n\n";
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
