package io.github.langchain4j.ptc.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A host that speaks the protocol by hand: what it gets is what the interpreter sent. */
final class Conversation implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Interpreter interpreter;
    private int program;

    /** Everything that came since the last program was started, calls and idles aside. */
    final StringBuilder printed = new StringBuilder();

    final List<JsonNode> calls = new ArrayList<>();

    private Conversation(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    static Conversation with(EmbeddedSandbox sandbox, InterpreterSpec spec) throws Exception {
        Conversation conversation = new Conversation(sandbox.start(spec, soon()));
        conversation.receive("hello");
        ObjectNode setup = JSON.createObjectNode().put("t", "setup").put("protocol", 1);
        conversation.send(setup.put("seed", 7).put("maxFrame", spec.maxFrameBytes()));
        conversation.receive("ready");
        return conversation;
    }

    static Conversation with(EmbeddedSandbox sandbox) throws Exception {
        return with(sandbox, InterpreterSpec.DEFAULT);
    }

    static Deadline soon() {
        return Deadline.in(PATIENCE);
    }

    Interpreter interpreter() {
        return interpreter;
    }

    private void send(JsonNode message) throws Exception {
        interpreter.send(Frame.json(JSON.writeValueAsBytes(message)), soon());
    }

    JsonNode receive(String type) throws Exception {
        JsonNode message = receive();
        if (!message.get("t").asText().equals(type)) {
            throw new AssertionError("Expected " + type + ", but got " + message);
        }
        return message;
    }

    private JsonNode receive() throws Exception {
        Frame frame = interpreter.receive(soon());
        if (frame == null) {
            throw new AssertionError("Nothing came within " + PATIENCE);
        }
        return JSON.readTree(frame.payload());
    }

    /** Starts a program that may call the tool {@code double}. */
    void start(String code) throws Exception {
        printed.setLength(0);
        calls.clear();
        ObjectNode run =
                JSON.createObjectNode().put("t", "run").put("n", ++program).put("code", code);
        ObjectNode tool = run.putArray("tools").addObject().put("name", "double");
        tool.put("signature", "double(x: int) -> int").put("doc", "Doubles.");
        tool.putArray("params").addObject().put("name", "x").put("required", true);
        ObjectNode limits = run.putObject("limits").put("calls", 1000).put("inFlight", 256);
        limits.put("output", 1 << 20).put("result", 1 << 20).put("files", 32).put("fileBytes", 16 << 20);
        send(run);
    }

    /** Runs a program; calls are answered all together, when it can do nothing without the answers. */
    JsonNode run(String code) throws Exception {
        start(code);
        List<JsonNode> open = new ArrayList<>();
        while (true) {
            JsonNode message = receive();
            switch (message.get("t").asText()) {
                case "out" -> printed.append(message.get("text").asText());
                case "call" -> {
                    open.add(message);
                    calls.add(message);
                }
                case "idle" -> {
                    for (JsonNode call : open) {
                        answer(call);
                    }
                    open.clear();
                }
                case "ended" -> {
                    return message;
                }
                default -> throw new AssertionError("Unexpected: " + message);
            }
        }
    }

    private void answer(JsonNode call) throws Exception {
        ObjectNode answer = JSON.createObjectNode().put("t", "answer").put("n", program);
        answer.put("id", call.get("id").asInt());
        send(answer.put("value", 2 * call.get("args").get("x").asInt()));
    }

    /** The result of a program that must return. */
    String result(String code) throws Exception {
        JsonNode ended = run(code);
        if (!ended.get("outcome").asText().equals("returned")) {
            throw new AssertionError("Did not return: " + ended);
        }
        return ended.get("result").asText();
    }

    /** The error of a program that must fail: type and message. */
    String error(String code) throws Exception {
        JsonNode ended = run(code);
        if (!ended.get("outcome").asText().equals("failed")) {
            throw new AssertionError("Did not fail: " + ended);
        }
        return ended.get("error").get("type").asText() + ": "
                + ended.get("error").get("message").asText();
    }

    /** How the interpreter ends when it runs a program that it must not survive. */
    String death(String code) throws Exception {
        try {
            JsonNode ended = run(code);
            throw new AssertionError("Survived: " + ended);
        } catch (InterpreterDiedException e) {
            return e.death().description();
        }
    }

    @Override
    public void close() {
        interpreter.close();
    }
}
