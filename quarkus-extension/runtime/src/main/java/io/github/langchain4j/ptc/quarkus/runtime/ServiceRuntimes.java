package io.github.langchain4j.ptc.quarkus.runtime;

import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.Retries;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
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

    private final PtcBuildConfig fixed;
    private final PtcConfig config;
    private final Sandboxes sandboxes;
    private final List<PtcListener> listeners;
    private final Policies policies;
    private final Map<String, ServiceRuntime> runtimes = new TreeMap<>(); // guarded by itself

    public ServiceRuntimes(
            PtcBuildConfig fixed,
            PtcConfig config,
            Sandboxes sandboxes,
            @All List<PtcListener> listeners,
            Policies policies) {
        this.fixed = fixed;
        this.config = config;
        this.sandboxes = sandboxes;
        this.listeners = listeners;
        this.policies = policies;
    }

    /**
     * The runtime of a sandbox.
     *
     * @param sandbox one of the names of {@link Sandboxes}
     */
    public ServiceRuntime of(String sandbox) {
        synchronized (runtimes) {
            return runtimes.computeIfAbsent(sandbox, this::create);
        }
    }

    private ServiceRuntime create(String sandbox) {
        ProgramRunner.Builder runner = runner(sandbox);
        return new ServiceRuntime(
                runner.catalog(ToolCatalog.EMPTY).build(),
                config.sessionScope(),
                fixed.codeToolName(),
                retries(),
                config.outputCharacters(),
                List.of(),
                images());
    }

    /** A runner with all settings but its tools. */
    ProgramRunner.Builder runner(String sandbox) {
        ProgramRunner.Builder runner = ProgramRunner.builder()
                .sandbox(sandboxes.sandbox(sandbox))
                .limits(sandboxes.limits(sandbox))
                .policy(policies.all())
                .toolTime(config.toolTime());
        listeners.forEach(runner::listener);
        return runner;
    }

    private Retries retries() {
        return new Retries(config.modelRetries(), config.retryPause());
    }

    private ImagesToModel images() {
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
        checked("model-retries", this::retries);
        checked("tool-time", () -> ProgramRunner.builder().toolTime(config.toolTime()));
        if (config.maxPrograms() < 1) {
            throw wrong("max-programs", "must be at least 1, but is " + config.maxPrograms(), null);
        }
    }

    private static void checked(String key, Supplier<?> setting) {
        try {
            setting.get();
        } catch (IllegalArgumentException e) {
            throw wrong(key, e.getMessage(), e);
        }
    }

    private static ConfigurationException wrong(String key, String message, Throwable cause) {
        return new ConfigurationException(KEYS + key + ": " + message, cause, Set.of(KEYS + key));
    }

    /** In dev mode nobody waits for a program of code that has just been changed. */
    private Duration grace() {
        return LaunchMode.current() == LaunchMode.DEVELOPMENT ? Duration.ZERO : config.shutdownGrace();
    }

    /** Lets running programs end, for a time, then ends all sessions. */
    @PreDestroy
    void close() {
        synchronized (runtimes) {
            try {
                for (ServiceRuntime runtime : runtimes.values()) {
                    runtime.shutdown(grace());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                runtimes.values().forEach(ServiceRuntime::close);
                runtimes.clear();
            }
        }
    }
}
