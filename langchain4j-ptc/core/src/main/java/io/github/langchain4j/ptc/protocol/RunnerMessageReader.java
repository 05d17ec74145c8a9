package io.github.langchain4j.ptc.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.protocol.RunnerMessage.Ending;
import io.github.langchain4j.ptc.sandbox.Frame;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Parses frames from the runner strictly: every field is checked for type and range. Thread-safe. */
public final class RunnerMessageReader {

    /** Nesting of a message: what programs may send (64), the envelope, and some room. */
    private static final int MAX_DEPTH = 80;
    /** Digits of a number; the runner lets programs send 4,000. */
    private static final int MAX_NUMBER_LENGTH = 5_000;

    private static final int MAX_NAME_LENGTH = 50_000;
    private static final int MAX_LIST = 10_000;
    private static final double MAX_SECONDS = 1e9;

    private final ObjectMapper json;

    /** @param maxFrameBytes the largest payload, which bounds every string in it */
    public RunnerMessageReader(int maxFrameBytes) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxStringLength(maxFrameBytes)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Names come from the sandbox: keep them out of tables that outlive the message.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
        json = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                // 1.0 is a float in Python and stays one.
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /**
     * Reads one frame.
     *
     * @throws ProtocolException if it is no valid message; says what is wrong without quoting content
     */
    public RunnerMessage read(Frame frame) throws ProtocolException {
        if (frame.type() == Frame.Type.CHUNK) {
            return chunk(frame.payload());
        }
        JsonNode node;
        try {
            node = json.readTree(frame.payload());
        } catch (IOException e) {
            // The exception's own message quotes content.
            throw new ProtocolException("a message that is no valid JSON within the limits ("
                    + e.getClass().getSimpleName() + ")");
        }
        if (!(node instanceof ObjectNode message)) {
            throw new ProtocolException("a message that is no JSON object");
        }
        return message(message);
    }

    private static RunnerMessage chunk(byte[] payload) throws ProtocolException {
        if (payload.length < Integer.BYTES) {
            throw new ProtocolException("a chunk without a stream number");
        }
        return new RunnerMessage.Chunk(
                ByteBuffer.wrap(payload).getInt(), Arrays.copyOfRange(payload, Integer.BYTES, payload.length));
    }

    private static RunnerMessage message(ObjectNode m) throws ProtocolException {
        String type = text(m, "t");
        return switch (type) {
            case "hello" -> new RunnerMessage.Hello(integer(m, "protocol"), text(m, "python"), texts(m, "features"));
            case "ready" -> new RunnerMessage.Ready();
            case "filed" -> new RunnerMessage.Filed(integer(m, "stream"), optionalText(m, "error"));
            case "call" ->
                new RunnerMessage.Call(integer(m, "n"), number(m, "id"), text(m, "tool"), moderate(object(m, "args")));
            case "abandon" -> new RunnerMessage.Abandon(integer(m, "n"), numbers(m, "ids"));
            case "out" -> new RunnerMessage.Out(integer(m, "n"), stream(m), text(m, "text"));
            case "idle" -> new RunnerMessage.Idle(integer(m, "n"), seconds(m, "wakeAfter"));
            case "file" ->
                new RunnerMessage.FileStart(integer(m, "n"), text(m, "path"), integer(m, "stream"), number(m, "size"));
            case "ended" ->
                new RunnerMessage.Ended(integer(m, "n"), ending(m), texts(m, "warnings"), optionalText(m, "spent"));
            default -> throw new ProtocolException("a message of an unknown type");
        };
    }

    private static Ending ending(ObjectNode m) throws ProtocolException {
        return switch (text(m, "outcome")) {
            case "returned" ->
                new Ending.Returned(text(m, "kind"), optionalText(m, "result").orElse(""));
            case "failed" -> {
                ObjectNode error = object(m, "error");
                yield new Ending.Failed(text(error, "type"), text(error, "message"), text(error, "traceback"));
            }
            case "exited" ->
                new Ending.Exited(integer(m, "code"), optionalText(m, "message").orElse(""));
            case "limit" -> new Ending.Limit(text(m, "limit"), text(m, "message"));
            default -> throw new ProtocolException("an unknown outcome");
        };
    }

    private static int stream(ObjectNode m) throws ProtocolException {
        int stream = integer(m, "s");
        if (stream != 1 && stream != 2) {
            throw wrong("s");
        }
        return stream;
    }

    private static String text(ObjectNode m, String field) throws ProtocolException {
        JsonNode value = m.get(field);
        if (value == null || !value.isTextual()) {
            throw wrong(field);
        }
        return value.textValue();
    }

    private static Optional<String> optionalText(ObjectNode m, String field) throws ProtocolException {
        return absent(m, field) ? Optional.empty() : Optional.of(text(m, field));
    }

    private static boolean absent(ObjectNode m, String field) {
        JsonNode value = m.get(field);
        return value == null || value.isNull();
    }

    private static List<String> texts(ObjectNode m, String field) throws ProtocolException {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : list(m, field)) {
            if (!item.isTextual()) {
                throw wrong(field);
            }
            texts.add(item.textValue());
        }
        return List.copyOf(texts);
    }

    private static List<Long> numbers(ObjectNode m, String field) throws ProtocolException {
        List<Long> numbers = new ArrayList<>();
        for (JsonNode item : list(m, field)) {
            if (!item.isIntegralNumber() || !item.canConvertToLong()) {
                throw wrong(field);
            }
            numbers.add(item.longValue());
        }
        return List.copyOf(numbers);
    }

    private static Iterable<JsonNode> list(ObjectNode m, String field) throws ProtocolException {
        if (absent(m, field)) {
            return List.of();
        }
        JsonNode value = m.get(field);
        if (!value.isArray() || value.size() > MAX_LIST) {
            throw wrong(field);
        }
        return value;
    }

    private static ObjectNode object(ObjectNode m, String field) throws ProtocolException {
        if (m.get(field) instanceof ObjectNode object) {
            return object;
        }
        throw wrong(field);
    }

    /** Refuses numbers whose exponent would make later conversions run for hours; a Python float stays below 324. */
    private static ObjectNode moderate(ObjectNode arguments) throws ProtocolException {
        Deque<JsonNode> open = new ArrayDeque<>(List.of(arguments));
        while (!open.isEmpty()) {
            JsonNode node = open.pop();
            if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MAX_NUMBER_LENGTH) {
                throw wrong("args");
            }
            node.forEach(open::push);
        }
        return arguments;
    }

    private static int integer(ObjectNode m, String field) throws ProtocolException {
        JsonNode value = m.get(field);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(field);
        }
        return value.intValue();
    }

    private static long number(ObjectNode m, String field) throws ProtocolException {
        JsonNode value = m.get(field);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(field);
        }
        return value.longValue();
    }

    private static Optional<Duration> seconds(ObjectNode m, String field) throws ProtocolException {
        if (absent(m, field)) {
            return Optional.empty();
        }
        JsonNode value = m.get(field);
        if (!value.isNumber()) {
            throw wrong(field);
        }
        double seconds = value.doubleValue();
        if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
            throw wrong(field);
        }
        return Optional.of(
                Duration.ofNanos(BigDecimal.valueOf(seconds).movePointRight(9).longValue()));
    }

    private static ProtocolException wrong(String field) {
        return new ProtocolException("a message whose field '" + field + "' is missing or wrong");
    }
}
