package io.github.langchain4j.ptc.quarkus.runtime.observe;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Values of a tag that come from outside: so many may be, and all further ones are one. Thread-safe. */
final class TagValues {

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    TagValues(int most) {
        this.most = most;
    }

    /** The value itself, or {@link Outcomes#OTHER}. */
    String of(String value) {
        if (value.isBlank()) {
            return Outcomes.OTHER;
        }
        if (known.contains(value)) {
            return value;
        }
        synchronized (known) {
            return known.size() < most && known.add(value) ? value : Outcomes.OTHER;
        }
    }
}
