package io.github.langchain4j.ptc.chat;

import io.github.langchain4j.ptc.codetool.CodeSession;
import io.github.langchain4j.ptc.codetool.CodeSessions;
import io.github.langchain4j.ptc.codetool.SessionScope;
import java.util.Optional;

/**
 * The session of one turn: its own, or its conversation's for as long as the turn takes. Used by one thread at a time.
 */
final class SessionHold {

    private final CodeSessions sessions; // null if the session was supplied
    private final SessionScope scope;
    private Handle handle;
    private CodeSession session;
    private Optional<CodeSessions.Lease> lease = Optional.empty();

    private SessionHold(CodeSessions sessions, SessionScope scope) {
        this.sessions = sessions;
        this.scope = scope;
    }

    /**
     * Takes the session that a history belongs to. A history that is not the newest of its conversation (edited,
     * regenerated, used twice at once) gets a conversation of its own.
     *
     * @param sessions of the conversations
     * @param scope how long a session lasts
     * @param last the history's last mark
     */
    static SessionHold take(CodeSessions sessions, SessionScope scope, Optional<Mark> last) {
        SessionHold hold = new SessionHold(sessions, scope);
        if (scope == SessionScope.CALL) {
            hold.handle = last.map(Mark::handle).orElseGet(Handle::random);
            hold.session = sessions.fresh();
        } else {
            hold.takeConversation(
                    last.map(Mark::handle), last.map(Mark::sequence).orElse(0));
        }
        return hold;
    }

    /** Uses a session that somebody supplied for the conversation, and neither ends nor replaces it. */
    static SessionHold of(CodeSession supplied, Optional<Mark> last) {
        SessionHold hold = new SessionHold(null, SessionScope.CONVERSATION);
        hold.handle = last.map(Mark::handle).orElseGet(Handle::random);
        hold.session = supplied;
        return hold;
    }

    private void takeConversation(Optional<Handle> known, long sequence) {
        lease = known.flatMap(conversation -> sessions.takeIfFree(conversation.text()));
        if (lease.isPresent() && lease.get().sequence() != 0 && lease.get().sequence() != sequence) {
            lease.get().close();
            lease = Optional.empty();
        }
        if (lease.isPresent()) {
            handle = known.get();
        } else {
            handle = Handle.random();
            lease = sessions.takeIfFree(handle.text());
        }
        session = lease.orElseThrow().session();
        if (known.isPresent()) {
            session.expectVariables();
        }
    }

    /** Names the conversation. */
    Handle handle() {
        return handle;
    }

    /** Where the turn's programs run. */
    CodeSession session() {
        return session;
    }

    /**
     * The turn is over: gives the session back, or closes it.
     *
     * @param sequence of the last message of the turn
     */
    void finish(long sequence) {
        if (lease.isPresent()) {
            lease.get().sequence(sequence);
            lease.get().close();
            lease = Optional.empty();
        } else if (scope == SessionScope.CALL) {
            session.close();
        }
    }

    /**
     * A turn that was over, or had failed, goes on.
     *
     * @param sequence of its last message
     */
    void again(long sequence) {
        if (sessions != null && scope == SessionScope.CONVERSATION && lease.isEmpty()) {
            takeConversation(Optional.of(handle), sequence);
        } else {
            session.expectVariables();
        }
    }

    /**
     * The turn failed: gives the session back if no program ran, else ends it, because what its variables hold belongs
     * to no history.
     */
    void fail(boolean used, long sequence) {
        if (used) {
            lose();
        } else {
            finish(sequence);
        }
    }

    /** Ends the session, unless it was given back already. */
    void lose() {
        if (lease.isPresent()) {
            lease.get().end();
            lease = Optional.empty();
        } else if (scope == SessionScope.CALL) {
            session.close();
        }
    }
}
