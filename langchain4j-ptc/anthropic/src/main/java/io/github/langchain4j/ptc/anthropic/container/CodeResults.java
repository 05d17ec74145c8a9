package io.github.langchain4j.ptc.anthropic.container;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.codetool.MiddleCut;
import io.github.langchain4j.ptc.codetool.ProgramResult;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.program.ProgramReport;
import java.util.ArrayList;
import java.util.List;

/** The contents of {@code code_execution_tool_result} blocks. */
public final class CodeResults {

    private CodeResults() {}

    /**
     * An error: no program ran, or nothing is known of it.
     *
     * @param code of the API
     */
    public static ObjectNode error(String code) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "code_execution_tool_result_error")
                .put("error_code", code);
    }

    /** A program that was not run for a reason that the model should read. */
    public static ObjectNode notRun(String reason) {
        return result("", reason, 1);
    }

    private static ObjectNode result(String stdout, String stderr, int code) {
        ObjectNode result = JsonNodeFactory.instance
                .objectNode()
                .put("type", "code_execution_result")
                .put("stdout", stdout)
                .put("stderr", stderr)
                .put("return_code", code);
        result.putArray("content");
        return result;
    }

    /**
     * The result of a program that ended.
     *
     * @param report how
     * @param printed by it
     * @param notes that the model should read
     * @param timedOut whether it failed because a result of the client came too late: such a program counts as one that
     *     ended well, as with Anthropic
     * @param characters the most to show of each stream
     */
    static ObjectNode of(ProgramReport report, Printed printed, List<String> notes, boolean timedOut, int characters) {
        Outcome outcome = report.outcome();
        if (outcome instanceof Outcome.Cancelled) {
            return error("unavailable");
        }
        if (outcome instanceof Outcome.LimitHit limit) {
            switch (limit.limit()) {
                case COMPUTE_TIME, WALL_TIME:
                    return error("execution_time_exceeded");
                case SUSPENSION:
                    return error("container_expired");
                default:
                    break;
            }
        }
        String stdout = printed.stdout();
        List<String> stderr = new ArrayList<>();
        stderr.add(printed.stderr());
        int code = 0;
        if (outcome instanceof Outcome.Returned returned) {
            stdout = joined(List.of(stdout, returned.kind() == Outcome.Kind.NONE ? "" : returned.result()));
        } else if (outcome instanceof Outcome.Exited exited) {
            code = exited.code();
            stderr.add(exited.message());
        } else {
            code = timedOut ? 0 : 1;
            stderr.add(failure(outcome));
        }
        report.warnings().forEach(warning -> stderr.add("Warning: " + warning));
        stderr.addAll(notes);
        return result(MiddleCut.of(stdout, characters), MiddleCut.of(joined(stderr), characters), code);
    }

    private static String failure(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.traceback().isBlank() ? failed.type() + ": " + failed.message() : failed.traceback();
        }
        return outcome instanceof Outcome.LimitHit limit ? limit.message() : ((Outcome.SessionLost) outcome).message();
    }

    /** Texts below each other. */
    private static String joined(List<String> texts) {
        StringBuilder joined = new StringBuilder();
        for (String text : texts) {
            if (!text.isEmpty() && !joined.isEmpty() && joined.charAt(joined.length() - 1) != '\n') {
                joined.append('\n');
            }
            joined.append(text);
        }
        return joined.toString();
    }

    /** Told when variables and files did not survive. */
    static final String SESSION_GONE = ProgramResult.SESSION_GONE;

    /** Told when the session of earlier programs had ended. */
    static final String SESSION_EXPIRED = ProgramResult.SESSION_EXPIRED;
}
