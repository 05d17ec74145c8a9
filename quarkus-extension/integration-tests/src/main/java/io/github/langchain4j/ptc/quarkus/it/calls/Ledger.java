package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.agent.tool.Tool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tools with transactions. */
@ApplicationScoped
public class Ledger {

    private final TransactionManager transactions;
    private final Set<String> committed = ConcurrentHashMap.newKeySet();
    private final Set<String> rolledBack = ConcurrentHashMap.newKeySet();

    Ledger(TransactionManager transactions) {
        this.transactions = transactions;
    }

    @Tool("Books an entry, and tells in which transaction")
    @Transactional
    public String book(String entry) throws SystemException, RollbackException {
        return write(entry);
    }

    @Tool("Books an entry in a transaction of its own, and tells in which")
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public String bookAlone(String entry) throws SystemException, RollbackException {
        return write(entry);
    }

    @Tool("Books an entry, and fails")
    @Transactional
    public void overdraw(String entry) throws SystemException, RollbackException {
        write(entry);
        throw new IllegalStateException("no funds");
    }

    private String write(String entry) throws SystemException, RollbackException {
        transactions.getTransaction().registerSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                (status == Status.STATUS_COMMITTED ? committed : rolledBack).add(entry);
            }
        });
        return transaction();
    }

    @Tool("The transaction in which this is called")
    public String transaction() throws SystemException {
        return transactions.getTransaction() == null
                ? "none"
                : transactions.getTransaction().toString();
    }

    @Tool("What has become of an entry")
    public String state(String entry) {
        return committed.contains(entry) ? "committed" : rolledBack.contains(entry) ? "rolled back" : "open";
    }
}
