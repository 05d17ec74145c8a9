package io.github.langchain4j.ptc.quarkus.test.devui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Calls the methods of the extension as its pages do. One thread. */
final class DevUIClient implements AutoCloseable {

    static final String NAMESPACE = "quarkus-langchain4j-ptc";

    private static final int PATIENCE_SECONDS = 60;

    private final JsonMapper json = JsonMapper.builder().build();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private final int port;
    private int last;

    DevUIClient(int port) {
        this.port = port;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + port + "/q/dev-ui/json-rpc-ws"), new Answers())
                .join();
    }

    private final class Answers implements WebSocket.Listener {

        private final StringBuilder answer = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean complete) {
            answer.append(part);
            if (complete) {
                answers.add(answer.toString());
                answer.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    /** One more, which can wait for something else. */
    DevUIClient another() {
        return new DevUIClient(port);
    }

    /** What a method returns. */
    JsonNode call(String method, Map<String, String> parameters) throws Exception {
        send(method, parameters);
        return answer();
    }

    /** Calls a method without waiting for it. */
    void send(String method, Map<String, String> parameters) {
        ObjectNode request =
                json.createObjectNode().put("jsonrpc", "2.0").put("id", ++last).put("method", NAMESPACE + "_" + method);
        request.set("params", json.valueToTree(parameters));
        socket.sendText(request.toString(), true).join();
    }

    /** The answer to the last call. */
    JsonNode answer() throws Exception {
        while (true) {
            String text = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("No answer within " + PATIENCE_SECONDS + " s");
            }
            JsonNode answer = json.readTree(text);
            if (answer.path("id").asInt() == last) {
                if (answer.has("error")) {
                    throw new AssertionError(answer.get("error").toString());
                }
                return answer.path("result").path("object");
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
