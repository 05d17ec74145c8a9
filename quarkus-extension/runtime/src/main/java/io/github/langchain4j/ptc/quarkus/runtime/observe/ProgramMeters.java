package io.github.langchain4j.ptc.quarkus.runtime.observe;

import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The meters of programs. Tags have a bounded number of values, whatever programs do. Thread-safe. */
final class ProgramMeters {

    private static final int MOST_TOOLS = 500;
    private static final int MOST_ERRORS = 100;
    private static final String SERVICE = "aiservice";
    private static final String SANDBOX = "sandbox";
    private static final String OUTCOME = "outcome";
    private static final String NONE = "none";

    private final MeterProvider<Timer> programs;
    private final MeterProvider<Timer> compute;
    private final MeterProvider<Counter> failures;
    private final MeterProvider<Timer> calls;
    private final MeterProvider<Timer> acquisitions;
    private final MeterProvider<Counter> results;
    private final MeterProvider<Counter> shown;
    private final MeterProvider<Counter> savedBytes;
    private final MeterProvider<Counter> savedTokens;
    private final TagValues tools = new TagValues(MOST_TOOLS);
    private final TagValues errors = new TagValues(MOST_ERRORS);

    ProgramMeters(MeterRegistry registry) {
        programs = Timer.builder("langchain4j.ptc.programs")
                .description("Programs of models, from start to end, waiting for tools included")
                .withRegistry(registry);
        compute = Timer.builder("langchain4j.ptc.programs.compute")
                .description("The part of the time of programs in which they could run")
                .withRegistry(registry);
        failures = Counter.builder("langchain4j.ptc.failures")
                .description(
                        "Programs that did not do what they were written for, by what went wrong: a Python exception,"
                                + " a limit, or that they were ended")
                .baseUnit("programs")
                .withRegistry(registry);
        calls = Timer.builder("langchain4j.ptc.tool.calls")
                .description("Tool calls of programs, from the call to its answer, waiting for a thread included")
                .withRegistry(registry);
        acquisitions = Timer.builder("langchain4j.ptc.sessions.acquire")
                .description("How long it took to get a session with a Python interpreter, or to get none")
                .withRegistry(registry);
        results = bytes(registry, "langchain4j.ptc.results", "Results of tool calls that programs got, as JSON");
        shown = bytes(registry, "langchain4j.ptc.shown", "What models got to read of programs");
        savedBytes = bytes(
                registry,
                "langchain4j.ptc.saved",
                "Results of tool calls less what models got to read of the programs, of programs that saved something");
        savedTokens = Counter.builder("langchain4j.ptc.saved.tokens")
                .description(
                        "An estimate of the tokens that programs kept out of the context of models, at 4 bytes each")
                .baseUnit("tokens")
                .withRegistry(registry);
    }

    private static MeterProvider<Counter> bytes(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).baseUnit("bytes").withRegistry(registry);
    }

    void acquired(String sandbox, String outcome, Duration took) {
        acquisitions.withTags(SANDBOX, sandbox, OUTCOME, outcome).record(took);
    }

    void called(String service, InnerCall call) {
        String error = call.outcome() instanceof ToolOutcome.Failure failure ? errors.of(failure.type()) : NONE;
        calls.withTags(
                        SERVICE,
                        service,
                        "tool",
                        tools.of(call.tool()),
                        OUTCOME,
                        call.failed() ? "error" : "ok",
                        "error",
                        error)
                .record(call.duration());
    }

    void ended(String service, String sandbox, ProgramReport report) {
        programs.withTags(
                        SERVICE,
                        service,
                        SANDBOX,
                        sandbox,
                        OUTCOME,
                        Outcomes.name(report.outcome()),
                        "limit",
                        Outcomes.limit(report.outcome()).orElse(NONE))
                .record(report.usage().wallTime());
        compute.withTags(SERVICE, service, SANDBOX, sandbox)
                .record(report.usage().computeTime());
        Outcomes.failure(report)
                .ifPresent(kind -> failures.withTags(SERVICE, service, SANDBOX, sandbox, "kind", kind)
                        .increment());
    }

    /** A counter cannot go down; how much worse some programs were, the difference of the other two tells. */
    void saved(String service, Savings savings) {
        results.withTags(SERVICE, service).increment(savings.resultBytes());
        shown.withTags(SERVICE, service).increment(savings.shownBytes());
        savedBytes.withTags(SERVICE, service).increment(Math.max(0, savings.bytes()));
        savedTokens.withTags(SERVICE, service).increment(Math.max(0, savings.tokens()));
    }
}
