package io.github.langchain4j.ptc.quarkus.runtime;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends the conversations of a request: without a memory id, Quarkus names a conversation after the request, so that it
 * cannot go on after it. Thread-safe.
 */
@RequestScoped
class RequestEnd {

    private final Map<Object, Runnable> endings = new ConcurrentHashMap<>();

    /** Whether a conversation is named after the request that is active on this thread. */
    static boolean ends(Object memoryId) {
        ManagedContext request = Arc.container().requestContext();
        return memoryId instanceof String name && request.isActive() && name.startsWith(request.getState() + "#");
    }

    /** Has something done when the request is over, once for each conversation. */
    void then(Object memoryId, Runnable ending) {
        endings.put(memoryId, ending);
    }

    @PreDestroy
    void over() {
        endings.values().forEach(Runnable::run);
    }
}
