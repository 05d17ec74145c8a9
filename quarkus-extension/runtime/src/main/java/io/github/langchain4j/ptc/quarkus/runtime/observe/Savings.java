package io.github.langchain4j.ptc.quarkus.runtime.observe;

import io.github.langchain4j.ptc.codetool.ProgramResult;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import java.nio.charset.StandardCharsets;

/**
 * What programs kept away from the model: without them, it would have read the result of each tool call. Immutable.
 *
 * @param resultBytes of the results of tool calls, as JSON in UTF-8
 * @param shownBytes of what the model got to read instead, in UTF-8
 */
record Savings(long resultBytes, long shownBytes) {

    /** No programs. */
    static final Savings NONE = new Savings(0, 0);

    private static final int BYTES_OF_TOKEN = 4;

    /**
     * Those of one program; none if it was ended from outside, because then no model reads on.
     *
     * @param outputCharacters of output and result together that the model gets to read
     */
    static Savings of(ProgramReport report, int outputCharacters) {
        if (report.outcome() instanceof Outcome.Cancelled) {
            return NONE;
        }
        long results = report.calls().stream().mapToLong(InnerCall::resultBytes).sum();
        String shown = ProgramResult.of(report, false, outputCharacters).text();
        return new Savings(results, shown.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Bytes that the model did not read; negative if it read more than without programs. */
    long bytes() {
        return resultBytes - shownBytes;
    }

    /** An estimate of the tokens of these bytes, at 4 bytes each. */
    long tokens() {
        return bytes() / BYTES_OF_TOKEN;
    }
}
