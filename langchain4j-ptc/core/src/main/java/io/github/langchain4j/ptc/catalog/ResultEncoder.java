package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import java.util.List;

/** Turns what a tool returned into the value that the program gets. Immutable and thread-safe. */
final class ResultEncoder {

    private enum Kind {
        /** A Java value of a known type. */
        VALUE,
        /** A text, whatever it looks like. */
        TEXT,
        /** Nothing. */
        NOTHING,
        /** JSON by its schema. */
        JSON,
        /** A text of which nothing is known. */
        GUESS
    }

    private final JsonMapper mapper;
    private final Kind kind;
    private final JavaType type;

    private ResultEncoder(JsonMapper mapper, Kind kind, JavaType type) {
        this.mapper = mapper;
        this.kind = kind;
        this.type = type;
    }

    /** For the results of a method. */
    static ResultEncoder forJava(JsonMapper mapper, JavaType declared) {
        JavaType written = ResultTypes.written(declared, mapper.getTypeFactory());
        if (written.hasRawClass(void.class) || written.hasRawClass(Void.class)) {
            return new ResultEncoder(mapper, Kind.NOTHING, written);
        }
        return new ResultEncoder(mapper, written.hasRawClass(String.class) ? Kind.TEXT : Kind.VALUE, written);
    }

    /** For results that are text; without a schema what looks like an object or an array is one. */
    static ResultEncoder forText(JsonMapper mapper, PythonType type, boolean hasSchema) {
        Kind kind = type == PythonType.Scalar.STR ? Kind.TEXT : hasSchema ? Kind.JSON : Kind.GUESS;
        return new ResultEncoder(mapper, kind, null);
    }

    ToolOutcome outcome(ToolExecutionResult result) {
        try {
            if (result.isError()) {
                return new ToolOutcome.Failure("ToolExecutionException", sound(text(result)));
            }
            return new ToolOutcome.Value(
                    kind == Kind.VALUE && result.result() != null ? encode(result.result()) : fromText(result));
        } catch (JsonProcessingException e) {
            return unusable(e.getOriginalMessage());
        } catch (RuntimeException | StackOverflowError e) {
            return unusable(e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage()));
        }
    }

    private static ToolOutcome unusable(String reason) {
        return new ToolOutcome.Failure(
                "ResultError", "the tool returned a value that cannot be handed to a program: " + sound(reason));
    }

    private JsonNode encode(Object value) throws JsonProcessingException {
        // The declared type tells what the value alone does not, such as the names of the subtypes in a list.
        boolean fits = type.getRawClass().isInstance(value) || type.isPrimitive();
        String json = fits ? mapper.writerFor(type).writeValueAsString(value) : mapper.writeValueAsString(value);
        // Through text, not as a tree: raw JSON and other embedded values become plain on the way.
        return mapper.readTree(sound(json));
    }

    private JsonNode fromText(ToolExecutionResult result) {
        if (kind == Kind.NOTHING) {
            return NullNode.getInstance();
        }
        String text = kind == Kind.TEXT && result.result() instanceof String string ? string : text(result);
        if (text == null) {
            return NullNode.getInstance();
        }
        return kind == Kind.TEXT ? TextNode.valueOf(sound(text)) : parsed(sound(text));
    }

    private JsonNode parsed(String text) {
        String start = text.stripLeading();
        if (kind == Kind.GUESS && !start.startsWith("{") && !start.startsWith("[")) {
            return TextNode.valueOf(text);
        }
        try {
            JsonNode value = mapper.readerFor(JsonNode.class)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
            return value.isMissingNode() ? TextNode.valueOf(text) : value;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /** The text of a result; null if there is none. */
    private static String text(ToolExecutionResult result) {
        List<Content> contents = result.resultContents();
        if (contents.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (Content content : contents) {
            if (!(content instanceof TextContent)) {
                throw new IllegalStateException("it holds " + content.type() + " content, which only a model can see");
            }
            text.append(text.isEmpty() ? "" : "\n").append(((TextContent) content).text());
        }
        return text.toString();
    }

    /** The text with lone halves of surrogate pairs replaced: they cannot be written in UTF-8. */
    private static String sound(String text) {
        if (text == null) {
            return null;
        }
        StringBuilder sound = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else {
                sound = sound == null ? new StringBuilder(text) : sound;
                sound.setCharAt(i, '\uFFFD');
            }
        }
        return sound == null ? text : sound.toString();
    }
}
