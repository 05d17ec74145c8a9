package io.github.langchain4j.ptc.chat;

import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Usage;
import io.github.langchain4j.ptc.program.ProgramReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Programs that a function "runs"; remembers what was run where and what was closed. Thread-safe. */
final class FakePrograms implements Programs {

    private final Function<String, ProgramReport> run;
    private final List<FakeSession> sessions = Collections.synchronizedList(new ArrayList<>());

    FakePrograms(Function<String, ProgramReport> run) {
        this.run = run;
    }

    /** Every program prints "ran " and its source. */
    static FakePrograms printing() {
        return new FakePrograms(code -> printed(code, "ran " + code));
    }

    static ProgramReport printed(String code, String output) {
        return report(code, new Outcome.Returned(Outcome.Kind.NONE, ""), output);
    }

    static ProgramReport failed(String code, String output) {
        return report(
                code,
                new Outcome.Failed("KeyError", "'x'", "  File \"program_1\", line 1, in <module>\nKeyError: 'x'"),
                output);
    }

    static ProgramReport report(String code, Outcome outcome, String output) {
        return new ProgramReport(
                1,
                code,
                outcome,
                output,
                List.of(),
                List.of(),
                new Usage(Duration.ZERO, Duration.ZERO, 0, output.length()),
                List.of());
    }

    List<FakeSession> sessions() {
        return List.copyOf(sessions);
    }

    List<String> codes() {
        return sessions().stream().flatMap(session -> session.codes.stream()).toList();
    }

    @Override
    public Session open() {
        FakeSession session = new FakeSession();
        sessions.add(session);
        return session;
    }

    final class FakeSession implements Session {

        final List<String> codes = Collections.synchronizedList(new ArrayList<>());
        volatile boolean closed;
        volatile boolean dead;

        @Override
        public ProgramReport run(String code) throws InterruptedException {
            if (closed || dead) {
                throw new IllegalStateException("The session has ended");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            codes.add(code);
            ProgramReport report = run.apply(code);
            dead = report.outcome() instanceof Outcome.SessionLost;
            return report;
        }

        @Override
        public boolean isAlive() {
            return !closed && !dead;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
