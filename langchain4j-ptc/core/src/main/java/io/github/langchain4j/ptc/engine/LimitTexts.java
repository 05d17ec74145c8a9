package io.github.langchain4j.ptc.engine;

import java.time.Duration;

/** What the model is told of a limit: what it is, what happened, what to do. */
final class LimitTexts {

    private static final String LOST = " Variables and files of the session are gone.";

    private LimitTexts() {}

    static String code(int bytes, Limits limits) {
        return "The program has " + bytes + " bytes of source, at most " + limits.codeBytes()
                + " are allowed. It was not run. Put data into tools or files, not into the source.";
    }

    static String tooManyTools(Limits limits) {
        return "The program and its tools do not fit into one message of "
                + limits.interpreter().maxFrameBytes() + " bytes. It was not run.";
    }

    static String time(Outcome.Limit limit, Limits limits) {
        return limit == Outcome.Limit.COMPUTE_TIME
                ? "The program was stopped after " + text(limits.computeTime())
                        + " of compute time, the most it may use; waiting for tools does not count." + LOST
                : "The program was stopped after " + text(limits.wallTime())
                        + ", the most it may take with all its tool calls. Do less in one program." + LOST;
    }

    static String toolCalls(Limits limits) {
        return "The program made more than " + limits.toolCalls()
                + " tool calls, the most it may make, and was stopped." + LOST;
    }

    static String output(Limits limits) {
        return "The program printed more than " + limits.outputBytes()
                + " bytes, the most it may print, and was stopped. Print only what is needed." + LOST;
    }

    static String frames() {
        return "The program sent too many messages (prints, calls, timers) and was stopped." + LOST;
    }

    static String suspension(Duration expires) {
        return "The program waited for " + text(expires) + " for the results of its tool calls and was ended." + LOST;
    }

    private static String text(Duration duration) {
        return duration.toSeconds() == 0 || duration.toMillisPart() != 0
                ? duration.toMillis() / 1000.0 + " s"
                : duration.toSeconds() + " s";
    }
}
