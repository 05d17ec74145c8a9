package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What goes to the runner, and when: at once or, to a stepped program, with other answers, for which it is held. Methods
 * that need the execution's lock say so; the others may not be called with it, because they take it or block.
 */
final class Outgoing {

    private final Outbox outbox;
    private final EngineThreads threads;
    private final boolean stepped;
    private final ReentrantLock lock; // the execution's
    private final Activity activity; // guarded by lock
    private final AnswerHold held = new AnswerHold(); // guarded by lock; only of stepped programs
    private Future<?> release; // guarded by lock; of held answers

    Outgoing(Session session, ReentrantLock lock, Activity activity) {
        this.outbox = new Outbox(session.interpreter());
        this.threads = session.threads();
        this.stepped = session.traits().stepped();
        this.lock = lock;
        this.activity = activity;
    }

    /** Adds what is no answer. Needs no lock. */
    void add(Frame frame) {
        outbox.add(frame);
    }

    /**
     * Adds an answer. Needs the lock.
     *
     * @return whether it is to be sent at once; else the thread that takes events does so, or it is held
     */
    boolean addAnswer(Frame answer) {
        outbox.add(answer);
        return mayGoNow() && activity.isAttended();
    }

    private boolean mayGoNow() {
        if (!stepped) {
            activity.awake();
            return true;
        }
        held.add();
        if (letGoIfDue()) {
            return true;
        }
        if (activity.isAttended()) {
            awaitRelease();
        }
        return false;
    }

    /** From now on the program can run with the answers that were held. Needs the lock. */
    void letGo() {
        if (held.isHolding()) {
            held.release();
            activity.awake();
        }
    }

    /** Lets held answers go, if nothing speaks for holding them any longer. Needs the lock. */
    private boolean letGoIfDue() {
        boolean due = held.isHolding() && (activity.hasAllAnswers() || held.nanosLeft() == 0);
        if (due) {
            letGo();
        }
        return due;
    }

    /** Has held answers go when their time is over, while a thread takes events. Needs the lock. */
    void awaitRelease() {
        if (held.isHolding() && release == null) {
            release = threads.afterNanos(held.nanosLeft(), this::release);
        }
    }

    private void release() {
        lock.lock();
        try {
            release = null;
            if (activity.isOver() || !activity.isAttended()) {
                return;
            }
            if (!letGoIfDue()) {
                awaitRelease();
                return;
            }
        } finally {
            lock.unlock();
        }
        sendSoon();
    }

    /** Sends what waits, unless it is held. */
    void send() throws InterpreterDiedException, InterruptedException {
        if (isFree()) {
            outbox.send();
        }
    }

    private boolean isFree() {
        lock.lock();
        try {
            return !held.isHolding() || letGoIfDue();
        } finally {
            lock.unlock();
        }
    }

    /** Has another thread send what waits. */
    void sendSoon() {
        threads.execute(this::sendQuietly);
    }

    private void sendQuietly() {
        try {
            outbox.send();
        } catch (InterpreterDiedException e) {
            // The thread that takes events learns of it by itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holds nothing any more: the program has ended. Needs the lock. */
    void end() {
        if (release != null) {
            release.cancel(false);
        }
    }
}
