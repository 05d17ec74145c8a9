package io.github.langchain4j.ptc.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of tools in groups of one beginning, with a few names each. Depends on nothing but the names. */
final class ToolGroups {

    /** What comes before the name proper: {@code mcp__github__}, {@code github_}, or the verb of {@code findOrders}. */
    private static final Pattern PREFIX = Pattern.compile("(.+__)(?=[^_])|(_*[^_]+_)(?=.)|(\\p{Ll}+)(?=\\p{Lu})");

    /** One tool is no group. */
    private static final int SMALLEST = 2;

    /** The most groups, the largest ones, and the most parts of a group: more would say less, and cost as much. */
    private static final int MAX_GROUPS = 24;

    private static final int MAX_PARTS = 8;

    /** Names of a group, and fewer of them if there are many groups. */
    private static final int NAMES = 5;

    private static final int FEW_NAMES = 3;
    private static final int MANY_GROUPS = 12;

    private final int large;
    private final TreeMap<String, List<String>> groups = new TreeMap<>();

    private ToolGroups(int tools) {
        // A group that is most of the catalogue says nothing until it is divided.
        this.large = Math.max(20, tools / 4);
    }

    /** One line for each group, sorted; the tools that are in none are a group without a beginning. */
    static String of(Collection<String> names) {
        ToolGroups found = new ToolGroups(names.size());
        found.divide("", names.stream().sorted().toList());
        int few = found.groups.size() > MANY_GROUPS ? FEW_NAMES : NAMES;
        List<String> lines = new ArrayList<>();
        found.groups.forEach((prefix, group) -> lines.add(line(prefix, group, few)));
        return String.join("\n", lines);
    }

    /** @param names sorted, all with the prefix */
    private void divide(String prefix, List<String> names) {
        TreeMap<String, List<String>> parts = new TreeMap<>();
        names.forEach(name -> parts.computeIfAbsent(longerPrefix(name, prefix), p -> new ArrayList<>())
                .add(name));
        parts.remove(prefix);
        List<String> kept = parts.entrySet().stream()
                .filter(part -> part.getValue().size() >= SMALLEST)
                .sorted(Comparator.comparing((Map.Entry<String, List<String>> part) ->
                                -part.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .limit(prefix.isEmpty() ? MAX_GROUPS : MAX_PARTS)
                .map(Map.Entry::getKey)
                .toList();
        List<String> rest = new ArrayList<>(names);
        for (String part : kept) {
            List<String> group = parts.get(part);
            rest.removeAll(group);
            if (group.size() > large) {
                divide(part, group);
            } else {
                groups.put(part, group);
            }
        }
        if (!rest.isEmpty()) {
            groups.put(prefix, rest);
        }
    }

    private static String longerPrefix(String name, String prefix) {
        Matcher matcher = PREFIX.matcher(name).region(prefix.length(), name.length());
        return matcher.lookingAt() ? prefix + matcher.group() : prefix;
    }

    private static String line(String prefix, List<String> names, int few) {
        String some = String.join(", ", few(names, few));
        return "- " + prefix + "* (" + names.size() + "): " + some + (names.size() > few ? ", …" : "");
    }

    /** Some names from all over the list: neighbours are alike. */
    private static List<String> few(List<String> names, int few) {
        if (names.size() <= few) {
            return names;
        }
        List<String> some = new ArrayList<>();
        for (int i = 0; i < few; i++) {
            some.add(names.get(i * (names.size() - 1) / (few - 1)));
        }
        return some;
    }
}
