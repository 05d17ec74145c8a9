package io.github.langchain4j.ptc.service;

import dev.langchain4j.exception.LangChain4jException;
import io.github.langchain4j.ptc.codetool.CodeSession;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A session that ends with the invocation. */
final class OwnWorkspace implements Workspace {

    private final CodeSession session;
    private final Duration patience;
    private final String handle = UUID.randomUUID().toString();
    private final ReentrantLock lock = new ReentrantLock(true);
    private long programs; // guarded by lock
    private volatile boolean closed;

    OwnWorkspace(ServiceRuntime runtime) {
        this.session = runtime.sessions().fresh();
        this.patience = runtime.patience();
    }

    @Override
    public Desk take() {
        try {
            if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new SandboxBusyException(
                        "Another program of the same invocation has been running for " + patience.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Interrupted while waiting for another program of the invocation", e);
        }
        return new OwnDesk();
    }

    @Override
    public void close() {
        closed = true;
        session.close();
    }

    private final class OwnDesk implements Desk {

        @Override
        public CodeSession session() {
            return session;
        }

        @Override
        public SessionMark mark() {
            return session.isOpen() ? new SessionMark(handle, ++programs) : SessionMark.LOST;
        }

        @Override
        public void close() {
            if (closed) {
                session.close();
            }
            lock.unlock();
        }
    }
}
