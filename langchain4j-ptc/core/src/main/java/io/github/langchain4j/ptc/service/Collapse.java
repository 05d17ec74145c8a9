package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolServiceContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the code tool in the place of the tools that programs may call. */
final class Collapse {

    private Collapse() {}

    /**
     * The tools of an invocation as the model and LangChain4j's loop get to see them.
     *
     * @param context as LangChain4j made it
     * @param invocation which has the same tools
     * @param executor the code tool's
     */
    static ToolServiceContext of(ToolServiceContext context, Invocation invocation, CodeToolExecutor executor) {
        ToolServiceContext.Builder collapsed = context.toBuilder()
                .dynamicToolProviders(context.dynamicToolProviders().stream()
                        .<ToolProvider>map(provider -> new GrowingTools(provider, invocation, executor))
                        .toList());
        ToolSplit split = invocation.split();
        if (split.isEmpty()) {
            return collapsed.build();
        }
        ToolSpecification codeTool = split.codeTool().specification();
        Map<String, ToolExecutor> executors = new HashMap<>(context.toolExecutors());
        if (executors.containsKey(codeTool.name())) {
            throw new IllegalArgumentException("The code tool and one of the AI service's tools are both named \""
                    + codeTool.name() + "\". Rename the tool, or choose another codeToolName.");
        }
        executors.keySet().removeAll(split.hidden());
        executors.put(codeTool.name(), executor);
        return collapsed
                .effectiveTools(with(codeTool, effective(context, split.hidden())))
                .availableTools(with(codeTool, visible(context.availableTools(), split.hidden())))
                .toolExecutors(executors)
                .build();
    }

    /** A search for tools is offered only while there is something to find. */
    private static List<ToolSpecification> effective(ToolServiceContext context, Set<String> hidden) {
        List<ToolSpecification> effective = visible(context.effectiveTools(), hidden);
        Set<String> available = names(context.availableTools());
        Set<String> offered = names(effective);
        boolean found =
                visible(context.availableTools(), hidden).stream().allMatch(tool -> offered.contains(tool.name()));
        if (found) {
            effective.removeIf(tool -> !available.contains(tool.name()));
        }
        return effective;
    }

    private static Set<String> names(List<ToolSpecification> tools) {
        return tools.stream().map(ToolSpecification::name).collect(Collectors.toSet());
    }

    private static List<ToolSpecification> visible(List<ToolSpecification> tools, Set<String> hidden) {
        List<ToolSpecification> visible = new ArrayList<>(tools);
        visible.removeIf(tool -> Objects.isNull(tool) || hidden.contains(tool.name()));
        return visible;
    }

    /** The code tool comes first: it changes least, and prompt caches keep their beginning. */
    private static List<ToolSpecification> with(ToolSpecification codeTool, List<ToolSpecification> tools) {
        List<ToolSpecification> all = new ArrayList<>(List.of(codeTool));
        all.addAll(tools);
        return all;
    }
}
