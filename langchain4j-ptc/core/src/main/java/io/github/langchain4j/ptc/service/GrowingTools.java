package io.github.langchain4j.ptc.service;

import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import java.util.ArrayList;
import java.util.List;

/**
 * A dynamic provider of an invocation: what programs may call of the tools that it brings goes to them, the rest to the
 * model.
 */
final class GrowingTools implements ToolProvider {

    private final ToolProvider provider;
    private final Invocation invocation;
    private final CodeToolExecutor executor;

    GrowingTools(ToolProvider provider, Invocation invocation, CodeToolExecutor executor) {
        this.provider = provider;
        this.invocation = invocation;
        this.executor = executor;
    }

    @Override
    public boolean isDynamic() {
        return true;
    }

    @Override
    public ToolProviderResult provideTools(ToolProviderRequest request) {
        ToolProviderResult provided = provider.provideTools(request);
        if (provided == null) {
            return null;
        }
        invocation.add(provided.aiServiceTools());
        ToolSplit split = invocation.split();
        List<AiServiceTool> direct = new ArrayList<>(provided.aiServiceTools());
        direct.removeIf(tool -> split.hidden().contains(tool.name()));
        if (!split.isEmpty()) {
            // LangChain4j takes it only if it has none of this name yet.
            direct.add(AiServiceTool.builder()
                    .toolSpecification(split.codeTool().specification())
                    .toolExecutor(executor)
                    .build());
        }
        return new ToolProviderResult(direct);
    }
}
