package io.github.langchain4j.ptc.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/**
 * A call of a tool by a program, answered. {@link #toString()} shows neither arguments nor result.
 *
 * @param id names the call
 * @param tool the tool's name in LangChain4j; the called name if there is no such tool
 * @param arguments by Python parameter name; not to be changed
 * @param outcome what the program got
 * @param startedAfter from the program's start to the call
 * @param duration from the call to its answer, waiting for a thread included
 */
public record InnerCall(
        CallId id, String tool, ObjectNode arguments, ToolOutcome outcome, Duration startedAfter, Duration duration) {

    public InnerCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(outcome, "outcome");
    }

    /** Whether the tool failed, or was refused. */
    public boolean failed() {
        return outcome instanceof ToolOutcome.Failure;
    }

    /** Size of the result as JSON in UTF-8, or of the failure's message. Computed at each call. */
    public int resultBytes() {
        String text = outcome instanceof ToolOutcome.Value value
                ? value.value().toString()
                : ((ToolOutcome.Failure) outcome).message();
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        return "InnerCall[" + id + ", " + tool + ", " + outcome + ", " + duration.toMillis() + " ms]";
    }
}
