package io.github.langchain4j.ptc.codetool;

import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.OutputFile;
import io.github.langchain4j.ptc.program.ProgramReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the model gets to read of a program: what it printed, how it ended, and what else it should know.
 *
 * @param text for the model, never blank
 * @param failed whether the program did not do what it was written for
 */
public record ProgramResult(String text, boolean failed) {

    private static final int EXTRAS = 2_000;
    private static final int FILE_NAME = 200;

    /** Told when a session could not be kept. */
    public static final String SESSION_GONE =
            "The next program starts in a fresh session, without the variables and files of this one.";

    /** Told when the session of earlier programs had ended before this one. */
    public static final String SESSION_EXPIRED =
            "The session of your earlier programs had ended; this program ran in a fresh one, without their variables.";

    /** The result, preceded by a note. */
    ProgramResult after(String note) {
        return new ProgramResult(note + "\n" + text, failed);
    }

    /**
     * The result of a program.
     *
     * @param report how it went
     * @param sessionLost whether another program of this session is impossible
     * @param characters the most to show of output and result together
     */
    public static ProgramResult of(ProgramReport report, boolean sessionLost, int characters) {
        String ending = ending(report.outcome());
        String output = report.output().stripTrailing();
        // What the program returned or how it failed matters more than what it printed on the way.
        String shownEnding = MiddleCut.of(
                ending, output.isEmpty() ? characters : Math.max(characters / 2, characters - output.length()));
        String shownOutput = MiddleCut.of(output, characters - shownEnding.length());
        List<String> parts = new ArrayList<>();
        boolean failed = !report.succeeded();
        if (!shownOutput.isEmpty()) {
            parts.add(failed ? "Printed before it ended:\n" + shownOutput : shownOutput);
        }
        if (!shownEnding.isBlank()) { // providers refuse a blank text as the result of a tool
            boolean labelled = !failed && !shownOutput.isEmpty() && report.outcome() instanceof Outcome.Returned;
            parts.add(labelled ? "Result: " + shownEnding : shownEnding);
        }
        if (parts.isEmpty()) {
            parts.add("The program printed nothing and returned no value. Print what you need to see.");
        }
        extras(report, parts);
        if (sessionLost) {
            parts.add(SESSION_GONE);
        }
        return new ProgramResult(String.join("\n", parts), failed);
    }

    private static String ending(Outcome outcome) {
        if (outcome instanceof Outcome.Returned returned) {
            return returned.kind() == Outcome.Kind.NONE ? "" : returned.result();
        }
        if (outcome instanceof Outcome.Failed failure) {
            String raised = "The program failed with " + failure.type();
            return failure.traceback().isBlank()
                    ? raised + ": " + failure.message()
                    : raised + ".\n" + failure.traceback().strip();
        }
        if (outcome instanceof Outcome.Exited exited) {
            String message = exited.message().isBlank() ? "" : ": " + exited.message();
            return exited.code() == 0 && message.isEmpty()
                    ? ""
                    : "The program ended itself with exit code " + exited.code() + message;
        }
        if (outcome instanceof Outcome.LimitHit limit) {
            return limit.message();
        }
        if (outcome instanceof Outcome.SessionLost lost) {
            return lost.message();
        }
        if (outcome instanceof Outcome.Cancelled cancelled) {
            return "The program was ended from outside (" + cancelled.reason() + ").";
        }
        throw new IllegalArgumentException("Unknown outcome " + outcome);
    }

    private static void extras(ProgramReport report, List<String> parts) {
        if (!report.files().isEmpty()) {
            String files = report.files().stream().map(ProgramResult::listed).collect(Collectors.joining(", "));
            parts.add(MiddleCut.of("Files: " + files, EXTRAS));
        }
        if (!report.warnings().isEmpty()) {
            String warnings = report.warnings().stream()
                    .map(warning -> "Warning: " + warning)
                    .collect(Collectors.joining("\n"));
            parts.add(MiddleCut.of(warnings, EXTRAS));
        }
    }

    private static String listed(OutputFile file) {
        return String.format(
                Locale.ROOT, "%s (%,d bytes)", MiddleCut.of(file.path(), FILE_NAME), file.content().length);
    }
}
