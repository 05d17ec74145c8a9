package io.github.langchain4j.ptc.chat;

import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.Programs;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Usage;
import io.github.langchain4j.ptc.program.OutgoingCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.RunningProgram;
import io.github.langchain4j.ptc.program.ToolInvoker;
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
        public Run start(String code, ToolCatalog tools, ToolInvoker invoker) {
            if (closed || dead) {
                throw new IllegalStateException("The session has ended");
            }
            return new Run() {

                @Override
                public RunningProgram.Progress advance() throws InterruptedException {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    codes.add(code);
                    ProgramReport report = run.apply(code);
                    dead = report.outcome() instanceof Outcome.SessionLost;
                    return new RunningProgram.Ended(report);
                }

                @Override
                public boolean answer(OutgoingCall call, ToolExecutionResult result) {
                    return false;
                }

                @Override
                public boolean refuse(OutgoingCall call, String type, String message) {
                    return false;
                }

                @Override
                public void suspend(Duration expires) {}

                @Override
                public void cancel(CancelReason why) {}
            };
        }

        @Override
        public void whenEnded(Runnable task) {}

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
