package io.github.langchain4j.ptc.quarkus.deployment;

import dev.langchain4j.agent.tool.ToolSpecification;
import io.github.langchain4j.ptc.catalog.Caller;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.quarkus.AllowedCallers;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;

/** Who may call a {@code @Tool} method, by its annotations. */
final class CallersOfMethod {

    private static final DotName ALLOWED_CALLERS = DotName.createSimple(AllowedCallers.class);
    private static final String METADATA = "allowed_callers";

    private CallersOfMethod() {}

    /**
     * What {@code @AllowedCallers} says, in the words of the metadata; empty without it.
     *
     * @throws ConfigurationException if it says nothing, or something else than the metadata of the tool
     */
    static List<String> of(MethodInfo method, ToolSpecification tool) {
        String where = method.declaringClass().name() + "." + method.name();
        Set<Caller> stated = stated(tool, where);
        AnnotationInstance annotation = method.annotation(ALLOWED_CALLERS);
        if (annotation == null) {
            return List.of();
        }
        Set<Caller> allowed = Arrays.stream(annotation.value().asEnumArray())
                .map(Caller::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
        if (allowed.isEmpty()) {
            throw new ConfigurationException("@AllowedCallers of the tool method " + where
                    + " names nobody: name Caller.DIRECT, Caller.CODE or both, or take the annotation away");
        }
        if (!stated.isEmpty() && !stated.equals(allowed)) {
            throw new ConfigurationException("The tool method " + where + " contradicts itself: @AllowedCallers says "
                    + words(allowed) + ", but the metadata of @Tool has \"" + METADATA + "\": " + words(stated)
                    + ". Take one of them away");
        }
        return words(allowed);
    }

    private static Set<Caller> stated(ToolSpecification tool, String where) {
        if (tool.metadata() == null || !tool.metadata().containsKey(METADATA)) {
            return Set.of();
        }
        try {
            return new TreeSet<>(ToolCatalog.callersOf(tool, Set.of()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("The tool method " + where + ": " + e.getMessage(), e);
        }
    }

    private static List<String> words(Set<Caller> callers) {
        return callers.stream()
                .map(caller -> caller == Caller.DIRECT ? "direct" : "code")
                .toList();
    }
}
