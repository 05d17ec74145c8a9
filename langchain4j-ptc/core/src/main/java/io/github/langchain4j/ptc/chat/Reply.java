package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import io.github.langchain4j.ptc.codetool.CodeArguments;
import io.github.langchain4j.ptc.codetool.CodeRun;
import io.github.langchain4j.ptc.codetool.CodeSession;
import io.github.langchain4j.ptc.codetool.NotRun;
import io.github.langchain4j.ptc.codetool.ProgramResult;
import io.github.langchain4j.ptc.codetool.ShownImages;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.program.OutgoingCall;
import io.github.langchain4j.ptc.program.ToolInvoker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Our answers to the tool requests of one response of the model, in their order; those of the caller are left to it. A
 * program that waits for the caller interrupts the work. Used by one thread at a time.
 */
final class Reply {

    private static final String LOST = "The result of this program is not known: it waited for results of tools that"
            + " came too late, or not at all. Calls that it had made were executed. Its variables and files are gone.";
    private static final String NOT_REACHED = "Not run, because an earlier program of this reply came to no end.";
    private static final String NO_MORE = "Nothing was run: no more programs can run here.";

    private final AiMessage message;
    private final Optional<String> unfit;
    private final Toolset tools;
    private final Supplier<CodeSession> session;
    private final ShownImages images;
    private final List<Call> answered = new ArrayList<>();
    private Optional<CodeRun> running = Optional.empty();
    private Optional<Integer> failed = Optional.empty();
    private int programs;
    private boolean used;

    /**
     * @param message the model's response
     * @param unfit why nothing of it is run, if so
     * @param tools of the request that it answers
     * @param session where programs run; another one after a failure
     * @param images keeps those that programs make
     */
    Reply(AiMessage message, Optional<String> unfit, Toolset tools, Supplier<CodeSession> session, ShownImages images) {
        this.message = message;
        this.unfit = unfit;
        this.tools = tools;
        this.session = session;
        this.images = images;
    }

    /** The model's response. */
    AiMessage message() {
        return message;
    }

    /** Whether one of our tools was used. */
    boolean used() {
        return used;
    }

    /**
     * Works until everything is answered, or a program waits for the caller.
     *
     * @return the calls that it waits for; empty if all is done
     */
    List<OutgoingCall> advance() {
        List<ToolExecutionRequest> requests = message.toolExecutionRequests();
        while (running.isPresent() || answered.size() < requests.size()) {
            if (running.isEmpty()) {
                begin(requests.get(answered.size()));
                continue;
            }
            CodeRun.Progress progress = running.get().advance();
            if (progress instanceof CodeRun.Paused paused) {
                return paused.calls();
            }
            end(requests.get(answered.size()), (CodeRun.Finished) progress);
        }
        return List.of();
    }

    private void begin(ToolExecutionRequest request) {
        if (tools.isCallers(request)) {
            answered.add(Call.ofCaller(request));
        } else if (unfit.isPresent()) {
            answered.add(Call.answered(readable(request), unfit.get(), true));
        } else if (tools.isCode(request)) {
            beginProgram(request);
        } else if (tools.isDirect(request)) {
            used = true;
            answered.add(new Call(readable(request), tools.execute(request).result()));
        } else {
            answered.add(tools.unknown(readable(request)));
        }
    }

    private void beginProgram(ToolExecutionRequest request) {
        CodeArguments.Parsed parsed = CodeArguments.parse(request.arguments());
        if (failed.isPresent()) {
            String reason = NotRun.afterFailureOf(failed.get());
            answered.add(Call.answered(readable(request), reason, true));
        } else if (parsed instanceof CodeArguments.Refused refused) {
            failed = Optional.of(++programs);
            answered.add(Call.answered(readable(request), refused.reason(), true));
        } else {
            used = true;
            running = Optional.of(session.get()
                    .start(((CodeArguments.Code) parsed).source(), tools.catalog(), ToolInvoker.EXECUTORS));
            programs++;
        }
    }

    private void end(ToolExecutionRequest request, CodeRun.Finished program) {
        running = Optional.empty();
        ProgramResult result = program.result();
        if (result.failed()) {
            failed = Optional.of(programs);
        }
        answered.add(Call.answered(readable(request), result.text(), result.failed(), images.keep(program)));
    }

    /** The program that waits for the caller. */
    CodeRun waiting() {
        return running.orElseThrow();
    }

    /** Ends the program that waits or was interrupted, if there is one. */
    void cancel(CancelReason why) {
        running.ifPresent(run -> run.cancel(why));
    }

    /** All requests with our answers, once everything is answered. */
    List<Call> calls() {
        return List.copyOf(answered);
    }

    /** All requests, with the answers that hold if the program that waits is never continued. */
    List<Call> callsIfLost() {
        List<Call> calls = new ArrayList<>(answered);
        List<ToolExecutionRequest> requests = message.toolExecutionRequests();
        for (ToolExecutionRequest request : requests.subList(calls.size(), requests.size())) {
            boolean waits = calls.size() == answered.size();
            calls.add(
                    tools.isCallers(request)
                            ? Call.ofCaller(request)
                            : Call.answered(readable(request), waits ? LOST : NOT_REACHED, true));
        }
        return calls;
    }

    /** All requests, with the answer that no program can run any more. */
    List<Call> refused() {
        return message.toolExecutionRequests().stream()
                .map(request -> tools.isCallers(request)
                        ? Call.ofCaller(request)
                        : Call.answered(readable(request), NO_MORE, true))
                .toList();
    }

    /** The requests that the caller answers. */
    List<ToolExecutionRequest> callers() {
        return message.toolExecutionRequests().stream().filter(tools::isCallers).toList();
    }

    /** The request as every provider takes it back. */
    private static ToolExecutionRequest readable(ToolExecutionRequest request) {
        return request.toBuilder()
                .arguments(CodeArguments.asObject(request.arguments()))
                .build();
    }
}
