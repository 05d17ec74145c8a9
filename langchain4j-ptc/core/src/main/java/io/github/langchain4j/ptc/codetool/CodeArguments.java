package io.github.langchain4j.ptc.codetool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments of the code tool, as models write them. What is clear in spite of its form is accepted; for the rest
 * the model is told what is wrong, because a guessed program would be run with the tools' authority.
 */
public final class CodeArguments {

    /** The only argument of the code tool. */
    public static final String CODE = "code";

    // Raw line breaks inside of strings are the commonest slip, and leave no doubt about what is meant.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern FENCE =
            Pattern.compile("\\A\\s*```[\\w+.-]*[ \\t]*\\r?\\n(.*?)(?:\\r?\\n?[ \\t]*```)?\\s*\\z", Pattern.DOTALL);

    private static final String EXPECTED = "Send one JSON object with the whole program: {\"code\": \"…\"}.";

    private CodeArguments() {}

    /** What the arguments hold. */
    public sealed interface Parsed {}

    /**
     * A program to run.
     *
     * @param source the Python source
     */
    public record Code(String source) implements Parsed {}

    /**
     * Nothing that could be run.
     *
     * @param reason what is wrong and what to send instead, for the model
     */
    public record Refused(String reason) implements Parsed {}

    /**
     * Reads the arguments of a request for the code tool.
     *
     * @param arguments as the model wrote them; may be null
     */
    public static Parsed parse(String arguments) {
        if (arguments == null || arguments.isBlank()) {
            return refused("The arguments are empty.");
        }
        JsonNode node;
        try {
            node = JSON.readTree(arguments);
        } catch (JsonProcessingException e) {
            return refused("The arguments are no valid JSON: " + e.getOriginalMessage() + ".");
        }
        return node.isTextual() ? fromText(node.textValue()) : fromObject(node);
    }

    /**
     * The arguments if they are a JSON object, else an object that holds them as text: several providers parse the
     * arguments of earlier requests and fail for good on one that is no object.
     */
    public static String asObject(String arguments) {
        try {
            if (arguments != null && STRICT.readTree(arguments) instanceof ObjectNode) {
                return arguments;
            }
        } catch (JsonProcessingException e) {
            // Falls through to the wrapped form.
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (arguments != null && !arguments.isBlank()) {
            object.put(CODE, arguments);
        }
        return object.toString();
    }

    /** A JSON string: the object encoded twice, or the program itself. */
    private static Parsed fromText(String text) {
        if (text.stripLeading().startsWith("{")) {
            try {
                JsonNode inner = JSON.readTree(text);
                if (inner.isObject() && inner.has(CODE)) {
                    return fromObject(inner);
                }
            } catch (JsonProcessingException e) {
                // A program may begin with a brace, too.
                return code(text);
            }
        }
        return code(text);
    }

    private static Parsed fromObject(JsonNode node) {
        if (!node.isObject()) {
            return refused("The arguments are " + kind(node) + " instead of an object.");
        }
        JsonNode code = node.get(CODE);
        if (code == null) {
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(name -> names.add('"' + MiddleCut.of(name, 0) + '"'));
            return refused("The argument \"code\" is missing"
                    + (names.isEmpty() ? "." : "; there is only " + String.join(", ", names) + "."));
        }
        if (!code.isTextual()) {
            return refused("The argument \"code\" must be a string, but is " + kind(code) + ".");
        }
        return code(code.textValue());
    }

    private static Parsed code(String text) {
        Matcher fence = FENCE.matcher(text);
        String source = fence.matches() ? fence.group(1) : text;
        return source.isBlank() ? refused("The argument \"code\" is empty.") : new Code(source);
    }

    private static Refused refused(String reason) {
        return new Refused("Nothing was run. " + reason + " " + EXPECTED);
    }

    private static String kind(JsonNode node) {
        String type = node.getNodeType().name().toLowerCase(Locale.ROOT);
        return node.isNull() ? "null" : (node.isArray() || node.isObject() ? "an " : "a ") + type;
    }
}
