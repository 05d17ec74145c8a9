package io.github.langchain4j.ptc.catalog;

import io.github.langchain4j.ptc.catalog.JavaTypeReader.Direction;
import io.github.langchain4j.ptc.catalog.PythonType.DictOf;
import io.github.langchain4j.ptc.catalog.PythonType.ListOf;
import io.github.langchain4j.ptc.catalog.PythonType.Nullable;
import io.github.langchain4j.ptc.catalog.PythonType.Ref;
import io.github.langchain4j.ptc.catalog.PythonType.Union;
import io.github.langchain4j.ptc.catalog.TypeDefinition.Field;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Finds definitions of one origin that look the same, as those of a Java type that is both argument and result mostly
 * do: they are written once.
 */
final class EqualTypes {

    private final TypeTable table;
    private final Map<String, String> representatives;

    EqualTypes(TypeTable table) {
        this.table = table;
        this.representatives = representatives(table.all());
    }

    /** The definition that is written for a reference. */
    TypeDefinition representative(Ref ref) {
        return table.get(new Ref(representatives.get(ref.key())));
    }

    /** Whether a definition is what arguments look like of a Java type whose results look otherwise. */
    boolean isInputOnly(TypeDefinition definition) {
        return definition.key().equals(JavaTypeReader.key(Direction.ARGUMENT, definition.origin()))
                && table.contains(JavaTypeReader.key(Direction.RESULT, definition.origin()));
    }

    /**
     * All of one origin are taken for equal until they turn out to differ, as with the states of a machine: the only
     * way that works for types that contain themselves.
     */
    private static Map<String, String> representatives(Collection<TypeDefinition> all) {
        // Sorted, so that RESULT stands for ARGUMENT: what a program reads matters more than what it may leave out.
        List<TypeDefinition> sorted = all.stream()
                .sorted(Comparator.comparing(TypeDefinition::key).reversed())
                .toList();
        Map<String, String> groups = new HashMap<>();
        sorted.forEach(d -> groups.put(d.key(), d.origin()));
        int before;
        int now = new HashSet<>(groups.values()).size();
        do {
            Map<String, String> refined = new HashMap<>();
            Map<String, String> firstOf = new HashMap<>();
            for (TypeDefinition definition : sorted) {
                String looks = groups.get(definition.key()) + looks(definition, groups);
                refined.put(definition.key(), firstOf.computeIfAbsent(looks, l -> definition.key()));
            }
            groups.putAll(refined);
            before = now;
            now = new HashSet<>(groups.values()).size();
        } while (now != before);
        return groups;
    }

    private static String looks(TypeDefinition definition, Map<String, String> groups) {
        StringBuilder looks = new StringBuilder().append(definition.open());
        for (Field field : definition.fields()) {
            looks.append('\n').append(field.name()).append(' ').append(replaceRefs(field.type(), groups));
        }
        return looks.toString();
    }

    private static PythonType replaceRefs(PythonType type, Map<String, String> groups) {
        if (type instanceof Ref ref) {
            return new Ref(groups.get(ref.key()));
        } else if (type instanceof ListOf list) {
            return new ListOf(replaceRefs(list.element(), groups));
        } else if (type instanceof DictOf dict) {
            return new DictOf(replaceRefs(dict.value(), groups));
        } else if (type instanceof Nullable nullable) {
            return new Nullable(replaceRefs(nullable.type(), groups));
        } else if (type instanceof Union union) {
            return new Union(
                    union.options().stream().map(o -> replaceRefs(o, groups)).toList());
        }
        return type;
    }
}
