package io.github.langchain4j.ptc.service;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The invocations of a service that are under way. They are held by the tools that LangChain4j got for them alone: a
 * stream that is never started, or cancelled, is never reported to have ended. Thread-safe.
 */
final class Invocations {

    /** Keeps the place of the programs, to give it back when nobody can run one any more. */
    private static final class Entry extends WeakReference<Invocation> {

        private final UUID id;
        private final Workspace workspace;

        Entry(UUID id, Invocation invocation, ReferenceQueue<Invocation> gone) {
            super(invocation, gone);
            this.id = id;
            this.workspace = invocation.workspace();
        }
    }

    private final Map<UUID, Entry> entries = new ConcurrentHashMap<>();
    private final ReferenceQueue<Invocation> gone = new ReferenceQueue<>();

    void add(UUID id, Invocation invocation) {
        giveBackAbandoned();
        if (id != null) {
            entries.put(id, new Entry(id, invocation, gone));
        }
    }

    private void giveBackAbandoned() {
        for (var abandoned = gone.poll(); abandoned != null; abandoned = gone.poll()) {
            Entry entry = (Entry) abandoned;
            if (entries.remove(entry.id, entry)) {
                entry.workspace.close();
            }
        }
    }

    Optional<Invocation> find(UUID id) {
        return id == null
                ? Optional.empty()
                : Optional.ofNullable(entries.get(id)).map(WeakReference::get);
    }

    /** Ends an invocation; nothing happens if it is unknown. */
    void end(UUID id) {
        if (id != null) {
            Optional.ofNullable(entries.remove(id)).map(WeakReference::get).ifPresent(Invocation::end);
        }
    }
}
