package io.github.langchain4j.ptc.quarkus.deployment;

import io.github.langchain4j.ptc.catalog.Caller;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.quarkus.runtime.DeclaredTool;
import io.github.langchain4j.ptc.quarkus.runtime.ToolMethods;
import io.github.langchain4j.ptc.service.ServiceTools;
import io.quarkiverse.langchain4j.deployment.items.ToolMethodBuildItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.jandex.MethodInfo;
import org.jboss.logging.Logger;

/** Reads tools as the running application will, and says all that is wrong with them. Not thread-safe. */
final class ToolsetCheck {

    private static final Logger LOG = Logger.getLogger(ToolsetCheck.class);
    private static final String OR_DIRECT =
            ". Mend it, or let only the model call the tool: annotate the method with @AllowedCallers(Caller.DIRECT)";

    /**
     * What came of reading tools.
     *
     * @param catalog empty if there are problems, or a class cannot be loaded yet
     * @param problems what is wrong, each with where and what to do
     */
    record Checked(Optional<ToolCatalog> catalog, List<String> problems) {}

    /** A tool whose method is loaded. */
    private record Loaded(String where, ServiceTools.Tool tool) {

        String name() {
            return tool.specification().name();
        }
    }

    private final String codeToolName;
    private final Optional<ArgumentTypes> arguments;

    /** @param arguments empty if it is not known how the application reads arguments */
    ToolsetCheck(String codeToolName, Optional<ArgumentTypes> arguments) {
        this.codeToolName = codeToolName;
        this.arguments = arguments;
    }

    Checked check(Collection<ToolMethodBuildItem> tools) {
        List<String> problems = new ArrayList<>();
        List<Loaded> loaded = new ArrayList<>();
        boolean complete = true;
        for (ToolMethodBuildItem tool : tools) {
            Optional<String> problem = problemOfCallers(tool);
            if (problem.isPresent()) {
                problems.add(problem.get());
                continue;
            }
            Optional<Loaded> found = load(tool);
            found.ifPresent(loaded::add);
            complete &= found.isPresent();
        }
        Optional<ToolCatalog> catalog = read(loaded, problems);
        return new Checked(problems.isEmpty() && complete ? catalog : Optional.empty(), problems);
    }

    private static Optional<String> problemOfCallers(ToolMethodBuildItem item) {
        MethodInfo method = item.getToolsMethodInfo();
        if (!method.hasAnnotation(PtcProcessor.ALLOWED_CALLERS)) {
            return Optional.empty();
        }
        List<String> annotated = PtcProcessor.info(item).callers();
        if (annotated.isEmpty()) {
            return Optional.of(
                    where(method) + ": @AllowedCallers is empty, so nobody could call the tool. Name Caller.CODE"
                            + ", Caller.DIRECT or both");
        }
        var specification = item.getToolMethodCreateInfo().toolSpecification();
        try {
            Set<Caller> stated =
                    ToolCatalog.callersOf(ToolMethods.withCallers(specification, annotated), Set.of(Caller.CODE));
            Set<Caller> inMetadata = ToolCatalog.callersOf(specification, stated);
            return stated.equals(inMetadata)
                    ? Optional.empty()
                    : Optional.of(where(method) + ": @AllowedCallers says " + annotated
                            + ", but allowed_callers in @Tool(" + "metadata) says "
                            + specification.metadata().get("allowed_callers") + ". Remove one of them");
        } catch (IllegalArgumentException e) {
            return Optional.of(located(where(method), e.getMessage()));
        }
    }

    private static Optional<Loaded> load(ToolMethodBuildItem item) {
        DeclaredTool info = PtcProcessor.info(item);
        var created = item.getToolMethodCreateInfo();
        try {
            return Optional.of(new Loaded(
                    where(item.getToolsMethodInfo()),
                    new ServiceTools.Tool(
                            info.withCallers(created.toolSpecification()),
                            created.returnBehavior(),
                            ToolMethods.load(info))));
        } catch (IllegalStateException | LinkageError e) {
            // Such as a class that is generated only later in the build.
            LOG.warnf(
                    "%s cannot be checked before the application runs: %s",
                    where(item.getToolsMethodInfo()), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<ToolCatalog> read(List<Loaded> tools, List<String> problems) {
        try {
            ToolCatalog catalog = read(tools, codeToolName);
            problems.addAll(problemsOfArguments(catalog, tools));
            return Optional.of(catalog);
        } catch (IllegalArgumentException e) {
            // Only the first of maybe many.
            List<String> found = problems(tools);
            problems.addAll(found.isEmpty() ? List.of(e.getMessage()) : found);
            return Optional.empty();
        }
    }

    private List<String> problems(List<Loaded> tools) {
        List<String> problems = new ArrayList<>();
        Map<String, List<Loaded>> byName = new TreeMap<>();
        Map<String, List<Loaded>> byPythonName = new TreeMap<>();
        for (Loaded tool : tools) {
            byName.computeIfAbsent(tool.name(), name -> new ArrayList<>()).add(tool);
            try {
                ToolCatalog catalog = read(List.of(tool), unused());
                problems.addAll(problemsOfArguments(catalog, List.of(tool)));
                catalog.programmatic().stream()
                        .map(CatalogTool::pythonName)
                        .forEach(name -> byPythonName
                                .computeIfAbsent(name, key -> new ArrayList<>())
                                .add(tool));
            } catch (IllegalArgumentException e) {
                problems.add(located(tool.where(), e.getMessage()) + OR_DIRECT);
            }
        }
        addClashes(byName, "are all named '%s'", problems);
        Map<String, List<Loaded>> changed = new TreeMap<>(byPythonName);
        changed.values()
                .removeIf(same -> same.stream().map(Loaded::name).distinct().count() == 1);
        addClashes(changed, "are all '%s' in Python", problems);
        addCodeTool(byName, byPythonName, problems);
        return problems;
    }

    private static void addClashes(Map<String, List<Loaded>> tools, String what, List<String> problems) {
        tools.forEach((name, same) -> {
            if (same.size() > 1) {
                String methods = same.stream().map(Loaded::where).sorted().collect(Collectors.joining(", "));
                problems.add("The tools " + methods + " " + what.formatted(name)
                        + ". Give each another name with @Tool(name = \"…\")");
            }
        });
    }

    private void addCodeTool(
            Map<String, List<Loaded>> byName, Map<String, List<Loaded>> byPythonName, List<String> problems) {
        List<Loaded> named = new ArrayList<>(byName.getOrDefault(codeToolName, List.of()));
        byPythonName.getOrDefault(codeToolName, List.of()).stream()
                .filter(tool -> !named.contains(tool))
                .forEach(named::add);
        if (!byPythonName.isEmpty()) {
            named.forEach(tool ->
                    problems.add(tool.where() + ": the tool '" + tool.name() + "' is named like the code tool, \""
                            + codeToolName + "\". Give it another name with @Tool(name = \"…\"), or set"
                            + " quarkus.langchain4j.ptc.code-tool-name"));
        }
    }

    /** A name that no tool clashes with, to find what is wrong besides. */
    private String unused() {
        return codeToolName.equals("_") ? "__" : "_";
    }

    private List<String> problemsOfArguments(ToolCatalog catalog, List<Loaded> tools) {
        if (arguments.isEmpty()) {
            return List.of();
        }
        return tools.stream()
                .filter(tool -> catalog.programmatic().stream()
                        .anyMatch(programmatic -> programmatic.name().equals(tool.name())))
                .flatMap(tool -> arguments.get().problems(tool.tool().method()).stream()
                        .map(problem -> tool.where() + ": " + problem + OR_DIRECT))
                .toList();
    }

    private static ToolCatalog read(List<Loaded> tools, String codeToolName) {
        return ServiceTools.read(tools.stream().map(Loaded::tool).toList(), codeToolName);
    }

    private static String where(MethodInfo method) {
        return method.declaringClass().name() + "." + method.name();
    }

    private static String located(String where, String message) {
        return message.startsWith(where) ? message : where + ": " + message;
    }
}
