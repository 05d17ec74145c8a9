package io.github.langchain4j.ptc.anthropic.turn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import io.github.langchain4j.ptc.anthropic.history.Attributes;
import io.github.langchain4j.ptc.anthropic.wire.ClientTool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the client's tools into specifications of LangChain4j. Only the outermost object of a schema is read, because
 * that is all that LangChain4j wants to know of it; what is inside stays JSON, so that no keyword is lost.
 */
final class Specifications {

    private static final Map<String, Object> TEXT = Map.of("type", "string");

    /** Keywords that cost no more than one look at each part of a value. */
    private static final Set<String> PLAIN = Set.of(
            "type",
            "title",
            "description",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "const",
            "default",
            "format",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems");

    private Specifications() {}

    /** A tool as the model may use it itself. */
    static ToolSpecification direct(ClientTool tool) {
        Map<String, Object> metadata = new HashMap<>();
        if (tool.cached()) {
            metadata.put(Attributes.CACHE_CONTROL, "ephemeral");
        }
        return builder(tool).metadata(metadata).build();
    }

    /** A tool as programs call it: what it gives is always a text, whatever it looks like. */
    static ToolSpecification programmatic(ClientTool tool) {
        return builder(tool)
                .metadata(Map.of("output_schema", TEXT, "allowed_callers", List.of("code")))
                .build();
    }

    /**
     * Whether it is quick to tell if a value fits, whatever the value. A client can write expressions and choices of
     * references that keep a processor busy for years.
     */
    static boolean isQuicklyChecked(ClientTool tool) {
        return isPlain(tool.schema(), false);
    }

    /** @param names whether the keys of the object are names of the client */
    private static boolean isPlain(JsonNode schema, boolean names) {
        for (Map.Entry<String, JsonNode> field : schema.properties()) {
            boolean tuple =
                    !names && field.getKey().equals("items") && field.getValue().isArray();
            boolean plain = names || (PLAIN.contains(field.getKey()) && !tuple);
            if (!plain || !isPlain(field.getValue(), !names && field.getKey().equals("properties"))) {
                return false;
            }
        }
        return true;
    }

    private static ToolSpecification.Builder builder(ClientTool tool) {
        return ToolSpecification.builder()
                .name(tool.name())
                .description(tool.description().isBlank() ? null : tool.description())
                .parameters(schema(tool.schema()));
    }

    private static JsonObjectSchema schema(ObjectNode schema) {
        JsonObjectSchema.Builder object = JsonObjectSchema.builder().addProperties(elements(schema.path("properties")));
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        object.required(required);
        if (schema.path("additionalProperties").isBoolean()) {
            object.additionalProperties(schema.get("additionalProperties").booleanValue());
        }
        if (schema.hasNonNull("description")) {
            object.description(schema.get("description").asText());
        }
        Map<String, JsonSchemaElement> definitions = elements(schema.path("definitions"));
        definitions.putAll(elements(schema.path("$defs")));
        if (!definitions.isEmpty()) {
            object.definitions(definitions);
        }
        return object.build();
    }

    private static Map<String, JsonSchemaElement> elements(JsonNode schemas) {
        Map<String, JsonSchemaElement> elements = new LinkedHashMap<>();
        schemas.properties()
                .forEach(field -> elements.put(field.getKey(), JsonRawSchema.from(object(field.getValue()))));
        return elements;
    }

    /** LangChain4j knows no schemas that are just true or false. */
    private static String object(JsonNode schema) {
        return schema.isBoolean() ? (schema.booleanValue() ? "{}" : "{\"not\":{}}") : schema.toString();
    }
}
