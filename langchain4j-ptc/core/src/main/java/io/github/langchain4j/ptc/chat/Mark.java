package io.github.langchain4j.ptc.chat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a message that we return carries in its attributes. Immutable.
 *
 * @param handle of the conversation
 * @param sequence number of the marked message in the conversation, from 1
 * @param turn names the turn; the last message of a turn tells all of it
 * @param steps what the model said and was answered in the turn before this message, unseen by the caller
 * @param open the response of the model that this message is made of, if the caller was given other requests than it
 *     holds
 */
record Mark(Handle handle, int sequence, Handle turn, List<Step> steps, Optional<Open> open) {

    /**
     * A response with our answers to some of its requests.
     *
     * @param step the response and all of its requests
     * @param whole whether the step's message is the response; else the marked message has its text, thinking and
     *     attributes, and the step's message has none
     */
    record Open(Step step, boolean whole) {}

    Mark {
        Objects.requireNonNull(handle, "handle");
        Objects.requireNonNull(turn, "turn");
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence must be at least 1, but is " + sequence);
        }
        steps = List.copyOf(steps);
        Objects.requireNonNull(open, "open");
    }

    /** Whether a later mark tells everything that this one tells. */
    boolean isContinuedBy(Mark later) {
        return turn.equals(later.turn) && sequence < later.sequence;
    }
}
