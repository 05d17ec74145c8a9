package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.search.ToolSearchRequest;
import dev.langchain4j.service.tool.search.ToolSearchResult;
import dev.langchain4j.service.tool.search.ToolSearchStrategy;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A search among the tools that the model may call: those for programs are found in programs. */
final class DirectToolSearch implements ToolSearchStrategy {

    private final ToolSearchStrategy strategy;
    private final Function<InvocationContext, Set<String>> hidden;

    /** @param hidden the names of the tools that only programs may call */
    DirectToolSearch(ToolSearchStrategy strategy, Function<InvocationContext, Set<String>> hidden) {
        this.strategy = strategy;
        this.hidden = hidden;
    }

    @Override
    public List<ToolSpecification> getToolSearchTools(InvocationContext context) {
        return strategy.getToolSearchTools(context);
    }

    @Override
    public ToolSearchResult search(ToolSearchRequest request) {
        Set<String> programmatic = hidden.apply(request.invocationContext());
        if (programmatic.isEmpty()) {
            return strategy.search(request);
        }
        return strategy.search(ToolSearchRequest.builder()
                .toolExecutionRequest(request.toolExecutionRequest())
                .searchableTools(request.searchableTools().stream()
                        .filter(tool -> !programmatic.contains(tool.name()))
                        .toList())
                .invocationContext(request.invocationContext())
                .build());
    }
}
