package io.github.langchain4j.ptc.quarkus.runtime.dev;

import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.quarkus.runtime.Rehearsal;
import io.github.langchain4j.ptc.quarkus.runtime.Rehearsals;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the pages of the Dev UI ask for. Thread-safe. */
@Singleton
public class ProgramsJsonRpcService {

    // No stream: the Dev UI keeps those of closed pages, and takes those of two pages for one.
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int LOOKS = 100;

    private final Rehearsals rehearsals;
    private final RunLog log;
    private final Map<String, Rehearsal> running = new ConcurrentHashMap<>();

    ProgramsJsonRpcService(Rehearsals rehearsals, RunLog log) {
        this.rehearsals = rehearsals;
        this.log = log;
    }

    /**
     * What is new in the list of programs.
     *
     * @param revision of the list, for the next call
     * @param runs the latest first; null if nothing has changed
     */
    record News(String revision, List<RunSummary> runs) {}

    /**
     * What became of a program of the editor.
     *
     * @param run its id in the list; 0 if nothing was run
     * @param text what a model would have got to read; empty if the call failed
     * @param problem why the call failed; empty if it did not
     */
    record Executed(long run, Shown text, String problem) {}

    /** The AI services and their tools, as models see them now. */
    @ActivateRequestContext
    public List<ServiceView> services() {
        return rehearsals.parts().stream()
                .map(part -> ServiceView.of(rehearsals, part))
                .toList();
    }

    /**
     * The last programs, as soon as there is something new; after a while also if there is not.
     *
     * @param known the revision of the caller's list; empty if it has none
     */
    public Uni<News> runs(String known) {
        return Multi.createFrom()
                .ticks()
                .every(LOOK)
                .onOverflow()
                .drop()
                .filter(looks -> looks >= LOOKS || !log.revision().equals(known))
                .toUni()
                .map(looks -> news(known));
    }

    private News news(String known) {
        String revision = log.revision();
        return new News(revision, revision.equals(known) ? null : log.summaries());
    }

    /** A program with all that is kept; null if it is no longer. */
    public RunDetail detail(String run) {
        return log.detail(Long.parseLong(run)).orElse(null);
    }

    /** Forgets all programs. */
    public boolean clear() {
        log.clear();
        return true;
    }

    /**
     * Runs a program against the tools of a service, in a fresh session.
     *
     * @param part of {@link #services()}
     * @param code Python source
     * @param ticket names this call; chosen by the caller
     */
    @ActivateRequestContext
    public Executed execute(String part, String code, String ticket) {
        Optional<Rehearsals.Part> found = rehearsals.parts().stream()
                .filter(known -> known.id().equals(part))
                .findFirst();
        if (found.isEmpty()) {
            return new Executed(0, Shown.NOTHING, "The application no longer has this AI service: choose another one.");
        }
        try (Rehearsal rehearsal = rehearsals.begin(found.get(), RunLog.parameters(ticket))) {
            running.put(ticket, rehearsal);
            ToolExecutionResult result = rehearsal.run(code);
            return new Executed(log.ofTicket(ticket).orElse(0L), Shown.of(result.resultText(), Recording.TEXT), "");
        } catch (RuntimeException e) {
            return new Executed(log.ofTicket(ticket).orElse(0L), Shown.NOTHING, Problems.text(e));
        } finally {
            running.remove(ticket);
        }
    }

    /** Ends a program of the editor; false if it is not running. */
    public boolean stop(String ticket) {
        Rehearsal rehearsal = running.get(ticket);
        if (rehearsal != null) {
            rehearsal.stop();
        }
        return rehearsal != null;
    }
}
