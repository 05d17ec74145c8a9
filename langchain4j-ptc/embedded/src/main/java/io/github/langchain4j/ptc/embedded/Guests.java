package io.github.langchain4j.ptc.embedded;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The guests of a sandbox whose threads are alive. Thread-safe. */
final class Guests {

    private final Set<GuestThread> alive = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    void add(GuestThread thread) {
        alive.add(thread);
    }

    void remove(GuestThread thread) {
        alive.remove(thread);
    }

    List<GuestThread> alive() {
        return List.copyOf(alive);
    }
}
