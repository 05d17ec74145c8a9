package io.github.langchain4j.ptc.chat;

import java.util.List;
import java.util.Optional;

/** Numbers the marked messages of one turn. Used by one thread at a time. */
final class Marking {

    private final Handle turn = Handle.random();
    private Optional<Mark> last;

    /** @param last the mark that the turn's history ends with */
    Marking(Optional<Mark> last) {
        this.last = last.filter(mark -> mark.sequence() < Integer.MAX_VALUE);
    }

    /** Names the turn. */
    Handle turn() {
        return turn;
    }

    /** The mark of the next message. */
    Mark next(Handle conversation, List<Step> steps, Optional<Mark.Open> open) {
        int before = last.filter(
                        mark -> mark.turn().equals(turn) || mark.handle().equals(conversation))
                .map(Mark::sequence)
                .orElse(0);
        Mark mark = new Mark(conversation, before + 1, turn, steps, open);
        last = Optional.of(mark);
        return mark;
    }

    /** The mark of the last marked message, in the history or in the turn. */
    Optional<Mark> last() {
        return last;
    }

    /** Its number; 0 if there is none. */
    int sequence() {
        return last.map(Mark::sequence).orElse(0);
    }
}
