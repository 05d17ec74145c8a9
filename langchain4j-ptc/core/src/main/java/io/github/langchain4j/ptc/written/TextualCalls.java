package io.github.langchain4j.ptc.written;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls of the code tool that a model wrote as text, because nothing on its way read them: in the manners of Hermes and
 * Qwen, Qwen3-Coder, GLM, MiniMax, and as a JSON object alone. Immutable.
 */
final class TextualCalls {

    private static final String CODE = "code";
    private static final List<String> ARGUMENTS = List.of("arguments", "parameters", "input");
    private static final Set<String> KEYS =
            Set.of("name", "type", "id", "function", "arguments", "parameters", "input");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String WRAPPED = "\\s*(?:<(?:[\\w-]+:)?(?:tool_calls?|function_calls)>\\s*)?";
    private static final String UNWRAPPED = "(?:\\s*</(?:function|invoke|(?:[\\w-]+:)?tool_calls?|function_calls)>)*";
    private static final Pattern TAGGED_JSON =
            Pattern.compile("\\s*<tool_call>\\s*(\\{.*?)(\\s*</tool_call>|\\z)", Pattern.DOTALL);
    private static final Pattern OPENING = Pattern.compile(
            "\\s*<(?:(?:[\\w-]+:)?(?:tool_calls?|function_calls)>|function=|invoke name=)", Pattern.DOTALL);
    private static final Pattern PART_OF_OPENING =
            Pattern.compile("\\s*<[\\w-]{0,20}(?::[\\w-]{0,20})?(?:[= ][\\w =\"]{0,30})?");
    private static final Pattern FIRST_KEY =
            Pattern.compile("\\s*\\{\\s*(?:\"(\\w*)(\"\\s*(?::\\s*(?:\"([\\w-]*)(\"|\\z)|\\{|\\z))?)?)?");

    private final String codeTool;
    private final List<Pattern> marked;
    private final Pattern namedFirst;

    /** @param codeTool what the model calls it */
    TextualCalls(String codeTool) {
        this.codeTool = codeTool;
        String name = Pattern.quote(codeTool);
        this.marked = List.of(
                marked("<function=" + name + ">\\s*<parameter=code>", "</parameter>"),
                marked("<invoke name=\"" + name + "\">\\s*<parameter name=\"code\">", "</parameter>"),
                marked(name + "\\s*<arg_key>code</arg_key>\\s*<arg_value>", "</arg_value>"));
        this.namedFirst = Pattern.compile("\\s*\\{\\s*\"name\"\\s*:\\s*\"" + name + "\"");
    }

    private static Pattern marked(String before, String after) {
        return Pattern.compile(
                WRAPPED + before + "\\r?\\n?(.*?)(?:\\r?\\n?[ \\t]*(" + after + ")" + UNWRAPPED + "|\\z)",
                Pattern.DOTALL);
    }

    /** The call that begins at a place of the text; one in JSON alone reaches to its end. */
    Optional<Segment> at(String text, int start) {
        if (text.indexOf(codeTool, start) < 0) {
            return Optional.empty();
        }
        for (Pattern form : marked) {
            Matcher call = form.matcher(text).region(start, text.length());
            if (call.lookingAt()) {
                return Optional.of(call(start, call.end(), arguments(call.group(1)), call.group(2) != null));
            }
        }
        Matcher tagged = TAGGED_JSON.matcher(text).region(start, text.length());
        if (tagged.lookingAt()) {
            return json(tagged.group(1))
                    .map(arguments -> call(
                            start, tagged.end(), arguments, !tagged.group(2).isEmpty()));
        }
        return startsWith(text, start, '{') ? alone(text, start) : Optional.empty();
    }

    private Optional<Segment> alone(String text, int start) {
        String rest = text.substring(start);
        return json(rest)
                .map(arguments ->
                        call(start, text.length(), arguments, read(rest).isPresent()));
    }

    private static Segment call(int start, int end, String arguments, boolean closed) {
        return new Segment(Segment.Kind.CALL, start, end, arguments, closed);
    }

    private static String arguments(String code) {
        return JsonNodeFactory.instance.objectNode().put(CODE, code).toString();
    }

    /** The arguments of a call in JSON; as they stand there if it cannot be read, but is of the code tool. */
    private Optional<String> json(String text) {
        Optional<JsonNode> read = read(text);
        if (read.isEmpty()) {
            return namedFirst.matcher(text).lookingAt() ? Optional.of(text.strip()) : Optional.empty();
        }
        JsonNode call = read.get().path("function").isObject() ? read.get().get("function") : read.get();
        if (!codeTool.equals(call.path("name").textValue())) {
            return Optional.empty();
        }
        return ARGUMENTS.stream()
                .map(call::get)
                .filter(value -> value != null && (value.isObject() || value.isTextual()))
                .findFirst()
                .map(value -> value.isTextual() ? value.textValue() : value.toString());
    }

    private static Optional<JsonNode> read(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Whether what begins at a place of a reply that still comes may become a call. */
    boolean mayBegin(String text, int start) {
        if (startsWith(text, start, '{')) {
            return mayBeJson(text, start);
        }
        Matcher opening = OPENING.matcher(text).region(start, text.length());
        Matcher part = PART_OF_OPENING.matcher(text).region(start, text.length());
        return opening.lookingAt() || startsWith(text, start, '<') && part.matches();
    }

    private boolean mayBeJson(String text, int start) {
        Matcher first = FIRST_KEY.matcher(text).region(start, text.length());
        if (!first.lookingAt()) {
            return false;
        }
        String key = first.group(1);
        if (key == null) {
            return first.end() == text.length();
        }
        if (first.group(2) == null) {
            return first.end() == text.length() && KEYS.stream().anyMatch(known -> known.startsWith(key));
        }
        String value = first.group(3);
        return KEYS.contains(key)
                && (!key.equals("name") || value == null || codeTool.startsWith(value) && isOpen(first, value));
    }

    private boolean isOpen(Matcher first, String value) {
        return !"\"".equals(first.group(4)) || codeTool.equals(value);
    }

    private static boolean startsWith(String text, int start, char c) {
        int at = start;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() && text.charAt(at) == c;
    }
}
