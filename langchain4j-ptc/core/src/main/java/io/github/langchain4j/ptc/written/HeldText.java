package io.github.langchain4j.ptc.written;

/**
 * A reply that comes in parts: what may be a program is held back. Not thread-safe.
 *
 * <p>Blocks are read again with each of their lines, not with each part, so that long ones cost little.
 */
public final class HeldText {

    private final ReplyReader reader;
    private final StringBuilder open = new StringBuilder(); // what must be read again when more has come
    private int gone; // characters before that
    private int shown; // of that
    private boolean inBlock;

    /** @param reader says what is a program */
    public HeldText(ReplyReader reader) {
        this.reader = reader;
    }

    /**
     * Takes the next part.
     *
     * @return what may be shown now; may be empty
     */
    public String add(String part) {
        boolean held = shown < open.length();
        open.append(part);
        if (inBlock && part.indexOf('\n') < 0) {
            return held ? "" : rest();
        }
        String text = open.toString();
        ReplyReader.Settled settled = reader.settled(text);
        inBlock = settled.inBlock();
        String show = text.substring(shown, Math.max(shown, settled.shown()));
        shown += show.length();
        open.delete(0, settled.restart());
        shown -= settled.restart();
        gone += settled.restart();
        return show;
    }

    /** What is held back at the end; to be shown if the reply has no programs. */
    public String rest() {
        return restBefore(gone + open.length());
    }

    /**
     * What is held back at the end and stands before the programs.
     *
     * @param start where they begin in the reply
     */
    public String restBefore(int start) {
        int end = Math.max(shown, Math.min(open.length(), start - gone));
        String rest = open.substring(shown, end);
        shown = end;
        return rest;
    }
}
