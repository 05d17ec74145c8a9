package io.github.langchain4j.ptc.samples.expense.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where two JSON documents differ, in lines for people. */
final class JsonDifferences {

    private static final int MOST = 5;
    private static final int CONTEXT = 30;

    private final List<String> lines = new ArrayList<>();
    private int more;

    private JsonDifferences() {}

    /** One line for each of the first differences; empty if the documents are equal. */
    static List<String> between(JsonNode recorded, JsonNode actual) {
        JsonDifferences differences = new JsonDifferences();
        differences.compare("", recorded, actual);
        if (differences.more > 0) {
            differences.lines.add("and " + differences.more + " more");
        }
        return List.copyOf(differences.lines);
    }

    private void compare(String where, JsonNode recorded, JsonNode actual) {
        if (recorded.equals(actual)) {
            return;
        }
        if (recorded.isObject() && actual.isObject()) {
            fields(recorded, actual).forEach(name -> compareField(where, name, recorded.get(name), actual.get(name)));
        } else if (recorded.isArray() && actual.isArray()) {
            for (int i = 0; i < Math.max(recorded.size(), actual.size()); i++) {
                compareField(where, "[" + i + "]", recorded.get(i), actual.get(i));
            }
        } else if (recorded.isTextual() && actual.isTextual()) {
            compareText(where, recorded.textValue(), actual.textValue());
        } else {
            add(where + ": recorded " + brief(recorded) + ", now " + brief(actual));
        }
    }

    private void compareField(String where, String name, JsonNode recorded, JsonNode actual) {
        String path = where.isEmpty() || name.startsWith("[") ? where + name : where + "." + name;
        if (recorded == null) {
            add(path + ": not recorded, now " + brief(actual));
        } else if (actual == null) {
            add(path + ": recorded " + brief(recorded) + ", now missing");
        } else {
            compare(path, recorded, actual);
        }
    }

    private void compareText(String where, String recorded, String actual) {
        int at = 0;
        while (at < recorded.length() && at < actual.length() && recorded.charAt(at) == actual.charAt(at)) {
            at++;
        }
        add(where + ", from character " + (at + 1) + ": recorded " + excerpt(recorded, at) + ", now "
                + excerpt(actual, at));
    }

    private static String excerpt(String text, int at) {
        int from = Math.max(0, at - CONTEXT);
        int to = Math.min(text.length(), at + CONTEXT);
        String shown = text.substring(from, to).replace("\n", "\\n");
        return "\"" + (from > 0 ? "..." : "") + shown + (to < text.length() ? "..." : "") + "\"";
    }

    private static String brief(JsonNode node) {
        return excerpt(node.isTextual() ? node.textValue() : node.toString(), CONTEXT);
    }

    private void add(String line) {
        if (lines.size() < MOST) {
            lines.add(line);
        } else {
            more++;
        }
    }

    private static Set<String> fields(JsonNode recorded, JsonNode actual) {
        Set<String> names = new LinkedHashSet<>();
        for (Iterator<String> each = recorded.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        for (Iterator<String> each = actual.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }
}
