package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.catalog.ToolMethod;
import io.github.langchain4j.ptc.codetool.CodeTool;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.SessionScope;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The tools of an AI service as its programs will see them, for a framework that checks them before anything runs. */
public final class ServiceTools {

    /**
     * A tool of an AI service.
     *
     * @param specification as the service has it
     * @param behavior what the service does with its result
     * @param method that the framework calls
     */
    public record Tool(ToolSpecification specification, ReturnBehavior behavior, ToolMethod method) {}

    private ServiceTools() {}

    /**
     * Reads the tools of a service as {@link ServicePrograms} does.
     *
     * @param tools all of them
     * @param codeToolName what models call the code tool
     * @return the tools for programs
     * @throws IllegalArgumentException naming the tool, what is wrong and what to do
     */
    public static ToolCatalog read(Collection<Tool> tools, String codeToolName) {
        List<ToolSplit.Part> parts = tools.stream()
                .map(tool -> new ToolSplit.Part(
                        tool.specification(), tool.behavior(), Optional.empty(), Optional.of(tool.method())))
                .toList();
        return ToolSplit.of(
                        parts,
                        ToolCatalog.builder(),
                        catalog -> CodeTool.of(codeToolName, catalog, "", SessionScope.CALL, false, ImagesToModel.NONE))
                .catalog();
    }
}
