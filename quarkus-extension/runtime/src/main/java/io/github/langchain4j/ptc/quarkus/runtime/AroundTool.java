package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.service.tool.ToolExecutionResult;
import java.util.function.Supplier;

/**
 * Surrounds the execution of each tool that a program calls, on the thread that executes it; a listener of a program that
 * also is of this type does. Thread-safe.
 */
@FunctionalInterface
public interface AroundTool {

    /**
     * Executes a tool.
     *
     * @param request its id is that of the call in the program, after {@code ptc-}
     * @param tool to be called once
     */
    ToolExecutionResult execute(ToolExecutionRequest request, Supplier<ToolExecutionResult> tool);

    /** The same, inside of another. */
    default AroundTool within(AroundTool outer) {
        return (request, tool) -> outer.execute(request, () -> execute(request, tool));
    }
}
