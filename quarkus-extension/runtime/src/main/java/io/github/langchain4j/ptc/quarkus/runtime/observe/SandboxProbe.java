package io.github.langchain4j.ptc.quarkus.runtime.observe;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.time.Duration;
import java.util.Optional;

/** Asks a sandbox how it is, not too often and not for long. Thread-safe. */
final class SandboxProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Sandbox sandbox;
    private Deadline fresh = Deadline.in(Duration.ZERO); // guarded by this, as what follows
    private Optional<String> problem = Optional.empty();

    SandboxProbe(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Why no interpreter could be started, in words that say what to do; empty if one could. */
    synchronized Optional<String> problem() {
        if (fresh.reached()) {
            problem = ask();
            fresh = Deadline.in(FRESH);
        }
        return problem;
    }

    private Optional<String> ask() {
        try {
            sandbox.check(Deadline.in(PATIENCE));
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("The check was interrupted");
        } catch (RuntimeException e) {
            return Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
