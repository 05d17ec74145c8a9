package io.github.langchain4j.ptc.service;

import io.github.langchain4j.ptc.codetool.CodeSession;
import io.github.langchain4j.ptc.codetool.CodeSessions;
import java.time.Duration;
import java.util.Optional;

/**
 * The session of a conversation, if the messages that the model sees are the ones that led to it. A conversation that
 * was cleared, edited or continued from an earlier point gets a fresh one.
 */
final class ConversationWorkspace implements Workspace {

    /** Whose session it is; services never share one, whatever their memory ids. */
    record Key(Object service, Object memoryId) {}

    private final CodeSessions sessions;
    private final Duration patience;
    private final Key key;
    private final Optional<String> unfit;
    private boolean variablesGone; // guarded by the lease, as what follows
    private Optional<String> used = Optional.empty();

    /** @param history of the conversation at the beginning of the invocation */
    ConversationWorkspace(ServiceRuntime runtime, Key key, SessionMark.History history) {
        this.sessions = runtime.sessions();
        this.patience = runtime.patience();
        this.key = key;
        Optional<CodeSessions.Place> place = sessions.place(key);
        this.unfit = place.filter(there -> !fits(there, history)).map(CodeSessions.Place::handle);
        this.variablesGone = history.begun()
                && (place.isEmpty() || unfit.isPresent())
                && history.ran()
                && !history.last().equals(Optional.of(SessionMark.LOST));
    }

    private static boolean fits(CodeSessions.Place place, SessionMark.History history) {
        if (!history.begun()) {
            return false;
        }
        // A memory may have dropped the marks of a long conversation; then its id has to do.
        return history.marks().isEmpty()
                || place.sequence() == 0
                || history.reached(place.handle()).orElse(0) >= place.sequence();
    }

    @Override
    public Desk take() {
        CodeSessions.Lease lease = sessions.take(key, patience);
        if (lease.session().isOpen() && unfit.equals(Optional.of(lease.handle()))) {
            lease.end();
            lease = sessions.take(key, patience);
        }
        String handle = lease.handle();
        if (variablesGone || used.isPresent() && !used.get().equals(handle)) {
            lease.session().expectVariables();
        }
        variablesGone = false;
        return new LeasedDesk(lease, handle, lease.sequence());
    }

    @Override
    public void close() {
        // The conversation goes on; its session ends when it has been idle for too long.
    }

    private final class LeasedDesk implements Desk {

        private final CodeSessions.Lease lease;
        private final String handle;
        private final long before;

        LeasedDesk(CodeSessions.Lease lease, String handle, long before) {
            this.lease = lease;
            this.handle = handle;
            this.before = before;
        }

        @Override
        public CodeSession session() {
            return lease.session();
        }

        @Override
        public SessionMark mark() {
            if (!lease.session().isOpen()) {
                used = Optional.empty();
                return SessionMark.LOST;
            }
            used = Optional.of(handle);
            lease.sequence(before + 1);
            return new SessionMark(handle, before + 1);
        }

        @Override
        public void close() {
            lease.close();
        }
    }
}
