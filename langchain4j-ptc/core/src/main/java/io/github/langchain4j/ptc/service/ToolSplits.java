package io.github.langchain4j.ptc.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers how tools were split: reading their types takes long, and nearly all invocations of a service have the same
 * tools. Thread-safe.
 */
final class ToolSplits {

    private static final int REMEMBERED = 32;

    private record Key(List<ToolSplit.Part> parts, CodeToolWriter writer) {}

    private final Map<Key, ToolSplit> splits = new LinkedHashMap<>(16, 0.75f, true) { // guarded by itself

                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, ToolSplit> eldest) {
                    return size() > REMEMBERED;
                }
            };

    ToolSplit split(List<ToolSplit.Part> parts, CodeToolWriter writer) {
        Key key = new Key(List.copyOf(parts), writer);
        synchronized (splits) {
            ToolSplit known = splits.get(key);
            if (known != null) {
                return known;
            }
        }
        ToolSplit split = ToolSplit.of(parts, writer);
        synchronized (splits) {
            splits.put(key, split);
        }
        return split;
    }

    /** Whether programs can call a function of this name. */
    boolean isFunction(String name) {
        synchronized (splits) {
            return splits.values().stream().anyMatch(split -> split.functions().contains(name));
        }
    }
}
