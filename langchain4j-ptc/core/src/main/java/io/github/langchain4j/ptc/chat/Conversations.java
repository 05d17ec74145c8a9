package io.github.langchain4j.ptc.chat;

import io.github.langchain4j.ptc.engine.CancelReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The turns that callers may continue: those that wait for results, and those whose last results may be sent again. Both
 * are bounded in number and time. Thread-safe; a turn is worked on by one thread at a time.
 */
final class Conversations implements AutoCloseable {

    /** Turns that do not wait cost memory only. */
    private static final int OTHERS_PER_WAITING = 4;

    /** A turn and the right to work on it. */
    final class Entry implements AutoCloseable {

        private final Turn turn; // guarded by lock
        private final ReentrantLock lock = new ReentrantLock(true);
        private volatile boolean waiting;
        private volatile int pauses;
        private volatile Optional<Mark> mark = Optional.empty();
        private volatile long since;
        private volatile boolean gone; // written under lock

        private Entry(Turn turn) {
            this.turn = turn;
        }

        Turn turn() {
            return turn;
        }

        /** Ends the turn for good, by the thread that works on it; to be closed all the same. */
        void end() {
            gone = true;
            remove(this);
            turn.abandon(CancelReason.CALLER);
        }

        /** Ends the work of this thread; what the turn has become decides how long it is kept. */
        @Override
        public void close() {
            waiting = turn.isWaiting();
            pauses = turn.pauses();
            mark = turn.lastMark();
            since = System.nanoTime();
            place(this);
            boolean watched = waiting;
            if (watched) {
                turn.whenSessionEnds(this::endIfLost);
            }
            lock.unlock();
            if (watched) {
                endIfLost(); // if it happened while we had the lock
            }
            bound();
        }

        private void endIfLost() {
            endIf(turn::isLost, CancelReason.CALLER);
        }

        /** Ends the turn unless somebody works on it. */
        private boolean endIf(BooleanSupplier condition, CancelReason why) {
            if (!lock.tryLock()) {
                return false;
            }
            try {
                if (gone || lock.getHoldCount() > 1 || !condition.getAsBoolean()) {
                    return false;
                }
                gone = true;
                remove(this);
                turn.abandon(why);
                return true;
            } finally {
                lock.unlock();
            }
        }
    }

    private final int maxWaiting;
    private final Duration time;
    private final Map<Handle, Entry> entries = new LinkedHashMap<>(); // guarded by itself; oldest first
    private boolean closed; // guarded by entries

    /**
     * @param maxWaiting turns that wait; for another, the one that waits longest is ended
     * @param time how long to keep a turn that does not wait; one that waits ends itself
     */
    Conversations(int maxWaiting, Duration time) {
        this.maxWaiting = maxWaiting;
        this.time = time;
    }

    /** Keeps a new turn, on which the calling thread has worked, if its caller may continue it. */
    void keep(Turn turn) {
        if (turn.pauses() > 0) {
            Entry entry = new Entry(turn);
            entry.lock.lock();
            entry.close();
        }
    }

    /** The turn, when nobody else works on it; to be closed. Empty if it is not known, or no longer. */
    Optional<Entry> take(Handle turn) throws InterruptedException {
        Entry entry;
        synchronized (entries) {
            if (closed) {
                throw new IllegalStateException("The decorated model is closed; its programs were ended");
            }
            entry = entries.get(turn);
        }
        if (entry == null) {
            return Optional.empty();
        }
        entry.lock.lockInterruptibly();
        if (entry.gone) {
            entry.lock.unlock();
            return Optional.empty();
        }
        return Optional.of(entry);
    }

    /** Ends a turn whose caller has gone on without answering: the mark is the last of the new request's history. */
    void supersede(Mark last) {
        Entry entry = find(last.turn());
        if (entry != null) {
            entry.endIf(
                    () -> entry.turn.isWaiting() && entry.turn.lastMark().equals(Optional.of(last)),
                    CancelReason.SUPERSEDED);
        }
    }

    /** What a known turn told last, if the call is of its last pause; for callers whose store drops attributes. */
    Optional<Mark> lastMark(Handle.CallName call) {
        return Optional.ofNullable(find(call.turn()))
                .filter(entry -> entry.pauses == call.pause())
                .flatMap(entry -> entry.mark);
    }

    /** Turns that wait for their callers. */
    int waiting() {
        return (int) all().stream().filter(entry -> entry.waiting).count();
    }

    private Entry find(Handle turn) {
        synchronized (entries) {
            return entries.get(turn);
        }
    }

    private List<Entry> all() {
        synchronized (entries) {
            return List.copyOf(entries.values());
        }
    }

    private void place(Entry entry) {
        synchronized (entries) {
            entries.remove(entry.turn.name());
            if (!entry.gone) {
                entries.put(entry.turn.name(), entry);
            }
        }
    }

    private void remove(Entry entry) {
        synchronized (entries) {
            entries.remove(entry.turn.name(), entry);
        }
    }

    private void bound() {
        long oldest = System.nanoTime() - time.toNanos();
        drop(entry -> entry.waiting, maxWaiting);
        drop(entry -> !entry.waiting, maxWaiting * OTHERS_PER_WAITING);
        for (Entry entry : all()) {
            if (!entry.waiting && entry.since - oldest < 0) {
                entry.endIf(() -> true, CancelReason.CALLER);
            }
        }
        boolean tooLate;
        synchronized (entries) {
            tooLate = closed;
        }
        if (tooLate) {
            close();
        }
    }

    /** Ends the oldest of some turns until there are not too many; those in work are counted, but not ended. */
    private void drop(Predicate<Entry> some, int most) {
        List<Entry> all = new ArrayList<>(all());
        all.removeIf(some.negate());
        int surplus = all.size() - most;
        for (int i = 0; i < all.size() && surplus > 0; i++) {
            surplus -= all.get(i).endIf(() -> true, CancelReason.CALLER) ? 1 : 0;
        }
    }

    /** Ends all turns. */
    @Override
    public void close() {
        synchronized (entries) {
            closed = true;
        }
        all().forEach(entry -> entry.endIf(() -> true, CancelReason.SHUTDOWN));
    }
}
