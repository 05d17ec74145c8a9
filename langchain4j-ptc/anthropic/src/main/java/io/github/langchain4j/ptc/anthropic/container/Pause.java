package io.github.langchain4j.ptc.anthropic.container;

import io.github.langchain4j.ptc.program.OutgoingCall;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A program that waits for the client. {@link #toString()} shows no content.
 *
 * @param program its block
 * @param run the program
 * @param calls by the ids of their blocks, in order
 * @param since when it waits
 */
public record Pause(String program, ProgramRun run, Map<String, OutgoingCall> calls, Instant since) {

    /** The ids of the blocks that are to be answered. */
    public Set<String> ids() {
        return calls.keySet();
    }

    @Override
    public String toString() {
        return "Pause[" + calls.size() + " calls]";
    }
}
