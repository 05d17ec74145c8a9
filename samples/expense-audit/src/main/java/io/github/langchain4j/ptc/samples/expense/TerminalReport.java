package io.github.langchain4j.ptc.samples.expense;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Shows to a person what happened, as it happens. */
final class TerminalReport {

    private static final int BAR = 20;
    private static final int WIDEST_CALL = 48;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Terminal terminal;

    TerminalReport(Terminal terminal) {
        this.terminal = terminal;
    }

    void question(String question, String model, String sandbox) {
        terminal.line(terminal.bold("Question"));
        terminal.prose(question);
        terminal.line();
        terminal.line(terminal.dim("model    ") + model);
        terminal.line(terminal.dim("sandbox  ") + sandbox);
    }

    /** @param right whether the answer is the right one; {@code null} if that is not known */
    void arm(ArmRun run, Boolean right) {
        terminal.line();
        terminal.line(terminal.bold(
                terminal.accent(run.arm() == Arm.PTC ? "Programmatic tool calling" : "Ordinary tool calling")));
        run.programs().forEach(this::program);
        terminal.heading("Answer");
        terminal.prose(run.answer());
        if (right != null) {
            terminal.line(
                    right
                            ? terminal.good("  This is the right answer.")
                            : terminal.bad("  This is not the right answer."));
        }
    }

    private void program(ProgramRun program) {
        terminal.heading("Program");
        terminal.block(program.code());
        int calls = program.calls().size();
        terminal.heading("Tool calls of the program: " + calls + ", in " + millis(program.duration()));
        long total = Math.max(1, program.duration().toNanos());
        program.calls().forEach(call -> call(call, total));
        if (!program.printed().isEmpty()) {
            terminal.heading("The program printed");
            terminal.block(program.printed());
        }
        terminal.heading("The program " + program.outcome());
        terminal.block(readable(program.returned()));
    }

    /** A long JSON list with each element on a line of its own. */
    private static String readable(String returned) {
        if (returned.length() <= Terminal.WIDTH || !returned.startsWith("[")) {
            return returned;
        }
        try {
            StringJoiner elements = new StringJoiner(",\n ", "[", "]");
            JSON.readTree(returned).forEach(element -> elements.add(element.toString()));
            return elements.toString();
        } catch (JsonProcessingException notJson) {
            return returned;
        }
    }

    private void call(ToolCall call, long total) {
        double from = (double) call.start().toNanos() / total;
        double to = (double) call.start().plus(call.duration()).toNanos() / total;
        String text = call.tool() + "(" + arguments(call.arguments()) + ")";
        String outcome = call.outcome().equals("ok") ? "" : "  " + terminal.bad(call.outcome());
        terminal.line("  " + right(millis(call.start()), 9) + " " + terminal.bar(from, to, BAR) + " "
                + left(shortened(text), WIDEST_CALL) + right(millis(call.duration()), 9)
                + right(bytes(call.resultBytes()), 10) + outcome);
    }

    private static String arguments(JsonNode arguments) {
        StringJoiner text = new StringJoiner(", ");
        arguments.properties().forEach(argument -> text.add(argument.getKey() + "=" + argument.getValue()));
        return text.toString();
    }

    private String shortened(String text) {
        if (text.length() <= WIDEST_CALL) {
            return text;
        }
        String end = terminal.ellipsis();
        return text.substring(0, WIDEST_CALL - end.length()) + end;
    }

    /**
     * The table of what each arm cost.
     *
     * @param recorded whether the model was the recorded one
     */
    void costs(List<ArmRun> runs, boolean recorded) {
        terminal.heading("What it cost");
        String heads = runs.stream()
                .map(run -> right(run.arm() == Arm.PTC ? "programmatic" : "ordinary", 15))
                .collect(Collectors.joining());
        terminal.line("  " + left("", 16) + terminal.dim(heads));
        terminal.line("  " + terminal.dim(terminal.rule(16 + 15 * runs.size())));
        row("model calls", runs, ArmRun::modelCalls);
        row("tool calls", runs, ArmRun::toolCalls);
        row("tokens in", runs, ArmRun::inputTokens);
        row("tokens out", runs, ArmRun::outputTokens);
        row("wall time (ms)", runs, run -> (int) run.millis());
        if (runs.size() == 2) {
            double saved = 100.0
                    - 100.0 * runs.get(0).tokens() / Math.max(1, runs.get(1).tokens());
            terminal.line();
            terminal.line(terminal.bold(String.format(
                    Locale.ROOT,
                    saved >= 0
                            ? "  Programmatic tool calling took %.1f %% fewer tokens."
                            : "  Programmatic tool calling took %.1f %% more tokens.",
                    Math.abs(saved))));
        }
        terminal.line(terminal.dim("  Tokens: " + TokenCounter.ENCODING
                + ", of the messages and tool specifications that went to the model."));
        if (recorded) {
            terminal.line(terminal.dim(
                    "  The recorded model answers at once: wall time is that of sandbox and tools alone."));
        }
    }

    private void row(String name, List<ArmRun> runs, ToIntFunction<ArmRun> figure) {
        String figures = runs.stream()
                .map(run -> right(String.format(Locale.ROOT, "%,d", figure.applyAsInt(run)), 15))
                .collect(Collectors.joining());
        terminal.line("  " + left(name, 16) + figures);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    private static String bytes(long bytes) {
        return bytes < 1000 ? bytes + " B" : String.format(Locale.ROOT, "%.1f kB", bytes / 1000.0);
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
