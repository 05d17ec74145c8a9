package io.github.langchain4j.ptc.codetool;

import dev.langchain4j.model.output.FinishReason;
import java.util.Optional;

/** What the model is told when a program of it was not run. */
public final class NotRun {

    private static final String FILTERED =
            "Nothing was run: the provider's content filter stopped your reply, so this" + " may be incomplete.";

    /** The reply was cut off at the model's token limit, so that nothing in it can be trusted to be whole. */
    public static final String CUT_OFF = "Nothing was run: your reply was cut off at its token limit, so this may be"
            + " incomplete. Send less in one reply, such as a shorter program.";

    private NotRun() {}

    /**
     * Why nothing of a reply is run at all, if so: of a program that was stopped in its middle, the first half would run.
     *
     * @param finish why the reply ended; may be null
     */
    public static Optional<String> because(FinishReason finish) {
        if (finish == FinishReason.LENGTH) {
            return Optional.of(CUT_OFF);
        }
        return finish == FinishReason.CONTENT_FILTER ? Optional.of(FILTERED) : Optional.empty();
    }

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
