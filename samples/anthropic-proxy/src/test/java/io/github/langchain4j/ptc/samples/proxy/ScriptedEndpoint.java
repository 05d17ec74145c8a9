package io.github.langchain4j.ptc.samples.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An endpoint with OpenAI's chat completions, as far as LangChain4j uses it, whose answers are scripted. Which one is due
 * follows from the messages alone, so conversations cannot be mixed up here. Thread-safe.
 */
final class ScriptedEndpoint implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int PIECE = 16;
    private static final int MOST_PIECES = 200;

    /**
     * Where a conversation stands.
     *
     * @param question what of it the script's pattern has found
     * @param result of the last program or tool
     */
    record Turn(MatchResult question, String result) {}

    /**
     * An answer of the model.
     *
     * @param text empty for none
     * @param calls of tools
     * @param pieces of a stream after which the task is run
     * @param task run by the endpoint, which goes on after it
     */
    record Answer(String text, List<Call> calls, int pieces, Runnable task) {

        static Answer text(String text) {
            return new Answer(text, List.of(), 0, () -> {});
        }

        static Answer call(String text, String tool, ObjectNode arguments) {
            return new Answer(text, List.of(new Call(tool, arguments.toString())), 0, () -> {});
        }

        static Answer program(String... lines) {
            return call("", "code_execution", JSON.createObjectNode().put("code", String.join("\n", lines)));
        }

        Answer after(int pieces, Runnable task) {
            return new Answer(text, calls, pieces, task);
        }
    }

    record Call(String name, String arguments) {}

    private record Script(Pattern question, List<Function<Turn, Answer>> answers) {}

    private final List<Script> scripts = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    ScriptedEndpoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::handle);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    /** What is always answered to questions of a kind. */
    ScriptedEndpoint script(String pattern, Function<Turn, Answer> answer) {
        return script(pattern, List.of(answer));
    }

    /** What is answered to questions of a kind, and then to the result of a program or tool. */
    ScriptedEndpoint script(String pattern, Function<Turn, Answer> first, Function<Turn, Answer> second) {
        return script(pattern, List.of(first, second));
    }

    private ScriptedEndpoint script(String pattern, List<Function<Turn, Answer>> answers) {
        scripts.add(new Script(Pattern.compile(pattern, Pattern.DOTALL), answers));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            Answer answer = answer(request.path("messages"));
            boolean streamed = request.path("stream").asBoolean();
            exchange.getResponseHeaders().set("content-type", streamed ? "text/event-stream" : "application/json");
            if (!streamed) {
                byte[] body = whole(answer).toString().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                return;
            }
            exchange.sendResponseHeaders(200, 0);
            stream(answer, exchange.getResponseBody());
        }
    }

    private Answer answer(JsonNode messages) {
        int answered = 0;
        for (int index = messages.size() - 1; index >= 0; index--) {
            JsonNode message = messages.get(index);
            if (message.path("role").asText().equals("assistant")) {
                answered++;
            } else if (message.path("role").asText().equals("user")) {
                for (Script script : scripts) {
                    Matcher question = script.question().matcher(text(message.path("content")));
                    if (question.matches()) {
                        return script.answers()
                                .get(answered)
                                .apply(new Turn(question.toMatchResult(), result(messages)));
                    }
                }
            }
        }
        throw new IllegalStateException("No script for " + messages);
    }

    private static String text(JsonNode content) {
        return content.isTextual()
                ? content.asText()
                : content.path(0).path("text").asText();
    }

    private static String result(JsonNode messages) {
        for (int index = messages.size() - 1; index >= 0; index--) {
            if (messages.get(index).path("role").asText().equals("tool")) {
                return text(messages.get(index).path("content"));
            }
        }
        return "";
    }

    private static ObjectNode whole(Answer answer) {
        ObjectNode response = JSON.createObjectNode().put("id", "chat-1").put("model", "scripted");
        ObjectNode choice = response.putArray("choices").addObject().put("index", 0);
        choice.put("finish_reason", answer.calls().isEmpty() ? "stop" : "tool_calls");
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.put("content", answer.text().isEmpty() ? null : answer.text());
        if (!answer.calls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            for (Call call : answer.calls()) {
                call(calls.addObject(), calls.size() - 1, call, call.arguments());
            }
        }
        response.set("usage", usage());
        return response;
    }

    private static void call(ObjectNode json, int index, Call call, String arguments) {
        json.put("index", index).put("id", "call_" + index).put("type", "function");
        json.putObject("function").put("name", call.name()).put("arguments", arguments);
    }

    private static ObjectNode usage() {
        return JSON.createObjectNode()
                .put("prompt_tokens", 100)
                .put("completion_tokens", 10)
                .put("total_tokens", 110);
    }

    private static void stream(Answer answer, OutputStream out) throws IOException {
        List<ObjectNode> deltas = new ArrayList<>();
        for (String piece : pieces(answer.text())) {
            deltas.add(JSON.createObjectNode().put("content", piece));
        }
        for (int index = 0; index < answer.calls().size(); index++) {
            Call call = answer.calls().get(index);
            ObjectNode begin = JSON.createObjectNode();
            call(begin.putArray("tool_calls").addObject(), index, call, "");
            deltas.add(begin);
            for (String piece : pieces(call.arguments())) {
                ObjectNode delta = JSON.createObjectNode();
                ObjectNode part = delta.putArray("tool_calls").addObject().put("index", index);
                part.putObject("function").put("arguments", piece);
                deltas.add(delta);
            }
        }
        int sent = 0;
        for (ObjectNode delta : deltas) {
            send(out, chunk(delta, null));
            if (++sent == answer.pieces()) {
                answer.task().run();
            }
        }
        ObjectNode last = chunk(JSON.createObjectNode(), answer.calls().isEmpty() ? "stop" : "tool_calls");
        last.set("usage", usage());
        send(out, last);
        out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode chunk(ObjectNode delta, String reason) {
        ObjectNode chunk = JSON.createObjectNode().put("id", "chat-1").put("model", "scripted");
        ObjectNode choice =
                chunk.putArray("choices").addObject().put("index", 0).put("finish_reason", reason);
        choice.set("delta", delta);
        return chunk;
    }

    private static void send(OutputStream out, ObjectNode chunk) throws IOException {
        out.write(("data: " + chunk + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int length = Math.max(PIECE, text.length() / MOST_PIECES);
        for (int from = 0; from < text.length(); from += length) {
            pieces.add(text.substring(from, Math.min(text.length(), from + length)));
        }
        return pieces;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
