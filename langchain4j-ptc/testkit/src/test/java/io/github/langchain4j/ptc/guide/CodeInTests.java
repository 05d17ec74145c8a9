package io.github.langchain4j.ptc.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Finds the code of the guide's pages in the sources of the tests that run it. */
final class CodeInTests {

    private record Source(String name, List<String> lines, BitSet code) {}

    /** Where a block was found, or how far it agrees with the place that is most like it. */
    private record Match(Source source, int start, int length) {}

    private final List<Source> sources = new ArrayList<>();

    CodeInTests(List<Path> files) throws IOException {
        for (Path file : files) {
            List<String> lines =
                    Files.readAllLines(file).stream().map(String::stripTrailing).toList();
            sources.add(new Source(file.getFileName().toString(), lines, CodeLines.of(lines)));
        }
    }

    /** Says what is wrong with a block, or nothing. */
    Optional<String> problem(MarkdownPage.Block block) {
        List<String> imports = block.lines().stream()
                .map(String::strip)
                .filter(CodeInTests::isImport)
                .toList();
        List<String> code = withoutIndentation(block.lines().stream()
                .map(String::stripTrailing)
                .filter(line -> !isImport(line.strip()))
                .toList());
        if (code.isEmpty() && imports.isEmpty()) {
            return Optional.of("is empty");
        }
        List<Source> withCode = sources.stream()
                .filter(source -> best(source, code).length() == code.size())
                .toList();
        if (withCode.isEmpty()) {
            return Optional.of(difference(code));
        }
        if (withCode.stream().noneMatch(source -> source.lines().containsAll(imports))) {
            Source source = withCode.get(0);
            return Optional.of("imports what " + source.name() + ", which has its code, does not import: "
                    + imports.stream()
                            .filter(line -> !source.lines().contains(line))
                            .toList());
        }
        return Optional.empty();
    }

    private String difference(List<String> code) {
        Match best = sources.stream()
                .map(source -> best(source, code))
                .reduce((one, other) -> other.length() > one.length() ? other : one)
                .orElseThrow(() -> new IllegalStateException("no sources"));
        if (best.length() == 0) {
            return "is in no test: write one in this package that runs this code, and copy its lines to the page";
        }
        int line = best.start() + best.length();
        List<String> lines = best.source().lines();
        return "is in no test as it is; it agrees with " + best.source().name() + " from line " + (best.start() + 1)
                + " on, but then the page has\n    " + code.get(best.length()) + "\nand line " + (line + 1)
                + " of the test has\n    "
                + (line < lines.size() ? lines.get(line).strip() : "nothing")
                + "\nCopy the lines of the test to the page";
    }

    private static Match best(Source source, List<String> code) {
        Match best = new Match(source, 0, 0);
        for (int start = 0; start < source.lines().size() && best.length() < code.size(); start++) {
            int length = source.code().get(start) ? agreement(source.lines(), start, code) : 0;
            if (length > best.length()) {
                best = new Match(source, start, length);
            }
        }
        return best;
    }

    /** How many lines agree from here on, all shifted by the same number of blanks. */
    private static int agreement(List<String> lines, int start, List<String> code) {
        int shift = indentation(lines.get(start)) - indentation(code.get(0));
        if (shift < 0) {
            return 0;
        }
        int length = 0;
        while (length < code.size()
                && start + length < lines.size()
                && lines.get(start + length).equals(shifted(code.get(length), shift))) {
            length++;
        }
        return length;
    }

    private static String shifted(String line, int shift) {
        return line.isEmpty() ? line : " ".repeat(shift) + line;
    }

    /** Without blank lines at both ends and without the indentation that all lines have. */
    private static List<String> withoutIndentation(List<String> lines) {
        int first = 0;
        int last = lines.size();
        while (first < last && lines.get(first).isEmpty()) {
            first++;
        }
        while (last > first && lines.get(last - 1).isEmpty()) {
            last--;
        }
        List<String> trimmed = lines.subList(first, last);
        int common = trimmed.stream()
                .filter(line -> !line.isEmpty())
                .mapToInt(CodeInTests::indentation)
                .min()
                .orElse(0);
        return trimmed.stream()
                .map(line -> line.isEmpty() ? line : line.substring(common))
                .toList();
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static boolean isImport(String line) {
        return line.startsWith("import ") && line.endsWith(";");
    }
}
