package io.github.langchain4j.ptc.codetool;

import java.util.Locale;

/** Shortens a text in its middle: the beginning tells what it is, the end how it came out. */
public final class MiddleCut {

    /** Below this, the note about what is missing would crowd out the text. */
    public static final int SMALLEST = 200;

    private static final int NOTE = 80;

    private MiddleCut() {}

    /**
     * The text, or its two ends with a note of how much is left out and how long it was.
     *
     * @param text any text
     * @param characters the most to keep, note included; at least {@link #SMALLEST} is used
     */
    public static String of(String text, int characters) {
        int limit = Math.max(characters, SMALLEST);
        if (text.length() <= limit) {
            return text;
        }
        int kept = limit - NOTE;
        int head = whole(text, kept - kept / 2);
        int tail = whole(text, text.length() - kept / 2);
        String note = String.format(Locale.ROOT, "\n… %,d of %,d characters left out …\n", tail - head, text.length());
        return text.substring(0, head) + note + text.substring(tail);
    }

    /** The position, moved by one if it would split a surrogate pair. */
    private static int whole(String text, int position) {
        return Character.isLowSurrogate(text.charAt(position)) && Character.isHighSurrogate(text.charAt(position - 1))
                ? position + 1
                : position;
    }
}
