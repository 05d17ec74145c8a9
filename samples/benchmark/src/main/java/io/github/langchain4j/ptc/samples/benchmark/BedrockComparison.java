package io.github.langchain4j.ptc.samples.benchmark;

import io.github.langchain4j.ptc.samples.expense.BedrockAudit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Runs of several models, and the table of them. Used by one thread. */
final class BedrockComparison {

    static final String PROGRAMMATIC = "programmatic";
    static final String ORDINARY = "ordinary";

    private final List<Run> runs = new ArrayList<>();

    /**
     * One question to one model.
     *
     * @param model its id
     * @param way of calling tools
     * @param cost {@code null} if it failed
     * @param failure why; {@code null} if it did not fail
     */
    record Run(String model, String way, BedrockAudit.Cost cost, String failure) {}

    void add(Run run) {
        runs.add(run);
    }

    List<Run> runs() {
        return List.copyOf(runs);
    }

    boolean hasFailures() {
        return runs.stream().anyMatch(run -> run.cost() == null);
    }

    /** The lines of a Markdown table, and of a list of failures if there are any. */
    List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| model | tool calling | right | model calls | tool calls | tokens in | tokens out | seconds | tokens |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        Map<String, List<Run>> models =
                runs.stream().collect(Collectors.groupingBy(Run::model, LinkedHashMap::new, Collectors.toList()));
        models.forEach((model, ofModel) -> {
            lines.add(row(model, PROGRAMMATIC, ofModel));
            lines.add(row(model, ORDINARY, ofModel));
        });
        if (hasFailures()) {
            lines.add("");
            runs.stream()
                    .filter(run -> run.cost() == null)
                    .map(run -> "- " + run.model() + ", " + run.way() + ": " + run.failure())
                    .distinct()
                    .forEach(lines::add);
        }
        return lines;
    }

    private static String row(String model, String way, List<Run> ofModel) {
        List<Run> asked = ofModel.stream().filter(run -> run.way().equals(way)).toList();
        List<BedrockAudit.Cost> costs = costs(asked);
        if (costs.isEmpty()) {
            return "| " + model + " | " + way + " | failed | | | | | | |";
        }
        long right = costs.stream().filter(BedrockAudit.Cost::right).count();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d of %d | %d | %d | %,d | %,d | %.1f | %s |",
                model,
                way,
                right,
                asked.size(),
                median(costs, BedrockAudit.Cost::modelCalls),
                median(costs, BedrockAudit.Cost::toolCalls),
                median(costs, BedrockAudit.Cost::inputTokens),
                median(costs, BedrockAudit.Cost::outputTokens),
                median(costs, BedrockAudit.Cost::millis) / 1e3,
                way.equals(PROGRAMMATIC) ? saved(costs, ofModel) : "");
    }

    private static String saved(List<BedrockAudit.Cost> programmatic, List<Run> ofModel) {
        List<BedrockAudit.Cost> ordinary =
                costs(ofModel.stream().filter(run -> run.way().equals(ORDINARY)).toList());
        if (ordinary.isEmpty()) {
            return "";
        }
        double fewer = 100.0
                - 100.0
                        * median(programmatic, BedrockComparison::tokens)
                        / Math.max(1, median(ordinary, BedrockComparison::tokens));
        return String.format(Locale.ROOT, "%.1f %% %s", Math.abs(fewer), fewer < 0 ? "more" : "fewer");
    }

    private static long tokens(BedrockAudit.Cost cost) {
        return (long) cost.inputTokens() + cost.outputTokens();
    }

    private static List<BedrockAudit.Cost> costs(List<Run> runs) {
        return runs.stream().map(Run::cost).filter(cost -> cost != null).toList();
    }

    /** Of an even number, the upper one of the two in the middle. */
    private static long median(List<BedrockAudit.Cost> costs, ToLongFunction<BedrockAudit.Cost> value) {
        long[] sorted = costs.stream().mapToLong(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
