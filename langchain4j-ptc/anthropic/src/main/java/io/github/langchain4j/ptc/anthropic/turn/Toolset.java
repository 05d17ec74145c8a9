package io.github.langchain4j.ptc.anthropic.turn;

import dev.langchain4j.agent.tool.ToolSpecification;
import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.anthropic.wire.ClientTool;
import io.github.langchain4j.ptc.anthropic.wire.Tools;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.CodeTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tools of a request, as the model and its programs get them. Immutable and thread-safe.
 *
 * @param catalog what programs may call
 * @param offered what the model is told of: the code tool first, so that a prompt cache keeps its beginning
 * @param direct the names of the client's tools that the model may use itself
 * @param programs whether the model can write programs
 */
record Toolset(ToolCatalog catalog, List<ToolSpecification> offered, Set<String> direct, boolean programs) {

    /** What a request for a tool is. */
    enum Kind {
        /** A program. */
        PROGRAM,
        /** For the client. */
        DIRECT,
        /** A tool that the model may not use itself, or that does not exist. */
        UNKNOWN,
        /** One too many. */
        DROPPED
    }

    /**
     * The tools of a request.
     *
     * @param tools see there
     * @param packages what programs may import beyond the standard library, in words
     * @throws ApiException if programs cannot be given one of them
     */
    static Toolset of(Tools tools, String packages) {
        List<ToolSpecification> offered = new ArrayList<>();
        ToolCatalog catalog = catalog(tools.programmatic());
        if (tools.hasPrograms()) {
            offered.add(
                    CodeTool.ofTexts(Tools.CODE_EXECUTION, catalog, packages).specification());
        }
        tools.direct().forEach(tool -> offered.add(Specifications.direct(tool)));
        Set<String> direct = tools.direct().stream().map(ClientTool::name).collect(Collectors.toUnmodifiableSet());
        return new Toolset(catalog, List.copyOf(offered), direct, tools.hasPrograms());
    }

    private static ToolCatalog catalog(List<ClientTool> tools) {
        if (tools.isEmpty()) {
            return ToolCatalog.EMPTY;
        }
        ToolCatalog.Builder catalog = ToolCatalog.builder();
        for (ClientTool tool : tools) {
            ToolSpecification specification = Specifications.programmatic(tool);
            if (Specifications.isQuicklyChecked(tool)) {
                catalog.add(specification);
            } else {
                catalog.addUnchecked(specification);
            }
        }
        try {
            return catalog.build();
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("tools", e.getMessage());
        }
    }

    Kind kind(String name) {
        if (programs && Tools.CODE_EXECUTION.equals(name)) {
            return Kind.PROGRAM;
        }
        return direct.contains(name) ? Kind.DIRECT : Kind.UNKNOWN;
    }

    /** What a model is told that used a tool which it may not use itself. */
    String refusal(String name) {
        boolean forPrograms = catalog.named(name).isPresent();
        return forPrograms
                ? "'" + name + "' can only be called by a program: use " + Tools.CODE_EXECUTION + "."
                : "There is no tool '" + name + "'.";
    }
}
