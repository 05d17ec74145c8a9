package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.CodeTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tools of one request: those that are answered here, which are the code tool and the decorator's direct ones, those
 * that programs may call, and those that the model asks of the caller. Immutable.
 */
final class Toolset {

    private static final int NAMES = 50;

    private final Optional<CodeTool> code;
    private final DirectTools direct;
    private final List<ToolSpecification> callers;
    private final Set<String> callersNames;
    private final ToolCatalog catalog;
    private final Set<String> functions;

    /**
     * @param code empty if there is nothing that programs could call
     * @param direct answered here
     * @param callers the tools that the model may ask of the caller
     * @param catalog what programs may call
     * @throws IllegalArgumentException if the code tool has the name of a tool or function of the catalogue
     */
    Toolset(Optional<CodeTool> code, DirectTools direct, List<ToolSpecification> callers, ToolCatalog catalog) {
        this.code = code;
        this.direct = direct;
        this.callers = List.copyOf(callers);
        this.callersNames = callers.stream().map(ToolSpecification::name).collect(Collectors.toUnmodifiableSet());
        this.catalog = catalog;
        this.functions = catalog.programmatic().stream()
                .flatMap(tool -> Stream.of(tool.name(), tool.pythonName()))
                .collect(Collectors.toUnmodifiableSet());
        code.map(CodeTool::name)
                .filter(name -> functions.contains(name) || direct.contains(name))
                .ifPresent(name -> {
                    throw new IllegalArgumentException("The code tool and one of the tools are both named \"" + name
                            + "\". Rename the tool, or choose another codeToolName.");
                });
    }

    /** The specifications of what is answered here. */
    List<ToolSpecification> own() {
        List<ToolSpecification> own = new ArrayList<>(direct.specifications());
        code.ifPresent(tool -> own.add(tool.specification()));
        return own;
    }

    /** The tools that the model may ask of the caller. */
    List<ToolSpecification> callers() {
        return callers;
    }

    /** The code tool; empty if there is nothing that programs could call. */
    Optional<CodeTool> code() {
        return code;
    }

    /** Whether there are no tools at all. */
    boolean isEmpty() {
        return own().isEmpty() && callers.isEmpty();
    }

    /** The names by which programs call their functions. */
    Set<String> functions() {
        return functions;
    }

    /** The tools that a program cannot call. */
    List<String> onlyDirect() {
        return Stream.concat(direct.specifications().stream(), callers.stream())
                .map(ToolSpecification::name)
                .filter(name -> !functions.contains(name))
                .toList();
    }

    /** What programs may call. */
    ToolCatalog catalog() {
        return catalog;
    }

    boolean isCode(ToolExecutionRequest request) {
        return code.filter(tool -> tool.name().equals(request.name())).isPresent();
    }

    boolean isDirect(ToolExecutionRequest request) {
        return direct.contains(request.name());
    }

    /** Whether the caller answers the request. */
    boolean isCallers(ToolExecutionRequest request) {
        return callersNames.contains(request.name());
    }

    /** Executes a request for one of the decorator's direct tools. */
    Call execute(ToolExecutionRequest request) {
        return direct.execute(request);
    }

    /** Answers a request for a tool that cannot be called: the names say what can. */
    Call unknown(ToolExecutionRequest request) {
        String programs = code.map(CodeTool::name).orElse("");
        String why = functions.contains(request.name())
                ? "\"" + request.name() + "\" can only be called inside of a program: use " + programs + "."
                : "There is no tool of this name.";
        Set<String> tools = new TreeSet<>(callersNames);
        own().forEach(tool -> tools.add(tool.name()));
        String known = code.isEmpty() ? "" : " Functions for programs of " + programs + ": " + list(functions) + ".";
        return Call.answered(request, why + " Tools: " + list(tools) + "." + known, true);
    }

    private static String list(Set<String> names) {
        String listed = names.stream().sorted().limit(NAMES).collect(Collectors.joining(", "));
        return names.size() > NAMES ? listed + " and " + (names.size() - NAMES) + " more" : listed;
    }
}
