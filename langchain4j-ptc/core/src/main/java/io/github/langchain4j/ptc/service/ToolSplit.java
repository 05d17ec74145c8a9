package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.catalog.Caller;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.catalog.ToolMethod;
import io.github.langchain4j.ptc.codetool.CodeTool;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which tools of a service programs may call, and the code tool that stands for them. Immutable.
 *
 * @param catalog the tools for programs; those without a bean have no executor of their own
 * @param codeTool what the model gets instead of them
 * @param beans the names of the tools that the catalogue itself can execute
 * @param hidden the names of the tools that the model can no longer call itself
 * @param functions all names by which a model may take a tool of a program for one of its own
 */
record ToolSplit(ToolCatalog catalog, CodeTool codeTool, Set<String> beans, Set<String> hidden, Set<String> functions) {

    /** Tells the catalogue that the service executes the tool; never called. */
    private static final ToolExecutor BY_SERVICE = new ToolExecutor() {
        @Override
        public String execute(ToolExecutionRequest request, Object memoryId) {
            throw new IllegalStateException("Executed by the AI service");
        }

        @Override
        public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
            throw new IllegalStateException("Executed by the AI service");
        }
    };

    /**
     * A tool as far as it decides how tools are split; equal for equal tools of the same bean.
     *
     * @param bean whose method the tool is, compared by identity
     * @param method that the service calls for the tool; not with a bean
     */
    record Part(
            ToolSpecification specification,
            ReturnBehavior behavior,
            Optional<Bean> bean,
            Optional<ToolMethod> method) {

        String name() {
            return specification.name();
        }
    }

    /** An object with tools; equal only to itself. */
    record Bean(Object object) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Bean bean && bean.object == object;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }

    /**
     * Splits tools.
     *
     * @param parts all tools of the service
     * @param writer makes the code tool for what programs may call
     * @throws IllegalArgumentException naming the tool, what is wrong and what to do
     */
    static ToolSplit of(Collection<Part> parts, CodeToolWriter writer) {
        ToolCatalog.Builder tools = ToolCatalog.builder();
        writer.describe(tools);
        return of(parts, tools, writer::write);
    }

    /**
     * Splits tools.
     *
     * @param tools to which those for programs are added
     * @param writer makes the code tool for what programs may call
     */
    static ToolSplit of(Collection<Part> parts, ToolCatalog.Builder tools, Function<ToolCatalog, CodeTool> writer) {
        Map<Bean, Set<String>> beans = new LinkedHashMap<>();
        for (Part part : parts) {
            if (!isForPrograms(part)) {
                continue;
            }
            if (part.bean().isPresent()) {
                beans.computeIfAbsent(part.bean().get(), bean -> new HashSet<>())
                        .add(part.name());
            } else {
                add(part, tools);
            }
        }
        beans.forEach((bean, names) -> tools.addOnly(bean.object(), names));
        ToolCatalog catalog = tools.build();
        // LangChain4j may find a method that the catalogue does not; then it stays the one that executes it.
        for (Part part : parts) {
            Set<String> names = part.bean().map(beans::get).orElse(null);
            if (names != null
                    && names.contains(part.name())
                    && catalog.named(part.name()).isEmpty()) {
                names.remove(part.name());
                add(part, tools);
                catalog = tools.build();
            }
        }
        return of(catalog, parts, beans.values(), writer);
    }

    private static void add(Part part, ToolCatalog.Builder tools) {
        part.method()
                .ifPresentOrElse(
                        method -> tools.add(part.specification(), BY_SERVICE, method),
                        () -> tools.add(part.specification(), BY_SERVICE));
    }

    private static boolean isForPrograms(Part part) {
        if (part.behavior() == ReturnBehavior.TO_LLM) {
            return ToolCatalog.callersOf(part.specification(), Set.of(Caller.CODE))
                    .contains(Caller.CODE);
        }
        if (!ToolCatalog.callersOf(part.specification(), Set.of(Caller.DIRECT)).contains(Caller.DIRECT)) {
            throw new IllegalArgumentException(
                    "The tool '" + part.name() + "' is only for programs, but has returnBehavior " + part.behavior()
                            + ", which works only when the model calls it: allow \"direct\"");
        }
        return false;
    }

    private static ToolSplit of(
            ToolCatalog catalog,
            Collection<Part> parts,
            Collection<Set<String>> beans,
            Function<ToolCatalog, CodeTool> writer) {
        List<CatalogTool> programmatic = catalog.programmatic();
        CodeTool codeTool = writer.apply(catalog);
        Set<String> functions = new HashSet<>();
        programmatic.forEach(tool -> {
            functions.add(tool.name());
            functions.add(tool.pythonName());
        });
        if (!programmatic.isEmpty()) {
            refuseClash(codeTool.name(), functions, parts);
        }
        return new ToolSplit(
                catalog,
                codeTool,
                beans.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet()),
                programmatic.stream()
                        .filter(tool -> !tool.callers().contains(Caller.DIRECT))
                        .map(CatalogTool::name)
                        .collect(Collectors.toUnmodifiableSet()),
                Set.copyOf(functions));
    }

    private static void refuseClash(String codeTool, Set<String> functions, Collection<Part> parts) {
        if (functions.contains(codeTool)
                || parts.stream().anyMatch(part -> part.name().equals(codeTool))) {
            throw new IllegalArgumentException("The code tool and one of the AI service's tools are both named \""
                    + codeTool + "\". Rename the tool, or choose another codeToolName.");
        }
    }

    /** Whether there is nothing for programs to call. */
    boolean isEmpty() {
        return catalog.programmatic().isEmpty();
    }
}
