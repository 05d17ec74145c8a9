package io.github.langchain4j.ptc.quarkus.runtime.observe;

import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.quarkus.runtime.ServiceRuntimes;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Shows with Micrometer how many interpreters and sessions there are. Thread-safe. */
@Singleton
public class SupplyMetrics {

    private static final String INTERPRETERS = "interpreters";

    private final Sandboxes sandboxes;
    private final ServiceRuntimes runtimes;

    public SupplyMetrics(Sandboxes sandboxes, ServiceRuntimes runtimes) {
        this.sandboxes = sandboxes;
        this.runtimes = runtimes;
    }

    void register(@Observes StartupEvent start, MeterRegistry registry) {
        for (String sandbox : sandboxes.names()) {
            Gauge.builder("langchain4j.ptc.interpreters.idle", () -> count(sandbox, WarmSandbox::idle))
                    .description("Python interpreters that are ready for a session")
                    .baseUnit(INTERPRETERS)
                    .tag("sandbox", sandbox)
                    .register(registry);
            Gauge.builder("langchain4j.ptc.interpreters.total", () -> count(sandbox, WarmSandbox::total))
                    .description("Python interpreters: ready, in use and being started")
                    .baseUnit(INTERPRETERS)
                    .tag("sandbox", sandbox)
                    .register(registry);
            Gauge.builder("langchain4j.ptc.sessions.open", () -> runtimes.openSessions(sandbox))
                    .description("Sessions that are open")
                    .baseUnit("sessions")
                    .tag("sandbox", sandbox)
                    .register(registry);
        }
    }

    /** Asking does not open a sandbox. */
    private int count(String sandbox, ToIntFunction<WarmSandbox> what) {
        return Optional.ofNullable(sandboxes.opened().get(sandbox))
                .map(what::applyAsInt)
                .orElse(0);
    }
}
