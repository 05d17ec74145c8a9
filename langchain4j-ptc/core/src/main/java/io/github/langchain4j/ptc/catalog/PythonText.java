package io.github.langchain4j.ptc.catalog;

import java.util.List;

/** Writes foreign text into Python source so that it stays text. */
final class PythonText {

    private static final int SHOWN = 60;

    private PythonText() {}

    /** A string literal. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\t' -> literal.append("\\t");
                case '\r' -> literal.append("\\r");
                default -> {
                    if (isPlain(c)) {
                        literal.appendCodePoint(c);
                    } else {
                        literal.append(c > 0xFFFF ? String.format("\\U%08x", c) : String.format("\\u%04x", c));
                    }
                }
            }
        });
        return literal.append('"').toString();
    }

    /** A docstring of these lines, quotes included, each line after the first indented. */
    static String docstring(List<String> lines) {
        StringBuilder text = new StringBuilder();
        String separator = "";
        for (String line : lines) {
            text.append(separator).append(plain(line).stripTrailing());
            separator = "\n    ";
        }
        return "\"\"\"" + escaped(text) + "\"\"\"";
    }

    /** Without two quotes side by side or one at the end: neither can close the docstring. */
    private static String escaped(CharSequence text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean last = i + 1 == text.length();
            if (c == '\\' || (c == '"' && (last || text.charAt(i + 1) == '"'))) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    /** The text on one line, for a comment. */
    static String oneLine(String text) {
        return plain(text.replace('\n', ' ')).strip().replaceAll(" {2,}", " ");
    }

    /** The beginning of a text that may be long. */
    static String shortened(String text) {
        if (text.length() <= SHOWN) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
        return text.substring(0, end) + "…";
    }

    /** The lines of a text. */
    static List<String> lines(String text) {
        return text.strip().lines().toList();
    }

    private static String plain(String line) {
        StringBuilder plain = new StringBuilder();
        line.codePoints().forEach(c -> plain.appendCodePoint(isPlain(c) ? c : ' '));
        return plain.toString();
    }

    /** Whether a character shows as itself: no control, no direction mark, no half of a pair. */
    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            // The joiners belong to ordinary writing and to emoji.
            case Character.FORMAT -> c == 0x200C || c == 0x200D;
            default -> true;
        };
    }
}
