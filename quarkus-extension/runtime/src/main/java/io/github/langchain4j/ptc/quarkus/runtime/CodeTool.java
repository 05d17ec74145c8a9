package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolExecution;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.service.ServicePrograms;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The code tool of one invocation. Output guardrails may have a stream subscribed to again after the invocation is over;
 * then its programs are begun anew. Thread-safe.
 */
final class CodeTool implements ToolExecutor {

    private final UUID invocation;
    private final Supplier<ToolExecutor> renewal;
    private ToolExecutor current; // guarded by this, as what follows
    private boolean over;
    private Consumer<BeforeToolExecution> before;
    private Consumer<ToolExecution> after;

    /**
     * @param invocation whose programs it runs
     * @param begun runs them
     * @param renewal begins the invocation once more
     */
    CodeTool(UUID invocation, ToolExecutor begun, Supplier<ToolExecutor> renewal) {
        this.invocation = invocation;
        this.current = begun;
        this.renewal = renewal;
    }

    UUID invocation() {
        return invocation;
    }

    /** The model is about to be asked. */
    synchronized void requested() {
        if (over) {
            over = false;
            current = renewal.get();
            ServicePrograms.observe(current, before, after);
        }
    }

    /** The service has answered or failed. */
    synchronized void over() {
        over = true;
    }

    /** Lets somebody watch the tools that programs call. */
    synchronized void observe(Consumer<BeforeToolExecution> before, Consumer<ToolExecution> after) {
        this.before = before;
        this.after = after;
        ServicePrograms.observe(current, before, after);
    }

    private synchronized ToolExecutor current() {
        return current;
    }

    @Override
    public String execute(ToolExecutionRequest request, Object memoryId) {
        return current().execute(request, memoryId);
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
        return current().executeWithContext(request, context);
    }
}
