package io.github.langchain4j.ptc.catalog;

import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The methods behind tools that others execute, by the names of the tools. Filled, then only read. */
final class DescribedTools {

    private final Map<String, List<DescribedMethod>> byName = new HashMap<>();

    void add(DescribedMethod method) {
        byName.computeIfAbsent(method.name(), n -> new ArrayList<>()).add(method);
    }

    /**
     * The method behind a tool, if it is described. Of several with the name, those count that the specification could
     * have been made of.
     *
     * @throws IllegalArgumentException if several are left that return different types
     */
    Optional<DescribedMethod> find(ToolSpecification tool) {
        List<DescribedMethod> candidates = byName.getOrDefault(tool.name(), List.of());
        if (sayTheSame(candidates)) {
            return candidates.stream().findFirst();
        }
        List<DescribedMethod> sources =
                candidates.stream().filter(c -> c.isSourceOf(tool)).toList();
        List<DescribedMethod> left = sources.isEmpty() ? candidates : sources;
        if (!sayTheSame(left)) {
            throw new IllegalArgumentException("Two described methods have the name '" + tool.name() + "': "
                    + left.get(0).where() + " and " + left.get(1).where()
                    + ". They return different types: give one another name with @Tool(name = \"…\")");
        }
        return Optional.of(left.get(0));
    }

    private static boolean sayTheSame(List<DescribedMethod> methods) {
        return methods.stream()
                        .map(m -> List.of(m.returns(), Nullability.isNullable(m.method())))
                        .distinct()
                        .count()
                <= 1;
    }
}
