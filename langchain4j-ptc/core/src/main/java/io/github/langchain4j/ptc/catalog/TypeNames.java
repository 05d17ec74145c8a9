package io.github.langchain4j.ptc.catalog;

import io.github.langchain4j.ptc.catalog.PythonType.Formatted;
import io.github.langchain4j.ptc.catalog.PythonType.Literals;
import io.github.langchain4j.ptc.catalog.PythonType.Ref;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives every named type of a catalogue a name of its own that depends on nothing but the tools: not on the order in
 * which they were added, not on hash codes.
 */
final class TypeNames {

    /** A type that wants a name. */
    private record Candidate(String identity, String name, String qualifier) {}

    private final EqualTypes equal;
    private final Map<String, String> names = new HashMap<>();

    /**
     * @param wanting the references, formats and groups of constants that want names
     * @param taken names that are not to be had
     */
    TypeNames(EqualTypes equal, Collection<PythonType> wanting, Set<String> taken) {
        this.equal = equal;
        TreeMap<String, List<Candidate>> byName = new TreeMap<>();
        for (PythonType type : wanting) {
            Candidate candidate = candidate(type);
            byName.computeIfAbsent(PythonNames.type(candidate.name()), n -> new ArrayList<>())
                    .add(candidate);
        }
        Set<String> used = new HashSet<>(taken);
        // Names that nobody disputes come first, so that a made-up name cannot take one of them.
        byName.forEach((name, group) -> {
            if (group.size() == 1) {
                names.put(group.get(0).identity(), unused(name, used));
            }
        });
        byName.forEach((name, group) -> {
            if (group.size() > 1) {
                nameApart(name, group, used);
            }
        });
    }

    private void nameApart(String name, List<Candidate> group, Set<String> used) {
        group.sort(Comparator.comparing(Candidate::identity));
        for (Candidate candidate : group) {
            names.put(candidate.identity(), unused(PythonNames.type(candidate.qualifier() + name), used));
        }
    }

    private static String unused(String wanted, Set<String> used) {
        String name = wanted;
        for (int i = 2; !used.add(name); i++) {
            name = wanted + i;
        }
        return name;
    }

    /** The name of a reference, a format or a group of constants; null if it has none. */
    String of(PythonType type) {
        return names.get(identity(type));
    }

    private Candidate candidate(PythonType type) {
        if (type instanceof Ref ref) {
            TypeDefinition definition = equal.representative(ref);
            String name = definition.name() + (equal.isInputOnly(definition) ? "Input" : "");
            return new Candidate(identity(type), name, definition.qualifier());
        } else if (type instanceof Formatted format) {
            return new Candidate(identity(type), format.alias(), "Text");
        }
        Literals literals = (Literals) type;
        return new Candidate(identity(type), literals.name(), literals.qualifier());
    }

    private String identity(PythonType type) {
        if (type instanceof Ref ref) {
            return "type:" + equal.representative(ref).key();
        } else if (type instanceof Formatted format) {
            return "format:" + format.alias();
        } else if (type instanceof Literals literals) {
            return "constants:" + literals.origin() + literals.values();
        }
        throw new IllegalArgumentException("has no name: " + type);
    }
}
