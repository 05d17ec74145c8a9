package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.util.ClassUtil;
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
        /** The JSON that LangChain4j writes for a known type, or the value itself. */
        DESCRIBED,
        /** A text, whatever it looks like. */
        TEXT,
        /** A text; {@code null} stands for none. */
        TEXT_OR_NULL,
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
    private final PythonType seen;
    private final DeclaredJson declared;

    private ResultEncoder(JsonMapper mapper, Kind kind, JavaType type) {
        this(mapper, kind, type, null, null);
    }

    /**
     * @param type null if it is not known
     * @param seen the type that the stub says, and {@code declared} what reads it: only for described tools
     */
    private ResultEncoder(JsonMapper mapper, Kind kind, JavaType type, PythonType seen, DeclaredJson declared) {
        this.mapper = mapper;
        this.kind = kind;
        this.type = type;
        this.seen = seen;
        this.declared = declared;
    }

    /** For the results of a method. */
    static ResultEncoder forJava(JsonMapper mapper, JavaType declared) {
        JavaType written = ResultTypes.written(declared, mapper.getTypeFactory());
        if (written.hasRawClass(void.class) || written.hasRawClass(Void.class)) {
            return new ResultEncoder(mapper, Kind.NOTHING, written);
        }
        return new ResultEncoder(mapper, written.hasRawClass(String.class) ? Kind.TEXT : Kind.VALUE, written);
    }

    /**
     * For the results of a method that somebody else calls, who hands its text on, or the value, too.
     *
     * @param textAsJson whether a result that is a text itself is written as JSON
     */
    static ResultEncoder forDescribed(
            JsonMapper mapper, JavaType declared, PythonType seen, TypeTable table, boolean textAsJson) {
        JavaType written = ResultTypes.written(declared, mapper.getTypeFactory());
        if (seen == PythonType.Scalar.NONE) {
            return new ResultEncoder(mapper, Kind.NOTHING, written);
        }
        if (written.hasRawClass(String.class) && !textAsJson) {
            Kind kind = seen instanceof PythonType.Nullable ? Kind.TEXT_OR_NULL : Kind.TEXT;
            return new ResultEncoder(mapper, kind, written);
        }
        return new ResultEncoder(mapper, Kind.DESCRIBED, written, seen, new DeclaredJson(mapper, table));
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
            if (result.result() != null && (kind == Kind.VALUE || (kind == Kind.DESCRIBED && fits(result.result())))) {
                return new ToolOutcome.Value(encode(result.result()));
            }
            return kind == Kind.DESCRIBED ? described(text(result)) : new ToolOutcome.Value(fromText(result));
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
        String json = fits(value) || type.isPrimitive()
                ? mapper.writerFor(type).writeValueAsString(value)
                : mapper.writeValueAsString(value);
        // Through text, not as a tree: raw JSON and other embedded values become plain on the way.
        return mapper.readTree(sound(json));
    }

    private boolean fits(Object value) {
        return (type.isPrimitive() ? ClassUtil.wrapperType(type.getRawClass()) : type.getRawClass()).isInstance(value);
    }

    private JsonNode fromText(ToolExecutionResult result) {
        if (kind == Kind.NOTHING) {
            return NullNode.getInstance();
        }
        boolean isText = kind == Kind.TEXT || kind == Kind.TEXT_OR_NULL;
        if (isText && result.result() instanceof String value) {
            return TextNode.valueOf(sound(value));
        }
        String text = text(result);
        if (text == null || (kind == Kind.TEXT_OR_NULL && text.equals("null"))) {
            return NullNode.getInstance();
        }
        return isText ? TextNode.valueOf(sound(text)) : parsed(sound(text));
    }

    /**
     * The value that the text of a described tool stands for. LangChain4j writes JSON for all types that come here: other
     * text is what somebody says in place of a result, an error handler, say, or a guardrail.
     */
    private ToolOutcome described(String text) {
        if (text == null || text.isBlank()) {
            return new ToolOutcome.Value(NullNode.getInstance());
        }
        String sound = sound(text);
        JsonNode value = json(sound);
        if (value != null) {
            return new ToolOutcome.Value(declared.read(seen, value));
        }
        return declared.isPlainText(seen, sound)
                ? new ToolOutcome.Value(TextNode.valueOf(sound))
                : new ToolOutcome.Failure("ToolExecutionException", sound);
    }

    private JsonNode parsed(String text) {
        String start = text.stripLeading();
        if (kind == Kind.GUESS && !start.startsWith("{") && !start.startsWith("[")) {
            return TextNode.valueOf(text);
        }
        JsonNode value = json(text);
        return value == null ? TextNode.valueOf(text) : value;
    }

    /** The text as JSON; null if it is none. */
    private JsonNode json(String text) {
        try {
            JsonNode value = mapper.readerFor(JsonNode.class)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
            return value.isMissingNode() ? null : value;
        } catch (JsonProcessingException e) {
            return null;
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
