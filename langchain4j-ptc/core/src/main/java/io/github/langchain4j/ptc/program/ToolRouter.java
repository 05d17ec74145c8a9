package io.github.langchain4j.ptc.program;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
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
    private final ToolInvoker invoker;

    /**
     * @param catalog what may be called
     * @param policy decides on each call
     * @param invoker executes calls of tools that have an executor; the others go out
     */
    ToolRouter(ToolCatalog catalog, ToolPolicy policy, ToolInvoker invoker) {
        this.catalog = catalog;
        this.policy = policy;
        this.invoker = invoker;
    }

    /** A call that may be executed, or why it may not. */
    sealed interface Checked {}

    /** It may. */
    record Allowed(CatalogTool tool, ToolExecutionRequest request) implements Checked {}

    /** It may not. */
    record Refused(ToolOutcome outcome) implements Checked {}

    /** The name of a called tool in LangChain4j, or the called name if there is no such tool. */
    String name(String pythonName) {
        return catalog.find(pythonName).map(CatalogTool::name).orElse(pythonName);
    }

    /** Whether a call is executed here, or refused here. */
    boolean executes(Event.ToolCalled called) {
        return catalog.find(called.tool()).map(CatalogTool::hasExecutor).orElse(true);
    }

    /**
     * Runs a call on this thread. Never throws what a tool throws.
     *
     * @throws InterruptedException if interrupted while the policy decides
     * @throws InvocationAbortedException if the invoker says so
     */
    ToolOutcome run(String session, Event.ToolCalled called) throws InterruptedException {
        Checked checked = check(session, called);
        return checked instanceof Allowed allowed ? execute(allowed) : ((Refused) checked).outcome();
    }

    /** Decides whether a call may be executed; see {@link #run}. */
    Checked check(String session, Event.ToolCalled called) throws InterruptedException {
        Optional<CatalogTool> found = catalog.find(called.tool());
        if (found.isEmpty()) {
            return refused("NameError", "there is no tool '" + called.tool() + "' for programs");
        }
        CatalogTool tool = found.get();
        Optional<String> wrong = tool.check(called.arguments());
        if (wrong.isPresent()) {
            return refused("TypeError", wrong.get());
        }
        Decision decision = decide(new ToolPolicy.ProposedCall(session, called.id(), tool.name(), called.arguments()));
        return decision.allowed()
                ? new Allowed(tool, tool.request(requestId(called.id()), called.arguments()))
                : refused("PermissionError", decision.message());
    }

    private static Refused refused(String type, String message) {
        return new Refused(new ToolOutcome.Failure(type, message));
    }

    private Decision decide(ToolPolicy.ProposedCall call) throws InterruptedException {
        try {
            return policy.decide(call).toCompletableFuture().get();
        } catch (ExecutionException | RuntimeException e) {
            // Its message can hold arguments, which are in no log unless somebody asks for it.
            LOG.warn(
                    "The policy failed on a call of '{}', which is denied: {}",
                    call.tool(),
                    e.getClass().getName());
            LOG.debug("The failure of the policy", e);
            return Decision.deny("the call could not be approved");
        }
    }

    private ToolOutcome execute(Allowed call) {
        try {
            return call.tool().outcome(invoker.invoke(call.tool(), call.request()));
        } catch (InvocationAbortedException e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            return call.tool().failure(e);
        }
    }

    private static String requestId(CallId id) {
        return "ptc-" + id;
    }
}
