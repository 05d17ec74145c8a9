package io.github.langchain4j.ptc.samples.proxy.observe;

import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Whether programs can be run. Up while all sessions are in use, too: these come to an end. Thread-safe. */
public final class SandboxHealth {

    private static final Duration TIME = Duration.ofSeconds(5);

    private final WarmSandbox sandbox;

    /** @param sandbox that is looked at */
    public SandboxHealth(WarmSandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** What is the case now; takes at most 5 s. */
    public HealthCheckResponse check() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("Sandbox of programs")
                .withData("type", sandbox.traits().name())
                .withData("trust", sandbox.traits().trust().name())
                .withData("idle", sandbox.idle())
                .withData("total", sandbox.total())
                .up();
        try {
            sandbox.check(Deadline.in(TIME));
        } catch (SandboxBusyException e) {
            response.withData("busy", true);
        } catch (SandboxUnavailableException e) {
            response.down().withData("reason", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.down().withData("reason", "The check was interrupted");
        }
        return response.build();
    }
}
