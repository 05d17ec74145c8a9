package io.github.langchain4j.ptc.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Program;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.sandbox.Deadline;
import java.time.Duration;
import java.util.List;

/** Short ways to run programs without tools. */
final class ProgramRuns {

    /** Nothing takes longer, unless it hangs. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private ProgramRuns() {}

    static Outcome run(Session session, String code) throws InterruptedException {
        Execution execution = session.start(new Program(code, List.of()));
        Deadline by = Deadline.in(PATIENCE);
        while (true) {
            Event event = execution.next(by);
            if (event instanceof Event.Ended ended) {
                return ended.outcome();
            }
            assertThat(event).isNotInstanceOf(Event.TimedOut.class);
        }
    }

    /** What a program returned; fails if it did not. */
    static String returned(Session session, String code) throws InterruptedException {
        Outcome outcome = run(session, code);
        String said = outcome instanceof Outcome.Failed failed ? failed.traceback() : outcome.toString();
        assertThat(outcome).as(said).isInstanceOf(Outcome.Returned.class);
        return ((Outcome.Returned) outcome).result();
    }

    static String lost(Session session, String code) throws InterruptedException {
        Outcome outcome = run(session, code);
        assertThat(outcome).isInstanceOf(Outcome.SessionLost.class);
        return ((Outcome.SessionLost) outcome).message();
    }
}
