package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.langchain4j.ptc.catalog.PythonType.DictOf;
import io.github.langchain4j.ptc.catalog.PythonType.Formatted;
import io.github.langchain4j.ptc.catalog.PythonType.ListOf;
import io.github.langchain4j.ptc.catalog.PythonType.Literals;
import io.github.langchain4j.ptc.catalog.PythonType.Nullable;
import io.github.langchain4j.ptc.catalog.PythonType.Ref;
import io.github.langchain4j.ptc.catalog.PythonType.Scalar;
import io.github.langchain4j.ptc.catalog.PythonType.Union;
import io.github.langchain4j.ptc.catalog.TypeDefinition.Field;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns the JSON that LangChain4j writes for a result into what the stub says. They differ: LangChain4j writes instants
 * and durations as numbers, {@code NaN} as text, local dates without their pattern, and leaves out the name of a subtype
 * where it does not know the declared type: at the top, and in what is generic there. What fits no type stays as it is.
 * Thread-safe.
 */
final class DeclaredJson {

    private static final List<DateTimeFormatter> ISO = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE_TIME, DateTimeFormatter.ISO_LOCAL_DATE, DateTimeFormatter.ISO_LOCAL_TIME);
    private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

    private final JsonMapper mapper;
    private final TypeTable table;

    DeclaredJson(JsonMapper mapper, TypeTable table) {
        this.mapper = mapper;
        this.table = table;
    }

    JsonNode read(PythonType type, JsonNode value) {
        if (value.isNull()) {
            return value;
        }
        if (type instanceof Nullable nullable) {
            return read(nullable.type(), value);
        } else if (type instanceof ListOf list && value.isArray()) {
            ArrayNode read = JsonNodeFactory.instance.arrayNode(value.size());
            value.forEach(element -> read.add(read(list.element(), element)));
            return read;
        } else if (type instanceof DictOf dict && value.isObject()) {
            ObjectNode read = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(e -> read.set(e.getKey(), read(dict.value(), e.getValue())));
            return read;
        } else if (type instanceof Ref ref && value.isObject()) {
            return readFields(table.get(ref), value);
        } else if (type instanceof Union union && value.isObject()) {
            return readVariant(union, value);
        }
        return readScalar(type, value);
    }

    /** Whether a text that is no JSON is a value of the type: some write text, dates and constants without quotes. */
    boolean isPlainText(PythonType type, String text) {
        PythonType inner = type instanceof Nullable nullable ? nullable.type() : type;
        if (inner instanceof Literals literals) {
            return literals.values().contains(TextNode.valueOf(text));
        } else if (inner instanceof Formatted format && format.parsed() != null) {
            return canParse(format, text);
        }
        return inner == Scalar.STR || inner == Scalar.ANY;
    }

    private boolean canParse(Formatted format, String text) {
        try {
            return mapper.readerFor(format.parsed()).readValue(TextNode.valueOf(text)) != null;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private JsonNode readScalar(PythonType type, JsonNode value) {
        if (type == Scalar.FLOAT && value.isTextual() && NO_NUMBERS.contains(value.asText())) {
            return DoubleNode.valueOf(Double.parseDouble(value.asText()));
        }
        if (type == Scalar.DECIMAL && value.isNumber()) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put(JavaJson.DECIMAL_KEY, value.decimalValue().toString());
        }
        if (type instanceof Formatted format) {
            boolean isPattern = format.alias() == null;
            return isPattern ? inPattern(format.hint(), value) : asText(format, value);
        }
        return value;
    }

    private JsonNode asText(Formatted format, JsonNode value) {
        if (format.parsed() == null || value.isTextual()) {
            return value;
        }
        try {
            return mapper.valueToTree(mapper.readerFor(format.parsed()).<Object>readValue(value));
        } catch (IOException | RuntimeException e) {
            return value;
        }
    }

    /** A local date or time in the pattern that its property has; LangChain4j writes these three in ISO always. */
    private static JsonNode inPattern(String pattern, JsonNode value) {
        for (DateTimeFormatter iso : ISO) {
            try {
                return TextNode.valueOf(DateTimeFormatter.ofPattern(pattern).format(iso.parse(value.asText())));
            } catch (DateTimeException | IllegalArgumentException e) {
                // it is none of this kind
            }
        }
        return value;
    }

    private JsonNode readFields(TypeDefinition definition, JsonNode value) {
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        for (Field field : definition.fields()) {
            if (isTag(field) && !value.has(field.name())) {
                read.set(field.name(), constant(field));
            }
        }
        value.properties().forEach(e -> read.set(e.getKey(), read(type(definition, e.getKey()), e.getValue())));
        return read;
    }

    private static PythonType type(TypeDefinition definition, String key) {
        return definition.fields().stream()
                .filter(f -> f.name().equals(key))
                .map(Field::type)
                .findFirst()
                .orElse(Scalar.ANY);
    }

    private JsonNode readVariant(Union union, JsonNode value) {
        List<TypeDefinition> options = union.options().stream()
                .filter(Ref.class::isInstance)
                .map(option -> table.get((Ref) option))
                .filter(definition -> canBe(definition, value))
                .toList();
        // Two that look alike are told apart by their tag alone: without it nobody knows which it was.
        return options.size() == 1 ? readFields(options.get(0), value) : value;
    }

    private static boolean canBe(TypeDefinition definition, JsonNode value) {
        Set<String> known = definition.fields().stream().map(Field::name).collect(Collectors.toSet());
        for (Field field : definition.fields()) {
            JsonNode given = value.get(field.name());
            if (isTag(field) ? given != null && !given.equals(constant(field)) : given == null && field.required()) {
                return false;
            }
        }
        return definition.open() || value.properties().stream().allMatch(e -> known.contains(e.getKey()));
    }

    private static boolean isTag(Field field) {
        return field.type() instanceof Literals literals && literals.isTag();
    }

    private static JsonNode constant(Field tag) {
        return ((Literals) tag.type()).values().get(0);
    }
}
