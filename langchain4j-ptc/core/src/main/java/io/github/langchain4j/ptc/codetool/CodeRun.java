package io.github.langchain4j.ptc.codetool;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.program.OutgoingCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.RunningProgram;
import java.time.Duration;
import java.util.List;

/**
 * One call of the code tool, whose program may wait for the answers of others. One thread at a time; {@link #cancel} may
 * be called by any.
 */
public final class CodeRun {

    /** How far it has come. */
    public sealed interface Progress {}

    /**
     * It is over.
     *
     * @param result what the model gets to read
     * @param report what the program did
     */
    public record Finished(ProgramResult result, ProgramReport report) implements Progress {}

    /**
     * The program waits for calls that go out.
     *
     * @param calls all that are unanswered, in the order of calling; at least one
     */
    public record Paused(List<OutgoingCall> calls) implements Progress {

        public Paused {
            calls = List.copyOf(calls);
        }
    }

    private final CodeSession session;
    private final Programs.Run run;
    private final boolean variablesGone;

    CodeRun(CodeSession session, Programs.Run run, boolean variablesGone) {
        this.session = session;
        this.run = run;
        this.variablesGone = variablesGone;
    }

    /**
     * Lets the program go on.
     *
     * @throws LangChain4jException if the thread is interrupted; the session is closed and the interrupt flag set
     * @throws io.github.langchain4j.ptc.program.InvocationAbortedException if a tool call ended more than itself
     */
    public Progress advance() {
        try {
            RunningProgram.Progress progress = run.advance();
            if (progress instanceof RunningProgram.Waiting waiting) {
                return new Paused(waiting.calls());
            }
            ProgramReport report = ((RunningProgram.Ended) progress).report();
            ProgramResult result = session.result(report);
            return new Finished(variablesGone ? result.after(ProgramResult.SESSION_EXPIRED) : result, report);
        } catch (InterruptedException e) {
            session.close();
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Interrupted while a program ran; it was ended", e);
        }
    }

    /** Answers a call that went out; false if the program no longer waits for it. */
    public boolean answer(OutgoingCall call, ToolExecutionResult result) {
        return run.answer(call, result);
    }

    /** Refuses a call that went out with a {@code ToolError}; false if the program no longer waits for it. */
    public boolean refuse(OutgoingCall call, String type, String message) {
        return run.refuse(call, type, message);
    }

    /** Lets the program rest without a thread; after the time it is ended and the session lost. */
    public void suspend(Duration expires) {
        run.suspend(expires);
    }

    /** Ends the program; the session is lost. */
    public void cancel(CancelReason why) {
        run.cancel(why);
    }
}
