package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.CodeArguments;
import io.github.langchain4j.ptc.codetool.CodeRun;
import io.github.langchain4j.ptc.codetool.CodeSession;
import io.github.langchain4j.ptc.codetool.ProgramResult;
import io.github.langchain4j.ptc.program.ToolInvoker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers the tool requests of one response of the model, in their order; those of the caller are left to it. Used by
 * one thread.
 */
final class Answers {

    private static final String CUT_OFF = "Nothing was run: your reply was cut off at its token limit, so this may be"
            + " incomplete. Send less in one reply, such as a shorter program.";

    private final OwnTools tools;
    private final Set<String> callersTools;
    private final CodeSession session;
    private final ToolCatalog catalog;
    private boolean used;

    /**
     * @param tools ours
     * @param callersTools the names of the caller's
     * @param session where programs run
     * @param catalog what programs may call
     */
    Answers(OwnTools tools, Set<String> callersTools, CodeSession session, ToolCatalog catalog) {
        this.tools = tools;
        this.callersTools = callersTools;
        this.session = session;
        this.catalog = catalog;
    }

    /** Whether one of our tools has been used so far. */
    boolean used() {
        return used;
    }

    /** Whether the caller answers the request. */
    boolean isCallers(ToolExecutionRequest request) {
        return callersTools.contains(request.name());
    }

    /**
     * Answers what is ours to answer.
     *
     * @param requests of one response
     * @param cutOff whether the response ended at the model's token limit
     */
    List<Call> to(List<ToolExecutionRequest> requests, boolean cutOff) {
        List<Call> calls = new ArrayList<>();
        Optional<Integer> failed = Optional.empty();
        int program = 0;
        for (ToolExecutionRequest request : requests) {
            if (isCallers(request)) {
                calls.add(Call.ofCaller(request));
            } else if (tools.isCode(request)) {
                program++;
                Call call = program(request, failed, cutOff);
                failed = failed.isEmpty() && isError(call) ? Optional.of(program) : failed;
                calls.add(call);
            } else {
                calls.add(other(request, cutOff));
            }
        }
        return calls;
    }

    /** Tells the model that no program can run any more. */
    List<Call> refusing(List<ToolExecutionRequest> requests) {
        return requests.stream()
                .map(request -> isCallers(request)
                        ? Call.ofCaller(request)
                        : Call.answered(readable(request), "Nothing was run: no more programs can run here.", true))
                .toList();
    }

    private Call program(ToolExecutionRequest request, Optional<Integer> failed, boolean cutOff) {
        ToolExecutionRequest readable = readable(request);
        if (cutOff) {
            return Call.answered(readable, CUT_OFF, true);
        }
        if (failed.isPresent()) {
            return Call.answered(
                    readable,
                    "Not run, because program " + failed.get()
                            + " of this reply failed. Mend that first; then send this"
                            + " one again if it is still needed.",
                    true);
        }
        CodeArguments.Parsed parsed = CodeArguments.parse(request.arguments());
        if (parsed instanceof CodeArguments.Refused refused) {
            return Call.answered(readable, refused.reason(), true);
        }
        used = true;
        CodeRun run = session.start(((CodeArguments.Code) parsed).source(), catalog, ToolInvoker.EXECUTORS);
        ProgramResult result = ((CodeRun.Finished) run.advance()).result();
        return Call.answered(readable, result.text(), result.failed());
    }

    private Call other(ToolExecutionRequest request, boolean cutOff) {
        if (cutOff) {
            return Call.answered(readable(request), CUT_OFF, true);
        }
        if (tools.isDirect(request)) {
            used = true;
            Call call = tools.execute(request);
            return new Call(readable(request), call.result());
        }
        return tools.unknown(readable(request), callersTools);
    }

    /** The request as every provider takes it back. */
    private static ToolExecutionRequest readable(ToolExecutionRequest request) {
        return request.toBuilder()
                .arguments(CodeArguments.asObject(request.arguments()))
                .build();
    }

    private static boolean isError(Call call) {
        return call.result().map(result -> result.isError()).orElse(false);
    }
}
