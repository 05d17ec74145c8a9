package io.github.langchain4j.ptc.anthropic;

import io.github.langchain4j.ptc.anthropic.backing.ModelResolver;
import io.github.langchain4j.ptc.anthropic.container.ContainerLimits;
import io.github.langchain4j.ptc.anthropic.container.Containers;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.Retries;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects the parts of a {@link MessagesApi}. Not thread-safe. */
public final class MessagesApiBuilder {

    private static final Duration MARGIN = Duration.ofSeconds(30);

    Sandbox sandbox;
    ModelResolver models;
    Limits limits = Limits.DEFAULT;
    ContainerLimits containerLimits = ContainerLimits.DEFAULT;
    String node = "";
    int maxRounds = 20;
    int maxBodyBytes = 32 << 20;
    int outputCharacters = 20_000;
    Retries retries = Retries.DEFAULT;
    Duration pingTime = Duration.ofSeconds(15);
    Clock clock = Clock.systemUTC();
    private final List<PtcListener> listeners = new ArrayList<>();

    MessagesApiBuilder() {}

    /** Where programs run; stays the caller's to close, after the API. */
    public MessagesApiBuilder sandbox(Sandbox sandbox) {
        this.sandbox = Objects.requireNonNull(sandbox, "sandbox");
        return this;
    }

    /** Finds the models behind. */
    public MessagesApiBuilder models(ModelResolver models) {
        this.models = Objects.requireNonNull(models, "models");
        return this;
    }

    /**
     * What programs and sessions may use. The time between two programs is that of the containers. Default: {@link
     * Limits#DEFAULT}.
     */
    public MessagesApiBuilder limits(Limits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /** How long containers live. Default: {@link ContainerLimits#DEFAULT}. */
    public MessagesApiBuilder containerLimits(ContainerLimits limits) {
        this.containerLimits = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /** Names this process among several, as a part of container ids. Default: none. */
    public MessagesApiBuilder node(String node) {
        this.node = Objects.requireNonNull(node, "node");
        return this;
    }

    /** Calls of the model for one response; after them the client is asked to go on ({@code pause_turn}). Default: 20. */
    public MessagesApiBuilder maxRounds(int rounds) {
        this.maxRounds = rounds;
        return this;
    }

    /** The largest body of a request. Default: 32 MiB. */
    public MessagesApiBuilder maxBodyBytes(int bytes) {
        this.maxBodyBytes = bytes;
        return this;
    }

    /** Characters of each output stream of a program that are shown; more is cut in the middle. Default: 20,000. */
    public MessagesApiBuilder outputCharacters(int characters) {
        this.outputCharacters = characters;
        return this;
    }

    /** How often a model is asked again that fails after a program ran. Default: {@link Retries#DEFAULT}. */
    public MessagesApiBuilder modelRetries(Retries retries) {
        this.retries = Objects.requireNonNull(retries, "retries");
        return this;
    }

    /** After how long without an event a {@code ping} is sent. Default: 15 s. */
    public MessagesApiBuilder pingTime(Duration time) {
        this.pingTime = Objects.requireNonNull(time, "time");
        return this;
    }

    /** Says when containers expire. Default: the system's. */
    public MessagesApiBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /** Observes programs. */
    public MessagesApiBuilder listener(PtcListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * The API.
     *
     * @throws IllegalArgumentException naming what is missing or out of range
     */
    public MessagesApi build() {
        if (sandbox == null || models == null) {
            throw new IllegalArgumentException("sandbox(…) and models(…) are required");
        }
        if (maxRounds < 1 || maxBodyBytes < 1 || outputCharacters < 1) {
            throw new IllegalArgumentException("maxRounds, maxBodyBytes and outputCharacters must be at least 1");
        }
        if (pingTime.isNegative() || pingTime.isZero()) {
            throw new IllegalArgumentException("pingTime must be longer than zero, but is " + pingTime);
        }
        return new MessagesApi(this);
    }

    /** The containers end sessions; the engine does so a little later, in case that they cannot. */
    ProgramRunner runner() {
        ProgramRunner.Builder runner = ProgramRunner.builder()
                .sandbox(sandbox)
                .catalog(ToolCatalog.EMPTY)
                .limits(limits.toBuilder()
                        .sessionIdleTime(Containers.longest(containerLimits).plus(MARGIN))
                        .build());
        listeners.forEach(runner::listener);
        return runner.build();
    }
}
