package io.github.langchain4j.ptc.written;

/**
 * A line of a reply.
 *
 * @param text without its end
 * @param start where it begins
 * @param next where the one after it begins
 * @param complete whether its end was written
 */
record Line(String text, int start, int next, boolean complete) {

    /** The line, or the rest of it, that begins at a place of the text. */
    static Line at(String text, int start) {
        int feed = text.indexOf('\n', start);
        int end = feed < 0 ? text.length() : feed;
        int content = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
        return new Line(text.substring(start, content), start, feed < 0 ? end : end + 1, feed >= 0);
    }
}
