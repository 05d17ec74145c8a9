package io.github.langchain4j.ptc.samples.expense;

import java.time.Duration;
import java.util.List;

/**
 * One program that a model wrote, and what came of it.
 *
 * @param code the source
 * @param calls in the order in which they were made
 * @param outcome how it ended, in words
 * @param printed what it printed
 * @param returned the value that it returned, as text; empty if none
 * @param duration from start to end
 */
record ProgramRun(
        String code, List<ToolCall> calls, String outcome, String printed, String returned, Duration duration) {

    ProgramRun {
        calls = List.copyOf(calls);
    }
}
