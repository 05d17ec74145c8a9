package io.github.langchain4j.ptc.quarkus.runtime.dev;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.quarkus.runtime.ProgramObserver;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The last programs of the application, each kept in part; all are forgotten when it is reloaded. Thread-safe. */
@Singleton
public class RunLog implements ProgramObserver {

    /** Programs that are kept. */
    static final int RUNS = 50;

    private static final String TICKET = "ptc.dev-ui";

    private final int outputCharacters;
    private final String instance = UUID.randomUUID().toString();
    private final AtomicLong changes = new AtomicLong();
    private final Deque<Recording> runs = new ArrayDeque<>(); // guarded by itself, as the next; the latest first
    private long last;

    @Inject
    RunLog(PtcConfig config) {
        this(config.outputCharacters());
    }

    /** @param outputCharacters that models get to read of a program */
    RunLog(int outputCharacters) {
        this.outputCharacters = outputCharacters;
    }

    /** Parameters of an invocation whose programs are asked for in the Dev UI. */
    static InvocationParameters parameters(String ticket) {
        return InvocationParameters.from(TICKET, ticket);
    }

    /** Which of them it is; empty for an invocation of the application. */
    static String ticket(InvocationContext invocation) {
        InvocationParameters parameters = invocation.invocationParameters();
        return parameters != null && parameters.get(TICKET) instanceof String ticket ? ticket : "";
    }

    @Override
    public PtcListener observe(InvocationContext invocation) {
        return new Recording(invocation, outputCharacters, this::add, changes::incrementAndGet);
    }

    private void add(Recording run) {
        synchronized (runs) {
            run.id(++last);
            runs.addFirst(run);
            if (runs.size() > RUNS) {
                runs.removeLast();
            }
        }
        changes.incrementAndGet();
    }

    /** Differs after each change, also from that of an application before a reload. */
    String revision() {
        return instance + "." + changes.get();
    }

    /** All programs, the latest first. */
    List<RunSummary> summaries() {
        return all().stream().map(Recording::summary).toList();
    }

    private List<Recording> all() {
        synchronized (runs) {
            return new ArrayList<>(runs);
        }
    }

    /** A program; empty if it is no longer kept. */
    Optional<RunDetail> detail(long id) {
        return all().stream().filter(run -> run.id() == id).findFirst().map(Recording::detail);
    }

    /** What was asked for in the Dev UI; empty if nothing of it ran. */
    Optional<Long> ofTicket(String ticket) {
        return summaries().stream()
                .filter(run -> run.ticket().equals(ticket))
                .map(RunSummary::id)
                .findFirst();
    }

    void clear() {
        synchronized (runs) {
            runs.clear();
        }
        changes.incrementAndGet();
    }
}
