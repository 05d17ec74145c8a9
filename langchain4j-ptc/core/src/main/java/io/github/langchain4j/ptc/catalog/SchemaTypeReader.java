package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.langchain4j.ptc.catalog.PythonType.DictOf;
import io.github.langchain4j.ptc.catalog.PythonType.Formatted;
import io.github.langchain4j.ptc.catalog.PythonType.Int;
import io.github.langchain4j.ptc.catalog.PythonType.ListOf;
import io.github.langchain4j.ptc.catalog.PythonType.Literals;
import io.github.langchain4j.ptc.catalog.PythonType.Scalar;
import io.github.langchain4j.ptc.catalog.PythonType.Union;
import io.github.langchain4j.ptc.catalog.TypeDefinition.Field;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the types of one JSON schema. What Python's types cannot say (ranges, patterns, combinations) reads as the
 * nearest wider type; the schema itself still judges the arguments. Not thread-safe.
 */
final class SchemaTypeReader {

    private static final int MAX_DEPTH = 40;
    private static final int MAX_NAME = 60;

    /** Parts that are read: references to references multiply, and a few lines can stand for more than any memory. */
    private static final int MAX_PARTS = 20_000;

    private static final Map<String, Formatted> FORMATS = Map.of(
            "date", new Formatted("Date", "2025-12-31", null),
            "date-time", new Formatted("Timestamp", "2025-12-31T14:30:00Z", null),
            "time", new Formatted("Time", "14:30:00", null),
            "duration", new Formatted("Duration", "ISO 8601, 90 minutes are PT1H30M", null),
            "uuid", new Formatted("UUID", "123e4567-e89b-12d3-a456-426614174000", null));

    private final String scope;
    private final JsonNode root;
    private final TypeTable table;
    private int parts;

    /**
     * @param scope distinguishes the schema from all others of the catalogue
     * @param root where references start
     */
    SchemaTypeReader(String scope, JsonNode root, TypeTable table) {
        this.scope = scope;
        this.root = root;
        this.table = table;
    }

    /**
     * The type of a part of the schema.
     *
     * @param name for the type if it is an object and says no name itself
     */
    PythonType read(JsonNode schema, String name) {
        return read(schema, name, 0);
    }

    private PythonType read(JsonNode schema, String name, int depth) {
        if (!schema.isObject() || depth > MAX_DEPTH || ++parts > MAX_PARTS) {
            return Scalar.ANY;
        }
        if (schema.hasNonNull("$ref")) {
            return readReference(schema.get("$ref").asText(), name, depth);
        }
        if (schema.path("enum").isArray()) {
            return readEnum(schema, name);
        }
        if (schema.has("const")) {
            return literals(List.of(schema.get("const")), name);
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (schema.path(choice).isArray()) {
                return readChoice(schema.get(choice), name, depth);
            }
        }
        if (schema.path("allOf").size() == 1) {
            return read(schema.get("allOf").get(0), name, depth + 1);
        }
        return readTyped(schema, name, depth);
    }

    private PythonType readReference(String reference, String name, int depth) {
        if (!reference.startsWith("#")) {
            return Scalar.ANY;
        }
        JsonNode target = root.at(pointer(reference));
        if (target.isMissingNode()) {
            return Scalar.ANY;
        }
        String last = reference.substring(reference.lastIndexOf('/') + 1);
        // Generated references are no names: LangChain4j's are UUIDs.
        String typeName = last.matches("[A-Za-z]\\w{0,60}") ? last : name;
        boolean isObject = target.path("properties").size() > 0;
        return isObject
                ? define(target, target.path("title").asText(typeName), scope + reference, depth)
                : read(target, typeName, depth + 1);
    }

    private static String pointer(String reference) {
        String path = reference.substring(1);
        return path.isEmpty() || path.startsWith("/") ? path : "/$anchor/" + path;
    }

    private PythonType readEnum(JsonNode schema, String name) {
        List<JsonNode> values = new ArrayList<>();
        schema.get("enum").forEach(values::add);
        return literals(values, schema.path("title").asText(name));
    }

    private PythonType literals(List<JsonNode> values, String name) {
        List<JsonNode> constants =
                values.stream().filter(v -> !v.isNull()).distinct().toList();
        boolean sayable = constants.stream().allMatch(v -> v.isTextual() || v.isIntegralNumber() || v.isBoolean());
        if (constants.isEmpty() || !sayable) {
            return Scalar.ANY;
        }
        Literals type = new Literals("schema:" + name, shortName(name), "", constants);
        return constants.size() < values.size() ? PythonType.nullable(type) : type;
    }

    private PythonType readChoice(JsonNode schemas, String name, int depth) {
        Set<PythonType> options = new LinkedHashSet<>();
        boolean nullable = false;
        int number = 1;
        for (JsonNode schema : schemas) {
            PythonType option = read(schema, schemas.size() > 2 ? name + number : name, depth + 1);
            number++;
            if (option instanceof PythonType.Nullable inner) {
                nullable = true;
                option = inner.type();
            }
            if (option == Scalar.NONE) {
                nullable = true;
            } else {
                options.add(option);
            }
        }
        return combine(options, nullable);
    }

    private static PythonType combine(Set<PythonType> options, boolean nullable) {
        if (options.isEmpty()) {
            return nullable ? Scalar.NONE : Scalar.ANY;
        }
        if (options.contains(Scalar.ANY)) {
            return Scalar.ANY;
        }
        PythonType type = options.size() == 1 ? options.iterator().next() : new Union(List.copyOf(options));
        return nullable ? PythonType.nullable(type) : type;
    }

    private PythonType readTyped(JsonNode schema, String name, int depth) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            Set<PythonType> options = new LinkedHashSet<>();
            boolean nullable = false;
            for (JsonNode one : type) {
                if (one.asText().equals("null")) {
                    nullable = true;
                } else {
                    options.add(readNamed(one.asText(), schema, name, depth));
                }
            }
            return combine(options, nullable);
        }
        if (type.isMissingNode()) {
            return readNamed(
                    schema.has("properties") ? "object" : schema.has("items") ? "array" : "", schema, name, depth);
        }
        return readNamed(type.asText(), schema, name, depth);
    }

    private PythonType readNamed(String type, JsonNode schema, String name, int depth) {
        return switch (type) {
            case "string" ->
                FORMATS.containsKey(schema.path("format").asText())
                        ? FORMATS.get(schema.path("format").asText())
                        : Scalar.STR;
            case "integer" -> Int.UNBOUNDED;
            case "number" -> Scalar.FLOAT;
            case "boolean" -> Scalar.BOOL;
            case "null" -> Scalar.NONE;
            case "array" -> new ListOf(read(schema.path("items"), name + "Item", depth + 1));
            case "object" -> readObject(schema, name, depth);
            default -> Scalar.ANY;
        };
    }

    private PythonType readObject(JsonNode schema, String name, int depth) {
        if (schema.path("properties").size() > 0) {
            String typeName = schema.path("title").asText(name);
            return define(schema, typeName, scope + "/" + typeName + ":" + schema, depth);
        }
        return new DictOf(read(schema.path("additionalProperties"), name + "Value", depth + 1));
    }

    private PythonType define(JsonNode schema, String title, String key, int depth) {
        String name = shortName(title);
        return table.define(key, () -> {
            List<Field> fields = new ArrayList<>();
            for (String property : properties(schema)) {
                boolean required = isRequired(schema, property);
                JsonNode type = schema.get("properties").get(property);
                fields.add(new Field(
                        property,
                        read(type, name + capitalized(property), depth + 1),
                        required,
                        !required,
                        type.path("description").asText("")));
            }
            // A schema closes an object only by saying so.
            boolean open = !schema.path("additionalProperties").isBoolean()
                    || schema.path("additionalProperties").asBoolean();
            return new TypeDefinition(
                    key, "schema:" + name, name, "", schema.path("description").asText(""), fields, open);
        });
    }

    private static String shortName(String title) {
        String name = title.replaceAll("[^\\p{L}\\p{N}_]+", "");
        return name.substring(0, Math.min(MAX_NAME, name.length()));
    }

    /** Required properties as the schema lists them, then the others sorted: their order may come from a hash map. */
    static List<String> properties(JsonNode schema) {
        Set<String> names = new LinkedHashSet<>();
        schema.path("required").forEach(n -> names.add(n.asText()));
        names.removeIf(n -> !schema.path("properties").has(n));
        Set<String> optional = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(optional::add);
        names.addAll(optional);
        return List.copyOf(names);
    }

    static boolean isRequired(JsonNode schema, String property) {
        for (JsonNode name : schema.path("required")) {
            if (name.asText().equals(property)) {
                return true;
            }
        }
        return false;
    }

    /** {@code get-user_info} as {@code GetUserInfo}. */
    static String capitalized(String name) {
        StringBuilder capitalized = new StringBuilder();
        for (String word : name.split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                capitalized
                        .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(word.substring(1));
            }
        }
        return capitalized.toString();
    }
}
