package io.github.langchain4j.ptc.samples.expense;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One run of the command line, as a process would be run. */
record CommandLine(int exitCode, String out, String err) {

    static CommandLine run(String... arguments) {
        return run(Map.of(), arguments);
    }

    static CommandLine run(Map<String, String> environment, String... arguments) {
        return run(environment, false, arguments);
    }

    static CommandLine inColour(String... arguments) {
        return run(Map.of(), true, arguments);
    }

    private static CommandLine run(Map<String, String> environment, boolean colour, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = ExpenseAudit.run(
                new Surroundings(
                        environment,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        colour,
                        colour),
                arguments);
        return new CommandLine(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
