package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import java.util.Map;
import java.util.TreeMap;

/** Counts what ran and what was skipped, and why. Thread-safe. */
final class ConformanceTable {

    private static final class Row {

        private int run;
        private int skipped;
        private final Map<String, Integer> reasons = new TreeMap<>();
    }

    private final Map<String, Row> rows = new TreeMap<>();

    synchronized void ran(String group) {
        rows.computeIfAbsent(group, key -> new Row()).run++;
    }

    synchronized void skipped(String group, String reason) {
        Row row = rows.computeIfAbsent(group, key -> new Row());
        row.skipped++;
        row.reasons.merge(reason, 1, Integer::sum);
    }

    synchronized String text(SandboxTraits traits) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "%nConformance of the sandbox '%s' (trust %s, threads %s, processes %s)%n",
                traits.name(), traits.trust(), yesNo(traits.threads()), yesNo(traits.processes())));
        text.append(String.format("%-40s %5s %8s  %s%n", "", "run", "skipped", "because the sandbox has no"));
        rows.forEach((group, row) -> text.append(
                        String.format("%-40s %5d %8d  %s%n", group, row.run, row.skipped, reasons(row))
                                .stripTrailing())
                .append(System.lineSeparator()));
        return text.toString();
    }

    private static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }

    private static String reasons(Row row) {
        StringBuilder text = new StringBuilder();
        row.reasons.forEach((reason, count) -> text.append(text.length() == 0 ? "" : ", ")
                .append(reason)
                .append(" (")
                .append(count)
                .append(')'));
        return text.toString();
    }
}
