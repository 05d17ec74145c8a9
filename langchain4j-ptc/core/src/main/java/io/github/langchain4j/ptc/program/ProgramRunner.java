package io.github.langchain4j.ptc.program;

import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Runs Python programs against Java tools, without a model:
 *
 * <pre>{@code
 * try (ProgramRunner runner = ProgramRunner.builder().sandbox(sandbox).tools(new Orders()).build();
 *         ProgramSession session = runner.open()) {
 *     ProgramReport report = session.run("sum(o.total for o in find_orders('open'))");
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe. Closing it ends all its sessions; sandbox and executor stay the caller's.
 */
public final class ProgramRunner implements AutoCloseable {

    /** Time per tool call where nothing else is said. */
    public static final Duration DEFAULT_TOOL_TIME = Duration.ofSeconds(60);

    private final ToolCatalog catalog;
    private final Engine engine;
    private final Executor executor;
    private final ToolPolicy policy;
    private final Listeners listeners;
    private final Duration toolTime;

    private ProgramRunner(Builder builder) {
        catalog = builder.catalog;
        engine = new Engine(builder.sandbox, builder.limits);
        executor = builder.executor;
        policy = builder.policy;
        listeners = new Listeners(builder.listeners);
        toolTime = builder.toolTime;
    }

    /** A builder; {@code sandbox} and tools are required. */
    public static Builder builder() {
        return new Builder();
    }

    /** The tools. */
    public ToolCatalog catalog() {
        return catalog;
    }

    /** The traits of the sandbox. */
    public SandboxTraits traits() {
        return engine.traits();
    }

    /** The limits in force. */
    public Limits limits() {
        return engine.limits();
    }

    /**
     * Opens a session within {@link Limits#startTime()}.
     *
     * @return a session that nobody else uses; the caller closes it
     * @throws SandboxBusyException if all sessions are in use
     * @throws SandboxUnavailableException if no interpreter can be started
     * @throws InterruptedException if the thread is interrupted; nothing is left running
     */
    public ProgramSession open() throws InterruptedException {
        return open(Deadline.in(limits().startTime()));
    }

    /** Opens a session until a deadline; see {@link #open()}. */
    public ProgramSession open(Deadline by) throws InterruptedException {
        return open(by, () -> {});
    }

    /**
     * Opens a session like {@link #open()}; while all are in use, the task is run again and again.
     *
     * @param whenFull gives up a session that can be spared
     */
    public ProgramSession open(Runnable whenFull) throws InterruptedException {
        return open(Deadline.in(limits().startTime()), whenFull);
    }

    private ProgramSession open(Deadline by, Runnable whenFull) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            ProgramSession session = new ProgramSession(this, engine.open(by, whenFull));
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            listeners.tell(l -> l.sessionOpened(session.id(), took));
            return session;
        } catch (SandboxUnavailableException e) {
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            listeners.tell(l -> l.sessionRefused(e, took));
            throw e;
        }
    }

    /** Sessions that are open now. */
    public int openSessions() {
        return engine.openSessions();
    }

    /** Opens no more sessions, gives running programs time to end, then closes. */
    public void shutdown(Duration grace) throws InterruptedException {
        engine.shutdown(grace);
    }

    @Override
    public void close() {
        engine.close();
    }

    Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    ToolPolicy policy() {
        return policy;
    }

    Listeners listeners() {
        return listeners;
    }

    Duration toolTime() {
        return toolTime;
    }

    /** Collects the parts of a runner. Not thread-safe. */
    public static final class Builder {

        private Sandbox sandbox;
        private ToolCatalog catalog;
        private Limits limits = Limits.DEFAULT;
        private Executor executor;
        private ToolPolicy policy = ToolPolicy.ALLOW_ALL;
        private Duration toolTime = DEFAULT_TOOL_TIME;
        private final List<PtcListener> listeners = new ArrayList<>();

        private Builder() {}

        /** Where programs run; stays the caller's to close, after the runner. */
        public Builder sandbox(Sandbox sandbox) {
            this.sandbox = Objects.requireNonNull(sandbox, "sandbox");
            return this;
        }

        /** The tools that programs may call. */
        public Builder catalog(ToolCatalog catalog) {
            this.catalog = Objects.requireNonNull(catalog, "catalog");
            return this;
        }

        /** The {@code @Tool} methods of these beans, as a catalogue with nothing else set. */
        public Builder tools(Object... beans) {
            return catalog(ToolCatalog.builder().add(beans).build());
        }

        /** What programs and sessions may use. Default: {@link Limits#DEFAULT}. */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Runs tool calls as they arrive, on this executor. Without it they run one after the other on the thread that
         * runs the program.
         */
        public Builder executeToolsConcurrently(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Time per tool call, waiting for a thread included; only with an executor. After it the program gets a
         * {@code ToolError} and the tool's thread is interrupted. Default: {@link #DEFAULT_TOOL_TIME}.
         */
        public Builder toolTime(Duration toolTime) {
            if (toolTime.isNegative() || toolTime.isZero()) {
                throw new IllegalArgumentException("toolTime must be longer than zero, but is " + toolTime);
            }
            this.toolTime = toolTime;
            return this;
        }

        /** Decides on each call before it runs. Default: all may. */
        public Builder policy(ToolPolicy policy) {
            this.policy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** Adds an observer. */
        public Builder listener(PtcListener listener) {
            this.listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * The runner.
         *
         * @throws IllegalStateException if the sandbox or the tools are missing
         * @throws IllegalArgumentException if programs may call a tool that only an AI service can run
         */
        public ProgramRunner build() {
            if (sandbox == null) {
                throw new IllegalStateException("A sandbox is missing: call sandbox(…), for example with"
                        + " EmbeddedSandbox.create() of langchain4j-ptc-embedded");
            }
            if (catalog == null) {
                throw new IllegalStateException("The tools are missing: call tools(…) or catalog(…)");
            }
            catalog.programmatic()
                    .forEach(tool -> tool.needsAiService().ifPresent(reason -> {
                        throw new IllegalArgumentException("Tool \"" + tool.name() + "\" " + reason
                                + ". Give the tool to an AI service (PtcAiServices), or let only the model call it.");
                    }));
            return new ProgramRunner(this);
        }
    }
}
