package io.github.langchain4j.ptc.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.KillReason;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each interpreter in a container of its own, on a Docker engine: the sandbox for production on one's own hosts.
 *
 * <p>A container has no network, no capabilities and no way to get privileges, a read-only root file system, one small
 * file system in memory, bounded memory (without swap), CPUs, processes and open files, a list of allowed system calls
 * that is shorter than the engine's own, and a user that is not root. Nothing must be switched on; what is switched off
 * is logged once. Its first process ends it when this JVM is gone, whatever the program does.
 *
 * <p>Any image with {@code python3}, 3.9 or newer, works: what runs in it is sent by this library. {@code sandbox-image}
 * builds two that have nothing else.
 *
 * <p>The engine is found as docker-java finds it ({@code DOCKER_HOST}, {@code DOCKER_TLS_VERIFY},
 * {@code DOCKER_CERT_PATH}, else the local socket). It need not be there when the sandbox is made, and may go away and
 * come back: starts fail meanwhile, and say why.
 *
 * <p>A start takes some 300 ms; put a {@link io.github.langchain4j.ptc.engine.WarmSandbox} before it. Thread-safe. Owns
 * two daemon threads for each interpreter, and a few that end when they have nothing to do.
 */
public final class DockerSandbox implements Sandbox {

    /** The image with Python and its standard library, as {@code sandbox-image/build} names it. */
    public static final String SLIM_IMAGE = "langchain4j-ptc/sandbox:slim";

    /** The image that has numpy, pandas and matplotlib, too. */
    public static final String DATA_IMAGE = "langchain4j-ptc/sandbox:data";

    /** The least memory that a container can be given, in bytes: below it Python does not start. */
    public static final long MIN_MEMORY_BYTES = 48L << 20;

    /** Names of that image with a registry or a version. */
    private static final String DATA_IMAGES = "(.+/)?langchain4j-ptc/sandbox:(.+-)?data(@.*)?";

    private static final Logger LOG = LoggerFactory.getLogger(DockerSandbox.class);
    private static final long IDLE_SECONDS = 10;

    private final ContainerSettings settings;
    private final String label = UUID.randomUUID().toString();
    private final SandboxTraits traits;
    private final DockerEngine engine;
    private final ContainerCleaner cleaner;
    private final ImageSupply images;
    private final ContainerStarter starter;
    private final EngineCheck check;
    private final ThreadPoolExecutor starts;
    private final Set<ContainerInterpreter> alive = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean swept = new AtomicBoolean();
    private volatile boolean closed;

    private DockerSandbox(Builder builder) {
        settings = builder.settings();
        traits = new SandboxTraits("docker", TrustLevel.CONTAINER, false, true, true, builder.packages());
        engine = new DockerEngine(builder.config());
        cleaner = new ContainerCleaner(engine);
        images = new ImageSupply(engine, settings.image(), builder.pullPolicy, builder.pullTimeout);
        starter = new ContainerStarter(engine, images, cleaner, settings, label);
        check = new EngineCheck(engine, images, settings);
        starts = new ThreadPoolExecutor(
                builder.parallelStarts,
                builder.parallelStarts,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Daemons.named("ptc-docker-start"));
        starts.allowCoreThreadTimeOut(true);
        List<String> weaknesses = settings.weaknesses();
        if (!weaknesses.isEmpty()) {
            LOG.warn("The Docker sandbox isolates less than by default: {}", String.join("; ", weaknesses));
        }
    }

    /** A sandbox with the defaults of the builder. */
    public static DockerSandbox create() {
        return builder().build();
    }

    /** A builder; see its methods for the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public SandboxTraits traits() {
        return traits;
    }

    @Override
    public Interpreter start(InterpreterSpec spec, Deadline by) throws InterruptedException {
        if (spec.memoryBytes() < MIN_MEMORY_BYTES) {
            throw new SandboxUnavailableException("A container needs at least " + (MIN_MEMORY_BYTES >> 20)
                    + " MiB to run Python, but InterpreterSpec.memoryBytes is " + spec.memoryBytes());
        }
        CompletableFuture<ContainerInterpreter> result = new CompletableFuture<>();
        AtomicReference<String> stage = new AtomicReference<>("it waited for other starts to end");
        try {
            starts.execute(() -> start(spec, by, stage, result));
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("The sandbox is closed");
        }
        try {
            return result.get(by.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SandboxUnavailableException(
                    "No container was started in time; when the time was over, " + stage.get());
        } catch (ExecutionException e) {
            if (closed) {
                throw new IllegalStateException("The sandbox is closed", e.getCause());
            }
            throw EngineErrors.explain(e.getCause(), engine.host(), settings);
        } finally {
            result.cancel(false); // one that comes too late ends by itself; one that has come is not touched
        }
    }

    /** Whether the engine answers and has the image; if the image may be pulled and is not there, the pull begins. */
    @Override
    public void check(Deadline by) throws InterruptedException {
        check.check(by);
    }

    /** In a thread of its own: docker-java heeds neither deadlines nor interruption. */
    private void start(
            InterpreterSpec spec,
            Deadline by,
            AtomicReference<String> stage,
            CompletableFuture<ContainerInterpreter> result) {
        if (closed) {
            result.completeExceptionally(new IllegalStateException("The sandbox is closed"));
        }
        if (result.isDone()) {
            return; // nobody waits any more
        }
        try {
            ContainerInterpreter interpreter = starter.start(spec, by, stage::set);
            alive.add(interpreter);
            interpreter.died().thenRun(() -> alive.remove(interpreter));
            if (!result.complete(interpreter) || closed) {
                interpreter.kill(KillReason.SHUTDOWN);
            }
            if (!swept.getAndSet(true)) {
                cleaner.sweep();
            }
        } catch (RuntimeException | InterruptedException e) {
            result.completeExceptionally(e);
        }
    }

    /** A container whose making were cut off could not be removed: nobody would know of it. */
    private void awaitStarts() {
        try {
            if (!starts.awaitTermination(ContainerCleaner.CLOSE_TIME.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("The Docker engine is slow; a container may be left that a later sandbox removes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The value of {@link DockerEngine#LABEL} on its containers. */
    String label() {
        return label;
    }

    @Override
    public void close() {
        closed = true;
        images.close();
        starts.shutdown();
        List.copyOf(alive).forEach(interpreter -> interpreter.kill(KillReason.SHUTDOWN));
        awaitStarts(); // each kills its container when it sees that the sandbox is closed
        cleaner.close();
        engine.close();
    }

    @Override
    public String toString() {
        return "DockerSandbox[" + settings.image() + " at " + engine.host() + "]";
    }

    /** Settings of a {@link DockerSandbox}. Not thread-safe. */
    public static final class Builder {

        private String image = SLIM_IMAGE;
        private String packages;
        private PullPolicy pullPolicy = PullPolicy.IF_MISSING;
        private Duration pullTimeout = Duration.ofMinutes(5);
        private int parallelStarts = 4;
        private DockerClientConfig config;
        private String python = "python3";
        private String user = "65534:65534";
        private String network = ContainerSettings.NO_NETWORK;
        private boolean readOnlyRoot = true;
        private Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        private boolean noNewPrivileges = true;
        private String seccompProfile;
        private String runtime;
        private double cpus = 1;
        private Map<String, String> environment = Map.of();
        private Duration maxLifetime = Duration.ofHours(24);

        private Builder() {}

        /** The image of the containers. Default: {@link #SLIM_IMAGE}. */
        public Builder image(String image) {
            this.image = Objects.requireNonNull(image, "image");
            return this;
        }

        /**
         * What programs may import beyond the standard library, in words for the model. Default: what
         * {@link #DATA_IMAGE} has if that is the image, in whatever registry and version; else nothing.
         */
        public Builder packages(String packages) {
            this.packages = Objects.requireNonNull(packages, "packages");
            return this;
        }

        /** When the image is pulled. Default: {@link PullPolicy#IF_MISSING}. */
        public Builder pullPolicy(PullPolicy pullPolicy) {
            this.pullPolicy = Objects.requireNonNull(pullPolicy, "pullPolicy");
            return this;
        }

        /** How long a pull may take, apart from the time of a start. Default: 5 minutes. */
        public Builder pullTimeout(Duration pullTimeout) {
            this.pullTimeout = positive("pullTimeout", pullTimeout);
            return this;
        }

        /** How many containers are started at the same time; further starts wait. Default: 4. */
        public Builder parallelStarts(int parallelStarts) {
            if (parallelStarts < 1) {
                throw new IllegalArgumentException("parallelStarts must be at least 1, but is " + parallelStarts);
            }
            this.parallelStarts = parallelStarts;
            return this;
        }

        /** Where the engine is and how to reach it. Default: what docker-java finds in the environment. */
        public Builder dockerClientConfig(DockerClientConfig config) {
            this.config = Objects.requireNonNull(config, "config");
            return this;
        }

        /** Python in the image, a name on its search path or a path. Default: {@code python3}. */
        public Builder python(String python) {
            this.python = Objects.requireNonNull(python, "python");
            return this;
        }

        /**
         * User and group of programs, as {@code docker run --user} takes them. Default: {@code 65534:65534}; root is
         * weaker.
         */
        public Builder user(String user) {
            this.user = Objects.requireNonNull(user, "user");
            return this;
        }

        /** The network that programs reach. Weaker than the default, which is {@code none}. */
        public Builder network(String network) {
            this.network = Objects.requireNonNull(network, "network");
            return this;
        }

        /** Whether the root file system is read-only. Default: true; false is weaker. */
        public Builder readOnlyRoot(boolean readOnlyRoot) {
            this.readOnlyRoot = readOnlyRoot;
            return this;
        }

        /** Capabilities that programs have. Default: none; any is weaker. */
        public Builder capabilities(Set<Capability> capabilities) {
            this.capabilities = Set.copyOf(capabilities);
            return this;
        }

        /** Whether privileges cannot be gained by executing files. Default: true; false is weaker. */
        public Builder noNewPrivileges(boolean noNewPrivileges) {
            this.noNewPrivileges = noNewPrivileges;
            return this;
        }

        /**
         * The seccomp profile, as JSON (not a path), or {@code unconfined}, which is weaker. Default: the one of this
         * library.
         */
        public Builder seccompProfile(String seccompProfile) {
            this.seccompProfile = Objects.requireNonNull(seccompProfile, "seccompProfile");
            return this;
        }

        /**
         * A container runtime that the engine knows, such as {@code runsc} (gVisor). Default: the engine's default. An
         * engine that does not have it refuses every start.
         */
        public Builder runtime(String runtime) {
            this.runtime = Objects.requireNonNull(runtime, "runtime");
            return this;
        }

        /** CPUs that one container may use, also a part of one. Default: 1. */
        public Builder cpus(double cpus) {
            if (!(cpus >= 0.01 && cpus <= 1024)) {
                throw new IllegalArgumentException("cpus must be from 0.01 to 1024, but is " + cpus);
            }
            this.cpus = cpus;
            return this;
        }

        /** Environment variables of programs beside those of the image. Default: none. No place for secrets. */
        public Builder environment(Map<String, String> environment) {
            this.environment = new HashMap<>(environment);
            return this;
        }

        /**
         * How long a container lives at most, from its start, ready or in use: the last resort against containers that
         * are left over. In whole seconds, at most 365 days. Default: 24 hours.
         */
        public Builder maxLifetime(Duration maxLifetime) {
            this.maxLifetime = Objects.requireNonNull(maxLifetime, "maxLifetime");
            return this;
        }

        /**
         * The sandbox; the engine is not asked yet.
         *
         * @throws IllegalArgumentException if a setting cannot be right, whatever the engine
         */
        public DockerSandbox build() {
            return new DockerSandbox(this);
        }

        ContainerSettings settings() {
            return new ContainerSettings(
                    image,
                    python,
                    user,
                    network,
                    readOnlyRoot,
                    capabilities,
                    noNewPrivileges,
                    seccompProfile == null ? Resources.seccompProfile() : seccompProfile,
                    runtime,
                    cpus,
                    environment,
                    maxLifetime);
        }

        private String packages() {
            if (packages != null) {
                return packages;
            }
            return image.matches(DATA_IMAGES) ? "numpy, pandas and matplotlib" : "";
        }

        private DockerClientConfig config() {
            return config == null
                    ? DefaultDockerClientConfig.createDefaultConfigBuilder().build()
                    : config;
        }

        private static Duration positive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " must be positive, but is " + value);
            }
            return value;
        }
    }
}
