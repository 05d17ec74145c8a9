package io.github.langchain4j.ptc.quarkus.runtime.dev;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.invocation.InvocationContext;
import io.github.langchain4j.ptc.codetool.ProgramResult;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.quarkus.runtime.dev.RunDetail.LeftFile;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One program, as far as it is kept: while it runs, and after. Thread-safe. */
final class Recording implements PtcListener {

    static final int CODE = 100_000;
    static final int TEXT = 20_000;

    private static final int BEGINNING = 200;
    private static final int NAME = 200;
    private static final int EXTRAS = 50;

    private final InvocationContext invocation;
    private final int outputCharacters;
    private final Consumer<Recording> started;
    private final Runnable changed;
    private final RecordedCalls calls = new RecordedCalls(); // guarded by this, as all that follows
    private final StringBuilder printed = new StringBuilder();
    private int printedCharacters;
    private long id;
    private String session = "";
    private int number;
    private String code = "";
    private long startedAt;
    private long startNanos;
    private Ended ended;

    /** What is known at the end. */
    private record Ended(
            boolean succeeded,
            RunDetail.Ending ending,
            Shown output,
            Shown forModel,
            List<String> warnings,
            List<LeftFile> files,
            Duration wall,
            Duration compute) {}

    /**
     * @param invocation that has the program run
     * @param outputCharacters that models get to read
     * @param started told when the program starts
     * @param changed told of each change after that
     */
    Recording(InvocationContext invocation, int outputCharacters, Consumer<Recording> started, Runnable changed) {
        this.invocation = invocation;
        this.outputCharacters = outputCharacters;
        this.started = started;
        this.changed = changed;
    }

    /** Gives it its name. */
    synchronized void id(long id) {
        this.id = id;
    }

    synchronized long id() {
        return id;
    }

    @Override
    public void programStarted(String session, int number, String code) {
        synchronized (this) {
            this.session = session;
            this.number = number;
            this.code = code;
            this.startedAt = System.currentTimeMillis();
            this.startNanos = System.nanoTime();
        }
        started.accept(this);
    }

    @Override
    public void toolCalled(String session, CallId id, String tool, ObjectNode arguments) {
        synchronized (this) {
            calls.called(id, tool, arguments, sinceStart());
        }
        changed.run();
    }

    @Override
    public void toolAnswered(String session, InnerCall call) {
        synchronized (this) {
            calls.answered(call);
        }
        changed.run();
    }

    @Override
    public void printed(String session, Event.Stream stream, String text) {
        synchronized (this) {
            printedCharacters += text.length();
            int room = TEXT - printed.length();
            printed.append(text, 0, Math.min(text.length(), Math.max(0, room)));
        }
        changed.run();
    }

    @Override
    public void programEnded(String session, ProgramReport report) {
        Shown forModel = Shown.of(
                ProgramResult.of(report, Endings.losesSession(report.outcome()), outputCharacters)
                        .text(),
                TEXT);
        synchronized (this) {
            // A program that was cut off has no output in its report.
            Shown output = report.output().isEmpty() ? soFar() : Shown.of(report.output(), TEXT);
            ended = new Ended(
                    report.succeeded(),
                    Endings.of(report.outcome(), TEXT),
                    output,
                    forModel,
                    report.warnings().stream()
                            .limit(EXTRAS)
                            .map(warning ->
                                    Shown.of(warning, RecordedCalls.ARGUMENTS).text())
                            .toList(),
                    report.files().stream()
                            .limit(EXTRAS)
                            .map(file -> new LeftFile(file.path(), file.content().length))
                            .toList(),
                    report.usage().wallTime(),
                    report.usage().computeTime());
        }
        changed.run();
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private Shown soFar() {
        return new Shown(printed.toString(), printedCharacters, printedCharacters > printed.length());
    }

    synchronized RunSummary summary() {
        boolean over = ended != null;
        Object memoryId = invocation.chatMemoryId();
        String ticket = RunLog.ticket(invocation);
        return new RunSummary(
                id,
                String.valueOf(invocation.interfaceName()),
                String.valueOf(invocation.methodName()),
                memoryId == null || !ticket.isEmpty()
                        ? ""
                        : Shown.of(memoryId.toString(), NAME).text(),
                ticket,
                session,
                number,
                startedAt,
                !over,
                over && ended.succeeded(),
                over ? ended.ending().kind() : "",
                (over ? ended.wall() : sinceStart()).toMillis(),
                calls.made(),
                calls.failed(),
                Shown.tokens(calls.resultCharacters()),
                over ? Shown.tokens(ended.forModel().characters()) : 0,
                code.substring(0, Math.min(code.length(), BEGINNING)));
    }

    synchronized RunDetail detail() {
        boolean over = ended != null;
        List<RunDetail.ToolCall> kept = calls.kept();
        return new RunDetail(
                summary(),
                Shown.of(code, CODE),
                over ? ended.output() : soFar(),
                over ? ended.ending() : RunDetail.Ending.RUNNING,
                over ? ended.forModel() : Shown.NOTHING,
                over ? ended.warnings() : List.of(),
                over ? ended.files() : List.of(),
                over ? ended.compute().toMillis() : 0,
                kept,
                calls.made() - kept.size());
    }
}
