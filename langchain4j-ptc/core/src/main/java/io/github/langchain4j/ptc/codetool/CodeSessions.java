package io.github.langchain4j.ptc.codetool;

import dev.langchain4j.exception.LangChain4jException;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The sessions of conversations, each used by one at a time. A session that nobody uses is given up when it has been idle
 * for too long (the engine's limit), or when another conversation needs its place. Thread-safe.
 */
public final class CodeSessions implements AutoCloseable {

    /** A conversation; the permit is held by who uses it. */
    private static final class Entry {

        private final CodeSession session;
        private final Semaphore free = new Semaphore(1, true);
        private volatile String handle = newHandle(); // written by who holds the permit
        private volatile long sequence; // the same
        private volatile boolean over;

        Entry(Function<Entry, CodeSession> session) {
            this.session = session.apply(this);
        }
    }

    /**
     * How far a conversation has come.
     *
     * @param handle names its living session; random
     * @param sequence what the session's last user left with it
     */
    public record Place(String handle, long sequence) {}

    private static String newHandle() {
        return UUID.randomUUID().toString();
    }

    private final Programs programs;
    private final int outputCharacters;
    private final Map<Object, Entry> entries = new LinkedHashMap<>(16, 0.75f, true); // guarded by itself; oldest first
    private boolean closed; // guarded by entries

    /**
     * @param programs where programs run
     * @param outputCharacters of output and result together that the model gets to read
     */
    public CodeSessions(Programs programs, int outputCharacters) {
        this.programs = Objects.requireNonNull(programs, "programs");
        this.outputCharacters = outputCharacters;
    }

    /** A session that belongs to no conversation; the caller closes it. */
    public CodeSession fresh() {
        return new CodeSession(programs, outputCharacters, this::makeRoom, () -> {});
    }

    /**
     * Takes the session of a conversation, waiting for whoever uses it.
     *
     * @param conversation names it; a good key of hash maps
     * @param patience how long to wait
     * @throws SandboxBusyException if it is in use for longer than that
     * @throws LangChain4jException if the thread is interrupted; the interrupt flag is set
     */
    public Lease take(Object conversation, Duration patience) {
        try {
            Optional<Lease> lease = tryTake(conversation, patience);
            return lease.orElseThrow(() -> new SandboxBusyException("Another program of the same conversation has been"
                    + " running for " + patience.toSeconds() + " s. Ask one question of a conversation at a time, or"
                    + " give each its own memory id"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Interrupted while waiting for another program of the conversation", e);
        }
    }

    /** Takes the session of a conversation unless somebody uses it. */
    public Optional<Lease> takeIfFree(Object conversation) {
        try {
            return tryTake(conversation, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Not waited for anything", e);
        }
    }

    /** Ends the session of a conversation that is over; while somebody uses it, as soon as it is given back. */
    public void end(Object conversation) {
        Entry entry;
        synchronized (entries) {
            entry = entries.get(conversation);
        }
        if (entry != null) {
            entry.over = true;
            endIfOver(conversation, entry);
        }
    }

    private void endIfOver(Object conversation, Entry entry) {
        if (entry.over && entry.free.tryAcquire()) {
            forget(conversation, entry);
            entry.session.close();
            entry.free.release();
        }
    }

    /** Where a conversation with a living session stands, without waiting for whoever uses it. */
    public Optional<Place> place(Object conversation) {
        synchronized (entries) {
            return Optional.ofNullable(entries.get(conversation))
                    .filter(entry -> entry.session.isOpen())
                    .map(entry -> new Place(entry.handle, entry.sequence));
        }
    }

    private Optional<Lease> tryTake(Object conversation, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Entry entry;
            synchronized (entries) {
                if (closed) {
                    throw new IllegalStateException("The sessions of conversations are closed");
                }
                entry = entries.computeIfAbsent(conversation, this::entry);
            }
            boolean taken = patience.isZero()
                    ? entry.free.tryAcquire()
                    : entry.free.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!taken) {
                return Optional.empty();
            }
            synchronized (entries) {
                if (entries.get(conversation) == entry) {
                    return Optional.of(new Lease(conversation, entry));
                }
            }
            entry.free.release(); // given up while we waited: there is a new one
        }
    }

    private Entry entry(Object conversation) {
        return new Entry(entry ->
                new CodeSession(programs, outputCharacters, this::makeRoom, () -> forgetIfFree(conversation, entry)));
    }

    /** Gives up the session of a conversation that rests, the longest rested first. */
    private void makeRoom() {
        boolean enough = false;
        while (!enough) {
            Optional<Entry> resting = takeResting();
            if (resting.isEmpty()) {
                return; // asked again while the place is waited for
            }
            enough = resting.get().session.isOpen();
            resting.get().session.close();
            resting.get().free.release();
        }
    }

    private Optional<Entry> takeResting() {
        synchronized (entries) {
            Iterator<Entry> oldestFirst = entries.values().iterator();
            while (oldestFirst.hasNext()) {
                Entry entry = oldestFirst.next();
                if (entry.free.tryAcquire()) {
                    oldestFirst.remove();
                    return Optional.of(entry);
                }
            }
        }
        return Optional.empty();
    }

    /** The right to use a conversation's session. Not thread-safe. */
    public final class Lease implements AutoCloseable {

        private final Object conversation;
        private final Entry entry;
        private boolean returned;

        private Lease(Object conversation, Entry entry) {
            this.conversation = conversation;
            this.entry = entry;
        }

        /** The session. */
        public CodeSession session() {
            return entry.session;
        }

        /** Names the living session; if there is none, the one that will be opened next. */
        public String handle() {
            if (!entry.session.isOpen()) {
                entry.handle = newHandle();
                entry.sequence = 0;
            }
            return entry.handle;
        }

        /** What the last user of a living session left here; 0 if there is none. */
        public long sequence() {
            return entry.session.isOpen() ? entry.sequence : 0;
        }

        /** Leaves a number for the next user: how far the conversation has come. */
        public void sequence(long sequence) {
            entry.sequence = sequence;
        }

        /** Gives the session back; one without a living interpreter is forgotten. */
        @Override
        public void close() {
            if (returned) {
                return;
            }
            returned = true;
            entry.free.release();
            endIfOver(conversation, entry);
            forgetIfFree(conversation, entry);
        }

        /** Ends the session and forgets the conversation. */
        public void end() {
            forget(conversation, entry);
            entry.session.close();
            close();
        }
    }

    private void forget(Object conversation, Entry entry) {
        synchronized (entries) {
            entries.remove(conversation, entry);
        }
    }

    private void forgetIfFree(Object conversation, Entry entry) {
        if (!entry.session.isOpen() && entry.free.tryAcquire()) {
            forget(conversation, entry);
            entry.free.release();
        }
    }

    /** Ends all sessions, those in use included. */
    @Override
    public void close() {
        Map<Object, Entry> ending;
        synchronized (entries) {
            closed = true;
            ending = new LinkedHashMap<>(entries);
            entries.clear();
        }
        ending.values().forEach(entry -> entry.session.close());
    }
}
