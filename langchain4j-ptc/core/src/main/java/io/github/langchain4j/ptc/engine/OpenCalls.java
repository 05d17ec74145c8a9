package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The calls of one program that wait for an answer. Guarded by the execution's lock. */
final class OpenCalls {

    private final Set<Long> open = new HashSet<>();
    private final int maxInFlight;
    private long last;
    private int count;

    OpenCalls(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    /** Takes a new call. */
    void open(long id) throws ProtocolException {
        if (id <= last) {
            throw new ProtocolException("a call whose number was used before");
        }
        if (open.size() >= maxInFlight) {
            throw new ProtocolException("more than " + maxInFlight + " unanswered calls at a time");
        }
        last = id;
        count++;
        open.add(id);
    }

    /** Whether the call was open; it is closed then. */
    boolean close(long id) {
        return open.remove(id);
    }

    /** Closes those of the calls that are open and names them. */
    List<Long> closeAll(Collection<Long> ids) {
        List<Long> closed = new ArrayList<>();
        for (long id : ids) {
            if (open.remove(id)) {
                closed.add(id);
            }
        }
        return closed;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    void clear() {
        open.clear();
    }

    /** Calls made so far. */
    int count() {
        return count;
    }
}
