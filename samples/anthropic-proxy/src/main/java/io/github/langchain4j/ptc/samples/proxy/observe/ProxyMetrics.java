package io.github.langchain4j.ptc.samples.proxy.observe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntSupplier;

/** Counts what happens. Thread-safe. */
public final class ProxyMetrics implements PtcListener {

    private final MeterRegistry registry;

    /** @param registry keeps the figures */
    public ProxyMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows figures that are read when somebody asks. */
    public void gauge(String name, String description, IntSupplier value) {
        Gauge.builder(name, value, IntSupplier::getAsInt)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /**
     * A request is over.
     *
     * @param endpoint what was asked for
     * @param status of the response; 499 if the client went away
     * @param took from its arrival to its end
     */
    public void request(String endpoint, int status, Duration took) {
        Timer.builder("ptc.proxy.requests")
                .description("Requests, from their arrival to the end of the response")
                .tag("endpoint", endpoint)
                .tag("status", Integer.toString(status))
                .register(registry)
                .record(took);
    }

    /** A response asks the client for results that a program waits for. */
    public void paused() {
        registry.counter("ptc.proxy.pauses").increment();
    }

    /** A request was sent on to another node. */
    public void forwarded(String node) {
        registry.counter("ptc.proxy.forwarded", "node", node).increment();
    }

    /** A model was called for the owner of a key. */
    public void tokens(String key, TokenUsage usage) {
        tokens(key, "input", usage.inputTokenCount());
        tokens(key, "output", usage.outputTokenCount());
    }

    private void tokens(String key, String direction, Integer count) {
        if (count != null) {
            registry.counter("ptc.proxy.tokens", "key", key, "direction", direction)
                    .increment(count);
        }
    }

    @Override
    public void sessionOpened(String session, Duration took) {
        registry.timer("ptc.proxy.sessions.opened").record(took);
    }

    @Override
    public void sessionRefused(SandboxUnavailableException why, Duration took) {
        registry.counter("ptc.proxy.sessions.refused", "reason", why.getClass().getSimpleName())
                .increment();
    }

    @Override
    public void toolCalled(String session, CallId id, String tool, ObjectNode arguments) {
        registry.counter("ptc.proxy.calls").increment();
    }

    @Override
    public void toolAnswered(String session, InnerCall call) {
        registry.counter("ptc.proxy.calls.answered").increment();
    }

    @Override
    public void programEnded(String session, ProgramReport report) {
        registry.timer(
                        "ptc.proxy.programs",
                        "outcome",
                        report.outcome().getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .record(report.usage().wallTime());
    }
}
