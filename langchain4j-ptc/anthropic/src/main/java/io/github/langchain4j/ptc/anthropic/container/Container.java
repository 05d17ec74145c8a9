package io.github.langchain4j.ptc.anthropic.container;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * A session of programs that a client names from request to request. Used by one request at a time, which holds its
 * permit; all but the times is changed by that one only. {@link #toString()} shows the name only.
 */
public final class Container {

    private final String id;
    private final String owner;
    private final Semaphore free = new Semaphore(0, true);
    private volatile Instant expiresAt = Instant.MAX;
    private volatile boolean over;
    private volatile Optional<ProgramSession> session = Optional.empty(); // written by who holds the permit
    private volatile Optional<Pause> pause = Optional.empty(); // the same
    private volatile Optional<Replay> replay = Optional.empty(); // the same

    /** A container in use. */
    Container(String id, String owner) {
        this.id = id;
        this.owner = owner;
    }

    /** The name. */
    public String id() {
        return id;
    }

    String owner() {
        return owner;
    }

    /** The program that waits for the client, if it can still go on. */
    public Optional<Pause> pause() {
        return pause.filter(waiting -> isAlive());
    }

    /** What came of the results that were sent last. */
    public Optional<Replay> replay() {
        return replay;
    }

    /** Remembers what comes of results. */
    public void replay(Replay last) {
        replay = Optional.of(last);
    }

    /** Whether there are variables and files. */
    public boolean isAlive() {
        return session.filter(ProgramSession::isAlive).isPresent();
    }

    boolean isPaused() {
        return pause.isPresent();
    }

    /**
     * Starts a program, in a new session if there is none.
     *
     * @param runner opens sessions
     * @param whenFull gives up a session that can be spared
     * @throws InterruptedException if the thread is interrupted; nothing is left running
     */
    ProgramRun start(ProgramRunner runner, Runnable whenFull, String code, ToolCatalog tools, int characters)
            throws InterruptedException {
        boolean lost = session.isPresent() && !isAlive();
        while (true) {
            if (!isAlive()) {
                session = Optional.of(runner.open(whenFull));
                if (over) {
                    session.get().close();
                }
            }
            ProgramSession open = session.get();
            try {
                return ProgramRun.start(
                        open, code, tools, lost ? List.of(CodeResults.SESSION_EXPIRED) : List.of(), characters);
            } catch (IllegalStateException e) {
                if (over || open.isAlive()) {
                    throw e;
                }
                lost = true; // its time was over just now
            }
        }
    }

    /** The program waits for the client; it rests until then. */
    public void pause(Pause waiting, Duration expires) {
        waiting.run().suspend(expires);
        pause = Optional.of(waiting);
    }

    /** The program no longer waits. */
    public void resumed() {
        pause = Optional.empty();
    }

    /** Ends the program that waits, if there is one, because the client goes on without it; variables are lost. */
    public void abandon() {
        if (pause.isPresent()) {
            lose();
        }
    }

    /** Ends the session with the program that runs or waits in it; the next program gets a fresh one. */
    public void lose() {
        pause = Optional.empty();
        session.ifPresent(ProgramSession::close);
    }

    /** When it ends if nobody uses it. */
    public Instant expiresAt() {
        return expiresAt;
    }

    void expiresAt(Instant when) {
        expiresAt = when;
    }

    /** As it stands in a response. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id);
        json.put("expires_at", expiresAt.truncatedTo(ChronoUnit.MILLIS).toString());
        return json.putNull("skills");
    }

    Semaphore free() {
        return free;
    }

    /** Ends the session; nothing more can run. Any thread. */
    void end() {
        over = true;
        pause = Optional.empty();
        session.ifPresent(ProgramSession::close);
    }

    boolean isOver() {
        return over;
    }

    @Override
    public String toString() {
        return "Container[" + id + "]";
    }
}
