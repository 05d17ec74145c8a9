package io.github.langchain4j.ptc.program;

import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.OutputFile;
import io.github.langchain4j.ptc.engine.Usage;
import java.util.List;

/**
 * What a program did. Immutable. {@link #toString()} shows no code and no content.
 *
 * @param number of the program in its session, from 1
 * @param code its source
 * @param outcome how it ended
 * @param output everything it printed, in order
 * @param files what it left in its output folder
 * @param warnings what the model should know
 * @param usage what it used
 * @param calls the calls of tools that were answered, in the order of answering
 */
public record ProgramReport(
        int number,
        String code,
        Outcome outcome,
        String output,
        List<OutputFile> files,
        List<String> warnings,
        Usage usage,
        List<InnerCall> calls) {

    public ProgramReport {
        files = List.copyOf(files);
        warnings = List.copyOf(warnings);
        calls = List.copyOf(calls);
    }

    /** Whether it ran to its end without an error, {@code sys.exit(0)} included. */
    public boolean succeeded() {
        return outcome instanceof Outcome.Returned || outcome instanceof Outcome.Exited exited && exited.code() == 0;
    }

    @Override
    public String toString() {
        return "ProgramReport[" + number + ", " + outcome + ", " + calls.size() + " calls]";
    }
}
