package io.github.langchain4j.ptc.quarkus.runtime.observe;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.function.Supplier;

/**
 * The Vert.x context and the thread of a program. Where there is a Vert.x context, OpenTelemetry keeps the current span in
 * it, and worker threads may share that of the program: tools that run at the same time need contexts of their own.
 * Immutable.
 *
 * @param thread of the program
 * @param context null if it has none that keeps spans
 */
record WorkerContext(Thread thread, Context context) {

    /** No Vert.x context. */
    static WorkerContext none() {
        return new WorkerContext(null, null);
    }

    /** Those of this thread. */
    static WorkerContext current() {
        Context context = Vertx.currentContext();
        boolean keeps = context != null && VertxContext.isDuplicatedContext(context);
        return keeps ? new WorkerContext(Thread.currentThread(), context) : none();
    }

    /** Runs a task in a copy of the program's context, if this is another thread that shares it. */
    <T> T apart(Supplier<T> task) {
        Context here = Vertx.currentContext();
        if (here == null || here != context || Thread.currentThread() == thread) {
            return task.get();
        }
        ContextInternal copy = ((ContextInternal) here).duplicate();
        copy.localContextData().putAll(((ContextInternal) here).localContextData());
        ContextInternal before = copy.beginDispatch();
        try {
            return task.get();
        } finally {
            copy.endDispatch(before);
        }
    }
}
