package io.github.langchain4j.ptc.samples.expense;

import java.io.PrintStream;
import java.util.Objects;

/** Where the report is printed, and what can be printed there. Lines end with a line feed on every system. */
final class Terminal {

    /** Columns of text, without the margin. */
    static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean colour;
    private final boolean unicode;

    /**
     * @param out takes the text
     * @param colour whether escape sequences for colours are understood
     * @param unicode whether more than ASCII can be shown
     */
    Terminal(PrintStream out, boolean colour, boolean unicode) {
        this.out = Objects.requireNonNull(out, "out");
        this.colour = colour;
        this.unicode = unicode;
    }

    void line() {
        line("");
    }

    void line(String text) {
        out.print(text + "\n");
        out.flush();
    }

    void heading(String text) {
        line();
        line(bold(text));
    }

    /** Prints every line of a text with a margin. */
    void block(String text) {
        text.lines().forEach(each -> line(each.isEmpty() ? "" : "  " + each));
    }

    /** Prints a text with a margin, its long lines broken at spaces. */
    void prose(String text) {
        text.lines().forEach(each -> block(each.isEmpty() ? "\n" : broken(each)));
    }

    private static String broken(String line) {
        StringBuilder broken = new StringBuilder();
        int width = 0;
        for (String word : line.split(" ")) {
            boolean fits = width + 1 + word.length() <= WIDTH;
            broken.append(width == 0 ? "" : fits ? " " : "\n").append(word);
            width = fits && width > 0 ? width + 1 + word.length() : word.length();
        }
        return broken.toString();
    }

    String bold(String text) {
        return styled("1", text);
    }

    String dim(String text) {
        return styled("2", text);
    }

    String good(String text) {
        return styled("32", text);
    }

    String bad(String text) {
        return styled("31", text);
    }

    String accent(String text) {
        return styled("36", text);
    }

    private String styled(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** A bar on a scale: filled between two positions, and at least one place wide. */
    String bar(double from, double to, int width) {
        int first = Math.min(width - 1, (int) Math.floor(from * width));
        int last = Math.max(first + 1, Math.min(width, (int) Math.ceil(to * width)));
        String empty = unicode ? "\u00b7" : ".";
        String full = unicode ? "\u2588" : "#";
        return dim(empty.repeat(first)) + accent(full.repeat(last - first)) + dim(empty.repeat(width - last));
    }

    /** What stands in place of what is left out. */
    String ellipsis() {
        return unicode ? "\u2026" : "...";
    }

    String rule(int width) {
        return (unicode ? "\u2500" : "-").repeat(width);
    }
}
