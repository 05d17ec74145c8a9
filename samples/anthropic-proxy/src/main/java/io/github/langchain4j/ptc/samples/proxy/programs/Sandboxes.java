package io.github.langchain4j.ptc.samples.proxy.programs;

import io.github.langchain4j.ptc.anthropic.container.ContainerLimits;
import io.github.langchain4j.ptc.docker.DockerSandbox;
import io.github.langchain4j.ptc.embedded.EmbeddedSandbox;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.util.concurrent.Executor;

/** Makes what the configuration says of programs. */
public final class Sandboxes {

    private Sandboxes() {}

    /**
     * The sandbox; the caller closes it.
     *
     * @param executor runs starts ahead
     * @throws IllegalArgumentException if a setting cannot be used
     */
    public static WarmSandbox open(ProxyConfig.SandboxSettings settings, Executor executor) {
        if (settings.warm() < 0 || settings.sessions() < 1 || settings.warm() > settings.sessions()) {
            throw new IllegalArgumentException(
                    "ptc.proxy.sandbox.warm must be from 0 to ptc.proxy.sandbox.sessions, but is " + settings.warm()
                            + " of " + settings.sessions());
        }
        Sandbox sandbox = switch (settings.type()) {
            case EMBEDDED -> embedded(settings);
            case DOCKER -> docker(settings);
        };
        return new WarmSandbox(sandbox, spec(settings), settings.warm(), settings.sessions(), executor);
    }

    private static Sandbox embedded(ProxyConfig.SandboxSettings settings) {
        EmbeddedSandbox.Builder sandbox = EmbeddedSandbox.builder();
        settings.totalMemoryBytes().ifPresent(sandbox::totalMemoryBytes);
        return sandbox.build();
    }

    private static Sandbox docker(ProxyConfig.SandboxSettings settings) {
        DockerSandbox.Builder sandbox = DockerSandbox.builder().image(settings.image());
        settings.packages().ifPresent(sandbox::packages);
        settings.runtime().ifPresent(sandbox::runtime);
        settings.cpus().ifPresent(sandbox::cpus);
        return sandbox.build();
    }

    private static InterpreterSpec spec(ProxyConfig.SandboxSettings settings) {
        InterpreterSpec usual = InterpreterSpec.DEFAULT;
        return new InterpreterSpec(
                settings.memoryBytes(), usual.processes(), usual.maxFrameBytes(), usual.filesBytes());
    }

    /** What sessions and programs may use. */
    public static Limits limits(ProxyConfig config) {
        return Limits.builder()
                .computeTime(config.programs().computeTime())
                .wallTime(config.programs().wallTime())
                .toolCalls(config.programs().toolCalls())
                .sessions(config.sandbox().sessions())
                .interpreter(spec(config.sandbox()))
                .build();
    }

    /** How long containers live. */
    public static ContainerLimits containers(ProxyConfig.Containers containers) {
        return ContainerLimits.DEFAULT
                .withPerOwner(containers.perKey())
                .withIdleTime(containers.idleTime())
                .withPauses(containers.pauseTime(), containers.callTime())
                .withPatience(containers.patience());
    }
}
