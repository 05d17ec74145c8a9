package io.github.langchain4j.ptc.quarkus.runtime.observe;

import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the sandboxes in use can run programs. Up while sessions are all in use, too: these come to an end. Thread-safe.
 */
@Readiness
@Singleton
public class SandboxHealth implements HealthCheck {

    private final Sandboxes sandboxes;
    private final Map<WarmSandbox, SandboxProbe> probes = new ConcurrentHashMap<>();

    public SandboxHealth(Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("Sandboxes of programs").up();
        sandboxes.opened().forEach((name, sandbox) -> add(response, name, sandbox));
        return response.build();
    }

    private void add(HealthCheckResponseBuilder response, String name, WarmSandbox sandbox) {
        Optional<String> problem =
                probes.computeIfAbsent(sandbox, SandboxProbe::new).problem();
        response.withData(name, problem.isEmpty() ? "UP" : "DOWN")
                .withData(name + ".type", sandbox.traits().name())
                .withData(name + ".trust", sandbox.traits().trust().name().toLowerCase(Locale.ROOT))
                .withData(name + ".idle", sandbox.idle())
                .withData(name + ".total", sandbox.total());
        problem.ifPresent(reason -> response.down().withData(name + ".reason", reason));
    }
}
