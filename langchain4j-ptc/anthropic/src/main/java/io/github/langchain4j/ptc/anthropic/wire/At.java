package io.github.langchain4j.ptc.anthropic.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A place in the JSON of a request. What is wrong there is an {@link ApiException} that names the place. A field that is
 * null counts as absent. Immutable.
 *
 * @param node what stands there; missing if nothing does
 * @param path names the place, such as {@code messages.3.content}
 */
record At(JsonNode node, String path) {

    At child(String name) {
        return new At(node.path(name), path.isEmpty() ? name : path + "." + name);
    }

    boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** The object that must stand here. */
    At object() {
        if (!node.isObject()) {
            throw wrong("must be an object" + instead());
        }
        return this;
    }

    /** This object, for keeping. */
    ObjectNode json() {
        return (ObjectNode) object().node;
    }

    /** A text that must be there. */
    String text(String name) {
        return child(name).asText();
    }

    /** The text that must stand here. */
    String asText() {
        if (!node.isTextual()) {
            throw wrong(isPresent() ? "must be a string" + instead() : "Field required");
        }
        return node.textValue();
    }

    /** A text that must be there and say something. */
    String word(String name) {
        String word = text(name);
        if (word.isBlank()) {
            throw child(name).wrong("must not be empty");
        }
        return word;
    }

    Optional<String> optionalText(String name) {
        At at = child(name);
        return at.isPresent() ? Optional.of(at.asText()) : Optional.empty();
    }

    boolean flag(String name) {
        At at = child(name);
        if (at.isPresent() && !at.node.isBoolean()) {
            throw at.wrong("must be true or false" + at.instead());
        }
        return at.node.asBoolean();
    }

    Optional<Double> number(String name, double least, double most) {
        At at = child(name);
        if (!at.isPresent()) {
            return Optional.empty();
        }
        if (!at.node.isNumber()) {
            throw at.wrong("must be a number" + at.instead());
        }
        double value = at.node.doubleValue();
        if (!(value >= least && value <= most)) {
            throw at.wrong("must be between " + least + " and " + most);
        }
        return Optional.of(value);
    }

    Optional<Integer> integer(String name, int least) {
        At at = child(name);
        if (!at.isPresent()) {
            return Optional.empty();
        }
        if (!at.node.isIntegralNumber()) {
            throw at.wrong("must be an integer" + at.instead());
        }
        if (!at.node.canConvertToInt() || at.node.intValue() < least) {
            throw at.wrong("must be an integer of at least " + least);
        }
        return Optional.of(at.node.intValue());
    }

    /** One of several words. */
    String oneOf(String name, Set<String> words) {
        String word = text(name);
        if (!words.contains(word)) {
            throw child(name).wrong("must be one of " + words.stream().sorted().toList() + ", but is " + quoted(word));
        }
        return word;
    }

    /**
     * The elements of a list; none if it is absent.
     *
     * @param most elements that are allowed
     */
    <T> List<T> list(String name, int most, Function<At, T> element) {
        At at = child(name);
        return at.isPresent() ? at.elements(most, element) : List.of();
    }

    /** The elements of the list that must stand here. */
    <T> List<T> elements(int most, Function<At, T> element) {
        if (!node.isArray()) {
            throw wrong("must be an array" + instead());
        }
        if (node.size() > most) {
            throw wrong("has " + node.size() + " elements; at most " + most + " are allowed");
        }
        List<T> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            elements.add(element.apply(new At(node.get(i), path + "." + i)));
        }
        return List.copyOf(elements);
    }

    ApiException wrong(String message) {
        return ApiException.invalid(path, message);
    }

    private String instead() {
        return ", but is " + (isPresent() ? node.getNodeType().name().toLowerCase(java.util.Locale.ROOT) : "missing");
    }

    /** A word of the client, short enough for a message. */
    static String quoted(String word) {
        return "'" + (word.length() > 80 ? word.substring(0, 80) + "…" : word) + "'";
    }

    /** The path only. */
    @Override
    public String toString() {
        return "At[" + path + "]";
    }
}
