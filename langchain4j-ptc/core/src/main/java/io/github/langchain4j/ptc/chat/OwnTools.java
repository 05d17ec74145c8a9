package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.CodeTool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tools that the decorator answers itself: the code tool and the direct tools of its catalogue. Immutable. */
final class OwnTools {

    private static final int NAMES = 50;

    private final CodeTool code;
    private final DirectTools direct;
    private final Set<String> functions;

    /**
     * @throws IllegalArgumentException if the code tool has the name of a tool or function of the catalogue
     */
    OwnTools(CodeTool code, ToolCatalog catalog) {
        this.code = code;
        this.direct = new DirectTools(catalog);
        this.functions = catalog.programmatic().stream()
                .flatMap(tool -> Stream.of(tool.name(), tool.pythonName()))
                .collect(Collectors.toUnmodifiableSet());
        if (functions.contains(code.name()) || direct.contains(code.name())) {
            throw new IllegalArgumentException("The code tool and one of the tools are both named \"" + code.name()
                    + "\". Rename the tool, or choose another codeToolName.");
        }
    }

    List<ToolSpecification> specifications() {
        List<ToolSpecification> all = new ArrayList<>(direct.specifications());
        all.add(code.specification());
        return all;
    }

    boolean contains(String name) {
        return code.name().equals(name) || direct.contains(name);
    }

    boolean isCode(ToolExecutionRequest request) {
        return code.name().equals(request.name());
    }

    boolean isDirect(ToolExecutionRequest request) {
        return direct.contains(request.name());
    }

    /** Executes a request for one of the direct tools. */
    Call execute(ToolExecutionRequest request) {
        return direct.execute(request);
    }

    /**
     * Answers a request for a tool that cannot be called: the names say what can.
     *
     * @param request for a tool that is neither ours nor the caller's
     * @param callers the names of the caller's tools
     */
    Call unknown(ToolExecutionRequest request, Collection<String> callers) {
        String why = functions.contains(request.name())
                ? "\"" + request.name() + "\" can only be called inside of a program: use " + code.name() + "."
                : "There is no tool of this name.";
        Set<String> tools = new TreeSet<>(callers);
        specifications().forEach(tool -> tools.add(tool.name()));
        return Call.answered(
                request,
                why + " Tools: " + list(tools) + ". Functions for programs of " + code.name() + ": "
                        + list(new TreeSet<>(functions)) + ".",
                true);
    }

    private static String list(Collection<String> names) {
        String listed = names.stream().limit(NAMES).collect(Collectors.joining(", "));
        return names.size() > NAMES ? listed + " and " + (names.size() - NAMES) + " more" : listed;
    }
}
