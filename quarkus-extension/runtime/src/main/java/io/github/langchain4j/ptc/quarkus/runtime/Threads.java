package io.github.langchain4j.ptc.quarkus.runtime;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.context.ThreadContext;

/**
 * Threads on which the work of a request goes on: with its CDI contexts, its identity and its trace, but not with its
 * transaction, which several threads at once would tear apart. Thread-safe.
 */
@Singleton
class Threads {

    private final Instance<TransactionManager> transactions;
    private final ManagedExecutor executor = ManagedExecutor.builder()
            .propagated(ThreadContext.ALL_REMAINING)
            .cleared(ThreadContext.TRANSACTION)
            .build();
    private final ThreadContext contexts = ThreadContext.builder()
            .propagated(ThreadContext.ALL_REMAINING)
            .cleared(ThreadContext.TRANSACTION)
            .unchanged()
            .build();

    Threads(Instance<TransactionManager> transactions) {
        this.transactions = transactions;
    }

    /** Runs each task on a worker thread, with the contexts of the thread that hands it over, but without its transaction. */
    Executor executor() {
        return executor;
    }

    /**
     * Runs each task on a worker thread, with the contexts of the thread that hands it over. Empty if the current thread
     * is in a transaction: what is called in it is to be part of it, as the calls of a model are.
     */
    Optional<Executor> workers() {
        return isInTransaction() ? Optional.empty() : Optional.of(executor);
    }

    private boolean isInTransaction() {
        try {
            return transactions.isResolvable() && transactions.get().getStatus() != Status.STATUS_NO_TRANSACTION;
        } catch (SystemException e) {
            throw new IllegalStateException("It cannot be told whether there is a transaction", e);
        }
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
