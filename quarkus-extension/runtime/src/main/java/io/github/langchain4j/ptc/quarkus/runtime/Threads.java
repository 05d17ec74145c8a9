package io.github.langchain4j.ptc.quarkus.runtime;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.context.ThreadContext;

/** Threads on which the work of a request goes on: with its CDI contexts, its identity and its trace. Thread-safe. */
@Singleton
class Threads {

    private final ManagedExecutor executor;
    private final ThreadContext contexts;

    Threads(ManagedExecutor executor, ThreadContext contexts) {
        this.executor = executor;
        this.contexts = contexts;
    }

    /** Runs each task on a worker thread, with the contexts of the thread that hands it over. */
    Executor workers() {
        return executor;
    }

    /** Runs tasks on worker threads, with the contexts of the current thread, whoever hands them over. */
    Executor continuation() {
        Executor here = contexts.currentContextExecutor();
        Context vertx = Vertx.currentContext();
        if (vertx == null || !VertxContext.isDuplicatedContext(vertx)) {
            return task -> executor.execute(() -> here.execute(task));
        }
        return task -> vertx.executeBlocking(
                () -> {
                    here.execute(task);
                    return null;
                },
                false);
    }
}
