package io.github.langchain4j.ptc.program;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Executes the tool calls of a program once they are checked and allowed. Thread-safe: with an executor, calls overlap.
 *
 * <p>What it throws is the program's to catch, as a {@code ToolError}; an {@link InvocationAbortedException} ends the
 * program and is thrown to whoever runs it.
 */
@FunctionalInterface
public interface ToolInvoker {

    /** Calls the executors of the catalogue, with an empty invocation context. */
    ToolInvoker EXECUTORS = (tool, request) -> tool.executor()
            .executeWithContext(request, InvocationContext.builder().build());

    /**
     * Executes a call.
     *
     * @param tool the called tool
     * @param request the call, under LangChain4j's names
     */
    ToolExecutionResult invoke(CatalogTool tool, ToolExecutionRequest request);

    /** Where calls are executed as they arrive; empty for where the {@link ProgramRunner} says. */
    default Optional<Executor> executor() {
        return Optional.empty();
    }

    /** Observe the program after the listeners of the {@link ProgramRunner}; asked once, before it starts. */
    default List<PtcListener> listeners() {
        return List.of();
    }
}
