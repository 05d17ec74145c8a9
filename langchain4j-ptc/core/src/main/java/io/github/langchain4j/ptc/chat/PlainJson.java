package io.github.langchain4j.ptc.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as maps, lists, strings, numbers and booleans. Values from outside are bounded in depth, count and length while
 * they are read, because an attribute can hold anything, a map that contains itself included.
 */
final class PlainJson {

    private static final int DEPTH = 32;
    private static final int VALUES = 20_000;
    private static final int CHARACTERS = 4 << 20;

    private int values;
    private int characters;

    private PlainJson() {}

    /**
     * The value as a node, or empty if it is no JSON or too large.
     *
     * @param value anything
     */
    static Optional<JsonNode> node(Object value) {
        return Optional.ofNullable(new PlainJson().copy(value, 0));
    }

    /** The node as plain values; null for JSON null. */
    static Object value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(element -> list.add(value(element)));
            return list;
        }
        if (node.isNumber()) {
            return node.numberValue();
        }
        return node.isBoolean() ? (Object) node.booleanValue() : node.textValue();
    }

    private JsonNode copy(Object value, int depth) {
        if (depth > DEPTH || ++values > VALUES) {
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            return object(map, depth);
        }
        if (value instanceof Iterable<?> list) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Object element : list) {
                JsonNode copy = copy(element, depth + 1);
                if (copy == null) {
                    return null;
                }
                array.add(copy);
            }
            return array;
        }
        return scalar(value);
    }

    private JsonNode object(Map<?, ?> map, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            JsonNode copy = entry.getKey() instanceof String ? copy(entry.getValue(), depth + 1) : null;
            if (copy == null || !counted((String) entry.getKey())) {
                return null;
            }
            object.set((String) entry.getKey(), copy);
        }
        return object;
    }

    private JsonNode scalar(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value == null) {
            return nodes.nullNode();
        }
        if (value instanceof String text) {
            return counted(text) ? nodes.textNode(text) : null;
        }
        if (value instanceof Boolean truth) {
            return nodes.booleanNode(truth);
        }
        if (value instanceof Integer number) {
            return nodes.numberNode(number);
        }
        if (value instanceof Long number) {
            return nodes.numberNode(number);
        }
        if (value instanceof BigInteger number) {
            return nodes.numberNode(number);
        }
        if (value instanceof BigDecimal number) {
            return nodes.numberNode(number);
        }
        return value instanceof Number number ? nodes.numberNode(number.doubleValue()) : null;
    }

    private boolean counted(String text) {
        characters += Math.min(text.length(), CHARACTERS);
        return characters <= CHARACTERS;
    }
}
