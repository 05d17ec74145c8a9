package io.github.langchain4j.ptc.anthropic.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.anthropic.wire.Block;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.program.OutgoingCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.program.RunningProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A program whose tools the client executes. One thread at a time. */
public final class ProgramRun {

    /** How far it has come. */
    public sealed interface Progress {}

    /** It waits for the results of calls; at least one. */
    public record Waiting(List<OutgoingCall> calls) implements Progress {}

    /** It is over; the content of its result. */
    public record Ended(ObjectNode content) implements Progress {

        @Override
        public String toString() {
            return "Ended[]";
        }
    }

    private static final String TIMEOUT = "TimeoutError";

    private final ProgramSession session;
    private final RunningProgram program;
    private final Printed printed;
    private final List<String> notes;
    private final int characters;
    private boolean timedOut;

    private ProgramRun(
            ProgramSession session, RunningProgram program, Printed printed, List<String> notes, int characters) {
        this.session = session;
        this.program = program;
        this.printed = printed;
        this.notes = new ArrayList<>(notes);
        this.characters = characters;
    }

    /**
     * Starts a program.
     *
     * @param notes that the model is to read with its result
     * @param characters of each output stream that the model gets to read
     * @throws IllegalStateException if the session has ended
     */
    static ProgramRun start(
            ProgramSession session, String code, ToolCatalog tools, List<String> notes, int characters) {
        Printed printed = new Printed();
        return new ProgramRun(session, session.start(code, tools, printed), printed, notes, characters);
    }

    /**
     * Lets the program go on.
     *
     * @throws InterruptedException if the thread is interrupted; the program is ended and its session lost
     */
    public Progress advance() throws InterruptedException {
        RunningProgram.Progress progress = program.advance();
        if (progress instanceof RunningProgram.Waiting waiting) {
            return new Waiting(waiting.calls());
        }
        ProgramReport report = ((RunningProgram.Ended) progress).report();
        if (!session.isAlive()) {
            notes.add(CodeResults.SESSION_GONE);
        }
        return new Ended(CodeResults.of(report, printed, notes, failedOfTime(report), characters));
    }

    private boolean failedOfTime(ProgramReport report) {
        return timedOut && report.outcome() instanceof Outcome.Failed failed && isOfTime(failed);
    }

    private static boolean isOfTime(Outcome.Failed failed) {
        return failed.type().equals(TIMEOUT) || failed.message().startsWith(TIMEOUT);
    }

    /** Gives the program what the client's tool gave; false if it no longer waits for it. */
    public boolean answer(OutgoingCall call, Block.ToolResult result) {
        if (result.failed()) {
            return program.refuse(call, "ToolError", result.text());
        }
        return program.answer(
                call,
                ToolExecutionResult.builder()
                        .result(result.text())
                        .resultText(result.text())
                        .build());
    }

    /** Tells the program that the result of a call came too late. */
    public void timeOut(OutgoingCall call) {
        timedOut = true;
        program.refuse(call, TIMEOUT, "Calling tool ['" + call.request().name() + "'] timed out.");
    }

    /** Lets the program rest without a thread; after the time it is ended and the session lost. */
    public void suspend(Duration expires) {
        program.suspend(expires);
    }
}
