package io.github.langchain4j.ptc.codetool;

/** What the model is told when a program of it was not run. */
public final class NotRun {

    /** The reply was cut off at the model's token limit, so that nothing in it can be trusted to be whole. */
    public static final String CUT_OFF = "Nothing was run: your reply was cut off at its token limit, so this may be"
            + " incomplete. Send less in one reply, such as a shorter program.";

    private NotRun() {}

    /**
     * An earlier program of the same reply failed.
     *
     * @param number of the failed program in the reply, from 1
     */
    public static String afterFailureOf(int number) {
        return "Not run, because program " + number + " of this reply failed. Mend that first; then send this one again"
                + " if it is still needed.";
    }
}
