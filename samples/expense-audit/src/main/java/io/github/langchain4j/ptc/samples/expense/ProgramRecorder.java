package io.github.langchain4j.ptc.samples.expense;

import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what the library tells about programs. Thread-safe. */
final class ProgramRecorder implements PtcListener {

    private final List<ProgramRun> runs = new CopyOnWriteArrayList<>();

    @Override
    public void programEnded(String session, ProgramReport report) {
        runs.add(new ProgramRun(
                report.code(),
                report.calls().stream()
                        .sorted(Comparator.comparing(InnerCall::startedAfter))
                        .map(ProgramRecorder::toolCall)
                        .toList(),
                ending(report.outcome()),
                report.output(),
                report.outcome() instanceof Outcome.Returned returned ? returned.result() : "",
                report.usage().wallTime()));
    }

    /** The programs that are over, in order. */
    List<ProgramRun> runs() {
        return List.copyOf(runs);
    }

    private static ToolCall toolCall(InnerCall call) {
        String outcome = call.outcome() instanceof ToolOutcome.Failure failure ? failure.type() : "ok";
        return new ToolCall(
                call.tool(), call.arguments(), outcome, call.startedAfter(), call.duration(), call.resultBytes());
    }

    private static String ending(Outcome outcome) {
        if (outcome instanceof Outcome.Returned returned) {
            return returned.kind() == Outcome.Kind.NONE ? "returned nothing" : "returned";
        }
        if (outcome instanceof Outcome.Failed failed) {
            return "failed with " + failed.type() + ": " + failed.message();
        }
        if (outcome instanceof Outcome.Exited exited) {
            return "exited with code " + exited.code();
        }
        return "was ended: " + outcome;
    }
}
