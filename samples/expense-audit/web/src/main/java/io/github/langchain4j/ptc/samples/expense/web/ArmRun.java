package io.github.langchain4j.ptc.samples.expense.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.observability.api.event.AiServiceResponseReceivedEvent;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.samples.expense.TokenCounter;
import io.quarkiverse.langchain4j.runtime.aiservice.ChatEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One question of one browser, asked in one of the two ways. It travels with the invocation of the AI service, so whoever
 * sees something happen knows whom to tell. Thread-safe.
 */
final class ArmRun implements PtcListener {

    private static final String KEY = ArmRun.class.getName();

    private final String arm;
    private final Consumer<AuditEvent> events;
    private final TokenCounter counter;
    private final PartialCode writing = new PartialCode(); // one thread at a time: that which the model writes on
    private final AtomicInteger modelCalls = new AtomicInteger();
    private final AtomicInteger toolCalls = new AtomicInteger();
    private final AtomicInteger input = new AtomicInteger();
    private final AtomicInteger output = new AtomicInteger();
    private volatile long programStart;

    /**
     * @param arm {@code programmatic} or {@code ordinary}
     * @param events takes what is to be shown
     * @param counter of tokens
     */
    ArmRun(String arm, Consumer<AuditEvent> events, TokenCounter counter) {
        this.arm = arm;
        this.events = events;
        this.counter = counter;
    }

    /** What the call of the AI service is given, for {@link #of}. */
    InvocationParameters parameters() {
        return InvocationParameters.from(KEY, this);
    }

    /** The run that an invocation belongs to. */
    static Optional<ArmRun> of(InvocationContext invocation) {
        return Optional.ofNullable(invocation.invocationParameters()).map(parameters -> parameters.get(KEY));
    }

    /** The service tells something: its model writes, or has answered. */
    void told(ChatEvent event) {
        if (event instanceof ChatEvent.PartialToolCallEvent part && arm.equals("programmatic")) {
            String code = writing.add(part.getPartialToolCall());
            if (!code.isEmpty()) {
                tell("program-part", Map.of("text", code));
            }
        }
    }

    /** The model answered a request of the service. */
    void answered(AiServiceResponseReceivedEvent exchange) {
        modelCalls.incrementAndGet();
        input.addAndGet(counter.input(exchange.request()));
        output.addAndGet(counter.output(exchange.response().aiMessage()));
        if (arm.equals("ordinary")) {
            toolCalls.addAndGet(
                    exchange.response().aiMessage().toolExecutionRequests().size());
        }
        tell(
                "tokens",
                Map.of(
                        "arm", arm,
                        "modelCalls", modelCalls.get(),
                        "toolCalls", toolCalls.get(),
                        "input", input.get(),
                        "output", output.get()));
    }

    @Override
    public void programStarted(String session, int number, String code) {
        programStart = System.nanoTime();
        writing.clear();
        tell("program", Map.of("number", number, "code", code));
    }

    @Override
    public void toolCalled(String session, CallId id, String tool, ObjectNode arguments) {
        tell(
                "call-started",
                Map.of(
                        "id",
                        id.toString(),
                        "tool",
                        tool,
                        "arguments",
                        arguments,
                        "startMillis",
                        millis(Duration.ofNanos(System.nanoTime() - programStart))));
    }

    @Override
    public void toolAnswered(String session, InnerCall call) {
        toolCalls.incrementAndGet();
        tell(
                "call-ended",
                Map.of(
                        "id", call.id().toString(),
                        "outcome", call.outcome() instanceof ToolOutcome.Failure failure ? failure.type() : "ok",
                        "startMillis", millis(call.startedAfter()),
                        "durationMillis", millis(call.duration()),
                        "resultBytes", call.resultBytes()));
    }

    @Override
    public void printed(String session, Event.Stream stream, String text) {
        tell("output", Map.of("kind", "printed", "text", text));
    }

    @Override
    public void programEnded(String session, ProgramReport report) {
        tell(
                "output",
                Map.of(
                        "kind", report.succeeded() ? "returned" : "failed",
                        "text", ending(report.outcome()),
                        "millis", millis(report.usage().wallTime())));
    }

    private static String ending(Outcome outcome) {
        if (outcome instanceof Outcome.Returned returned) {
            return returned.result();
        }
        if (outcome instanceof Outcome.Failed failed) {
            return failed.traceback();
        }
        if (outcome instanceof Outcome.LimitHit hit) {
            return hit.message();
        }
        return outcome.toString();
    }

    void tell(String name, Map<String, ?> data) {
        events.accept(new AuditEvent(name, data));
    }

    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }
}
