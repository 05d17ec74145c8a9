package io.github.langchain4j.ptc.quarkus.runtime;

import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.chat.ChatSettings;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.Retries;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.KeyWords;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.service.ServiceRuntime;
import io.quarkus.arc.All;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Where the programs of AI services run: one runtime for each sandbox, made when it is first used, so that the limit on
 * sessions holds for all services of a sandbox together. Thread-safe.
 */
@Singleton
public class ServiceRuntimes {

    private static final String KEYS = "quarkus.langchain4j.ptc.";

    /** Where the programs of one sandbox run; the runtime closes the runner. */
    private record Place(ProgramRunner runner, ServiceRuntime runtime) {}

    private final PtcBuildConfig fixed;
    private final PtcConfig config;
    private final Sandboxes sandboxes;
    private final List<PtcListener> listeners;
    private final List<SandboxObserver> observers;
    private final Policies policies;
    private final Map<String, Place> places = new TreeMap<>(); // guarded by itself
    private boolean closed; // guarded by places

    public ServiceRuntimes(
            PtcBuildConfig fixed,
            PtcConfig config,
            Sandboxes sandboxes,
            @All List<PtcListener> listeners,
            @All List<SandboxObserver> observers,
            Policies policies) {
        this.fixed = fixed;
        this.config = config;
        this.sandboxes = sandboxes;
        this.listeners = listeners;
        this.observers = observers;
        this.policies = policies;
    }

    /**
     * The runtime of a sandbox.
     *
     * @param sandbox one of the names of {@link Sandboxes}
     * @throws IllegalStateException if the application is stopping
     */
    public ServiceRuntime of(String sandbox) {
        return place(sandbox).runtime();
    }

    /**
     * What runs the programs of a sandbox, without tools: the same that its services use, so that the limit on sessions
     * holds for all. Closed with the application.
     */
    ProgramRunner shared(String sandbox) {
        return place(sandbox).runner();
    }

    private Place place(String sandbox) {
        synchronized (places) {
            if (closed) {
                throw new IllegalStateException("The application is stopping and runs no more programs");
            }
            return places.computeIfAbsent(sandbox, this::create);
        }
    }

    /** Sessions that are open in a sandbox now. */
    public int openSessions(String sandbox) {
        synchronized (places) {
            Place place = places.get(sandbox);
            return place == null ? 0 : place.runtime().openSessions();
        }
    }

    private Place create(String sandbox) {
        ProgramRunner runner = runner(sandbox).catalog(ToolCatalog.EMPTY).build();
        return new Place(
                runner,
                new ServiceRuntime(
                        runner,
                        config.sessionScope(),
                        fixed.codeToolName(),
                        new Retries(config.modelRetries(), config.retryPause()),
                        config.outputCharacters(),
                        List.of(),
                        images()));
    }

    /** A runner with all settings but its tools. */
    ProgramRunner.Builder runner(String sandbox) {
        ProgramRunner.Builder runner = ProgramRunner.builder()
                .sandbox(sandboxes.sandbox(sandbox))
                .limits(sandboxes.limits(sandbox))
                .policy(policies.all())
                .toolTime(config.toolTime());
        listeners.forEach(runner::listener);
        observers.forEach(observer -> runner.listener(observer.observe(sandbox)));
        return runner;
    }

    /** Whether and how models see images. */
    ImagesToModel images() {
        return switch (config.imagesToModel()) {
            case NONE -> ImagesToModel.NONE;
            case TOOL_RESULT -> ImagesToModel.inToolResults();
            case USER_MESSAGE -> ImagesToModel.inUserMessages();
        };
    }

    /**
     * Checks the settings that are used when a program runs.
     *
     * @throws ConfigurationException naming the key and what is wrong
     */
    void check() {
        checked("model-retries", () -> new Retries(config.modelRetries(), Duration.ZERO));
        checked("retry-pause", () -> new Retries(0, config.retryPause()));
        checked(
                "output-characters",
                () -> ChatSettings.builder()
                        .outputCharacters(config.outputCharacters())
                        .build());
        checked("tool-time", () -> ProgramRunner.builder().toolTime(config.toolTime()));
        if (config.maxPrograms() < 1) {
            throw wrong("max-programs", "must be at least 1, but is " + config.maxPrograms(), null);
        }
        if (config.shutdownGrace().isNegative()) {
            throw wrong("shutdown-grace", "must not be negative, but is " + config.shutdownGrace(), null);
        }
    }

    private static void checked(String key, Supplier<?> setting) {
        try {
            setting.get();
        } catch (IllegalArgumentException e) {
            throw wrong(key, KeyWords.of(e.getMessage()), e);
        }
    }

    private static ConfigurationException wrong(String key, String message, Throwable cause) {
        return new ConfigurationException(KEYS + key + ": " + message, cause, Set.of(KEYS + key));
    }

    /** In dev mode nobody waits for a program of code that has just been changed. */
    private Duration grace() {
        return LaunchMode.current() == LaunchMode.DEVELOPMENT ? Duration.ZERO : config.shutdownGrace();
    }

    /** Runs no more programs, lets running ones end, for a time, then ends all sessions. Idempotent. */
    @PreDestroy
    void close() {
        List<Place> ending;
        synchronized (places) {
            closed = true;
            ending = List.copyOf(places.values());
        }
        try {
            Deadline by = Deadline.in(grace());
            for (Place place : ending) {
                place.runtime().shutdown(Duration.ofNanos(by.remainingNanos()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ending.forEach(place -> place.runtime().close());
        }
    }
}
