package io.github.langchain4j.ptc.service;

import io.github.langchain4j.ptc.codetool.Remembered;
import java.util.List;

/**
 * Remembers how tools were split: reading their types takes long, and nearly all invocations of a service have the same
 * tools. Thread-safe.
 */
final class ToolSplits {

    private static final int REMEMBERED = 32;

    private record Key(List<ToolSplit.Part> parts, CodeToolWriter writer) {}

    private final Remembered<Key, ToolSplit> splits = new Remembered<>(REMEMBERED);

    ToolSplit split(List<ToolSplit.Part> parts, CodeToolWriter writer) {
        return splits.get(new Key(List.copyOf(parts), writer), key -> ToolSplit.of(key.parts(), key.writer()));
    }

    /** Whether programs can call a function of this name. */
    boolean isFunction(String name) {
        return splits.values().stream().anyMatch(split -> split.functions().contains(name));
    }
}
