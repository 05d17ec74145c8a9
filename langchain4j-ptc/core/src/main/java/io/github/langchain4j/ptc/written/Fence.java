package io.github.langchain4j.ptc.written;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The opening line of a block of code, as CommonMark has it, and two things more that models do: any indentation, and
 * an opening with Python's name at the end of a line of prose.
 *
 * @param start where the fence begins in the text
 * @param indent of the opening line, which the lines of the block may have, too
 * @param marks the fence itself
 * @param language in lower case; empty if there is none
 */
record Fence(int start, int indent, String marks, String language) {

    // Gemma's documentation has its models mark Python that is to be run as tool_code.
    private static final Set<String> PYTHON = Set.of("python", "python3", "py", "py3", "tool_code");
    private static final Pattern ALONE = Pattern.compile("([ \\t]*)(`{3,}|~{3,})[ \\t]*([^`]*)");
    private static final Pattern AFTER_PROSE = Pattern.compile("[^`]*\\S[ \\t]*(`{3,})(python3?|py)[ \\t]*");
    private static final Pattern WORD = Pattern.compile("\\{?\\.?([^\\s{}.:,]*).*", Pattern.DOTALL);

    /** A block that a fence opened. */
    record Block(String content, int end, boolean closed) {}

    /** The fence that a line opens. */
    static Optional<Fence> opened(Line line) {
        Matcher alone = ALONE.matcher(line.text());
        if (alone.matches()) {
            Matcher word = WORD.matcher(alone.group(3));
            String language = word.matches() ? word.group(1).toLowerCase(Locale.ROOT) : "";
            return Optional.of(new Fence(line.start(), alone.group(1).length(), alone.group(2), language));
        }
        Matcher after = AFTER_PROSE.matcher(line.text());
        return after.matches()
                ? Optional.of(new Fence(line.start() + after.start(1), 0, after.group(1), after.group(2)))
                : Optional.empty();
    }

    boolean isPython() {
        return PYTHON.contains(language);
    }

    /**
     * The block: to the first line that closes it, other than in a string of three quotes, or else to the end.
     *
     * @param text the reply
     * @param first where the line after the opening begins
     * @param coming whether more of it can come, which may end a string
     */
    Block block(String text, int first, boolean coming) {
        List<String> lines = new ArrayList<>();
        Optional<Block> inString = Optional.empty();
        for (int at = first; at < text.length(); ) {
            Line line = Line.at(text, at);
            if (closes(line.text())) {
                String content = joined(lines);
                Block block = new Block(content, line.next(), true);
                boolean code = isPython() || language.isEmpty();
                if (!code || !PythonTokens.endsInString(content)) {
                    return block;
                }
                inString = coming ? Optional.empty() : inString.or(() -> Optional.of(block));
            }
            lines.add(outdented(line.text()));
            at = line.next();
        }
        return inString.orElseGet(() -> unclosed(joined(lines), text.length()));
    }

    /** Cut off, ended by a stop sequence, or closed at the end of its last line. */
    private Block unclosed(String content, int end) {
        String stripped = content.stripTrailing();
        int last = stripped.length();
        while (last > 0 && stripped.charAt(last - 1) == marks.charAt(0)) {
            last--;
        }
        return new Block(stripped.substring(0, last).stripTrailing(), end, stripped.length() - last >= marks.length());
    }

    /** The lines as one text, without the indentation that all of them share: Python refuses it. */
    private static String joined(List<String> lines) {
        int shared = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(Fence::indentation)
                .min()
                .orElse(0);
        return lines.stream()
                .map(line -> line.substring(Math.min(shared, indentation(line))))
                .collect(Collectors.joining("\n"));
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }

    private boolean closes(String line) {
        String stripped = line.strip();
        return stripped.length() >= marks.length() && stripped.chars().allMatch(c -> c == marks.charAt(0));
    }

    private String outdented(String line) {
        return line.substring(Math.min(indent, indentation(line)));
    }
}
