package io.github.langchain4j.ptc.quarkus.runtime.observe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.quarkus.runtime.AroundTool;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The spans of one program: its own, under the one that is current where it starts, and one for each tool call under that.
 * A call's span is current while its tool is executed, on whichever thread. None outlives the program. Thread-safe.
 */
final class ProgramTrace implements PtcListener, AroundTool {

    private final ProgramSpans spans;
    private final String codeTool;
    private final InvocationContext invocation;
    private final Map<String, Context> calls = new ConcurrentHashMap<>(); // by the id of the tool's request
    private volatile Context program = Context.root();
    private volatile WorkerContext worker = WorkerContext.none();

    ProgramTrace(ProgramSpans spans, String codeTool, InvocationContext invocation) {
        this.spans = spans;
        this.codeTool = codeTool;
        this.invocation = invocation;
    }

    @Override
    public void programStarted(String session, int number, String code) {
        Context parent = Context.current();
        worker = WorkerContext.current();
        program = parent.with(spans.program(parent, codeTool, invocation, session, number, code));
    }

    @Override
    public void toolCalled(String session, CallId id, String tool, ObjectNode arguments) {
        String request = requestId(id);
        calls.put(request, program.with(spans.call(program, request, tool, arguments)));
    }

    /** As the library makes it. */
    private static String requestId(CallId id) {
        return "ptc-" + id;
    }

    @Override
    public ToolExecutionResult execute(ToolExecutionRequest request, Supplier<ToolExecutionResult> tool) {
        Context call = calls.get(request.id());
        return call == null ? tool.get() : worker.apart(call.wrapSupplier(tool));
    }

    @Override
    public void toolAnswered(String session, InnerCall call) {
        Context ended = calls.remove(requestId(call.id()));
        if (ended != null) {
            spans.end(Span.fromContext(ended), call);
        }
    }

    @Override
    public void programEnded(String session, ProgramReport report) {
        // The program did not wait for these, or was ended while they ran.
        for (String request : calls.keySet()) {
            Context open = calls.remove(request);
            if (open != null) {
                spans.abandon(Span.fromContext(open));
            }
        }
        spans.end(Span.fromContext(program), report);
    }
}
