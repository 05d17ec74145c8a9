package io.github.langchain4j.ptc.chat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a message that we return carries in its attributes. Immutable.
 *
 * @param session names the conversation; random
 * @param sequence number of the marked message in the conversation, from 1
 * @param steps what the model said and was answered before this message, unseen by the caller
 * @param open the requests of this message as the model made them and our answers to some, if the caller was given
 *     only a part of them; text, thinking and attributes are the message's own
 */
record Mark(String session, int sequence, List<Step> steps, Optional<Step> open) {

    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    Mark {
        if (!SESSION.matcher(session).matches()) {
            throw new IllegalArgumentException("No session handle");
        }
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence must be at least 1, but is " + sequence);
        }
        steps = List.copyOf(steps);
        Objects.requireNonNull(open, "open");
    }

    /** The mark of the next message of a conversation. */
    static Mark next(Optional<Mark> last, List<Step> steps, Optional<Step> open) {
        return last.filter(mark -> mark.sequence < Integer.MAX_VALUE)
                .map(mark -> new Mark(mark.session, mark.sequence + 1, steps, open))
                .orElseGet(() -> new Mark(UUID.randomUUID().toString(), 1, steps, open));
    }
}
