package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tools of the catalogue that the model may call in the ordinary way, executed here as an AI service would. */
final class DirectTools {

    private final List<ToolSpecification> specifications;
    private final Map<String, CatalogTool> tools;

    DirectTools(ToolCatalog catalog) {
        this.specifications =
                catalog.direct().stream().map(CatalogTool::specification).toList();
        this.tools =
                catalog.direct().stream().collect(Collectors.toUnmodifiableMap(CatalogTool::name, Function.identity()));
    }

    List<ToolSpecification> specifications() {
        return specifications;
    }

    boolean contains(String name) {
        return tools.containsKey(name);
    }

    /**
     * Executes the request on this thread; a failure of the tool is an answer, too.
     *
     * @throws LangChain4jException if the thread has been interrupted, by a tool before or from elsewhere: nothing more
     *     is to happen then
     */
    Call execute(ToolExecutionRequest request) {
        if (Thread.currentThread().isInterrupted()) {
            throw new LangChain4jException("Interrupted before the tool \"" + request.name() + "\" was executed");
        }
        CatalogTool tool = tools.get(request.name());
        try {
            ToolExecutionResult result = tool.executor()
                    .executeWithContext(request, InvocationContext.builder().build());
            List<Content> contents = result.resultContents();
            return new Call(
                    request,
                    Optional.of(ToolExecutionResultMessage.builder()
                            .id(request.id())
                            .toolName(request.name())
                            .contents(contents.isEmpty() ? List.of(TextContent.from("null")) : contents)
                            .isError(result.isError())
                            .build()));
        } catch (Exception e) {
            return Call.answered(request, told(tool.failure(e)), true);
        }
    }

    private static String told(ToolOutcome outcome) {
        return outcome instanceof ToolOutcome.Failure failure
                ? failure.message().isBlank() ? failure.type() : failure.type() + ": " + failure.message()
                : "The tool failed.";
    }
}
