package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.internal.Json;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * Waits for what a tool returns that is a {@link CompletionStage}, which Quarkus does not, and throws what a tool throws
 * on a virtual thread as if it were thrown here. Thread-safe.
 */
final class AwaitedExecutor implements ToolExecutor {

    private final ToolExecutor executor;

    AwaitedExecutor(ToolExecutor executor) {
        this.executor = executor;
    }

    @Override
    public String execute(ToolExecutionRequest request, Object memoryId) {
        return executor.execute(request, memoryId);
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
        ToolExecutionResult result = execute(request, context);
        if (result.isError() || !(result.result() instanceof CompletionStage<?> stage)) {
            return result;
        }
        Object value = await(stage);
        return ToolExecutionResult.builder()
                .result(value)
                .resultText(Json.toJson(value))
                .attributes(result.attributes())
                .build();
    }

    private ToolExecutionResult execute(ToolExecutionRequest request, InvocationContext context) {
        try {
            return executor.executeWithContext(request, context);
        } catch (RuntimeException e) {
            if (e.getClass() == RuntimeException.class && e.getCause() instanceof ExecutionException ofThread) {
                throw AwaitedExecutor.<RuntimeException>undeclared(ofThread.getCause());
            }
            throw e;
        }
    }

    private static Object await(CompletionStage<?> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw AwaitedExecutor.<RuntimeException>undeclared(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Interrupted while waiting for the tool", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E undeclared(Throwable e) throws E {
        throw (E) e;
    }
}
