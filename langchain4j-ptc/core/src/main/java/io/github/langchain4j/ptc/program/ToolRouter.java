package io.github.langchain4j.ptc.program;

import dev.langchain4j.invocation.InvocationContext;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.program.ToolPolicy.Decision;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a program's call to the tool's outcome: finds the tool, checks, asks the policy, runs it. Thread-safe. */
final class ToolRouter {

    private static final Logger LOG = LoggerFactory.getLogger(ToolRouter.class);

    private final ToolCatalog catalog;
    private final ToolPolicy policy;

    ToolRouter(ToolCatalog catalog, ToolPolicy policy) {
        this.catalog = catalog;
        this.policy = policy;
    }

    /** The name of a called tool in LangChain4j, or the called name if there is no such tool. */
    String name(String pythonName) {
        return catalog.find(pythonName).map(CatalogTool::name).orElse(pythonName);
    }

    /**
     * Runs a call on this thread. Never throws what a tool throws.
     *
     * @throws InterruptedException if interrupted while the policy decides
     */
    ToolOutcome run(String session, Event.ToolCalled called) throws InterruptedException {
        Optional<CatalogTool> found = catalog.find(called.tool());
        if (found.isEmpty()) {
            return new ToolOutcome.Failure("NameError", "there is no tool '" + called.tool() + "' for programs");
        }
        CatalogTool tool = found.get();
        Optional<String> wrong = tool.check(called.arguments());
        if (wrong.isPresent()) {
            return new ToolOutcome.Failure("TypeError", wrong.get());
        }
        Decision decision = decide(new ToolPolicy.ProposedCall(session, called.id(), tool.name(), called.arguments()));
        return decision.allowed()
                ? execute(tool, called)
                : new ToolOutcome.Failure("PermissionError", decision.message());
    }

    private Decision decide(ToolPolicy.ProposedCall call) throws InterruptedException {
        try {
            return policy.decide(call).toCompletableFuture().get();
        } catch (ExecutionException | RuntimeException e) {
            LOG.warn("The policy failed on a call of '{}', which is denied", call.tool(), e);
            return Decision.deny("the call could not be approved");
        }
    }

    private static ToolOutcome execute(CatalogTool tool, Event.ToolCalled called) {
        try {
            return tool.outcome(tool.executor()
                    .executeWithContext(
                            tool.request(requestId(called.id()), called.arguments()),
                            InvocationContext.builder().build()));
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            return tool.failure(e);
        }
    }

    private static String requestId(CallId id) {
        return "ptc-" + id;
    }
}
