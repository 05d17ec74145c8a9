package io.github.langchain4j.ptc.testkit.agentcore;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many requests have come, and which of the next ones go wrong. Thread-safe. */
final class Traffic {

    private final Map<Operation, Deque<Fault>> faults = new EnumMap<>(Operation.class); // guarded by itself
    private final Map<Operation, AtomicInteger> requests = new EnumMap<>(Operation.class); // never changed
    private final AtomicLong servedNanos = new AtomicLong();

    Traffic() {
        for (Operation operation : Operation.values()) {
            faults.put(operation, new ArrayDeque<>());
            requests.put(operation, new AtomicInteger());
        }
    }

    void next(Operation operation, Fault... wrong) {
        synchronized (faults) {
            faults.get(operation).addAll(List.of(wrong));
        }
    }

    void recover() {
        synchronized (faults) {
            faults.values().forEach(Collection::clear);
        }
    }

    void count(Operation operation) {
        requests.get(operation).incrementAndGet();
    }

    int requests(Operation operation) {
        return requests.get(operation).get();
    }

    /** What goes wrong with the request that has come, or {@code null}. */
    Fault fault(Operation operation) {
        synchronized (faults) {
            return faults.get(operation).poll();
        }
    }

    void served(long nanos) {
        servedNanos.addAndGet(nanos);
    }

    Duration served() {
        return Duration.ofNanos(servedNanos.get());
    }
}
