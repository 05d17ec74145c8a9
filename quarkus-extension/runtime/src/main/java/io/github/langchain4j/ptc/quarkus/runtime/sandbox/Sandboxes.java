package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.Type;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The sandboxes of the configuration: all are checked when the application starts, and each is opened when it is first
 * used. In dev mode they stay open while the application is reloaded, as long as their settings stay the same.
 * Thread-safe.
 */
@Singleton
public class Sandboxes {

    /** The name of the sandbox without a name. */
    public static final String DEFAULT = SandboxSettings.DEFAULT;

    private final PtcConfig config;
    private final Instance<Sandbox> beans;
    private final Map<String, SandboxSettings> settings = new TreeMap<>();
    private final Map<String, OpenSandbox> open = new TreeMap<>(); // guarded by itself
    private boolean closed; // guarded by open
    private final Optional<SandboxShelf> shelf = SandboxShelf.ofDevMode();

    /**
     * Reads the settings of all sandboxes.
     *
     * @throws ConfigurationException naming the key, what is wrong and what to do
     */
    public Sandboxes(PtcConfig config, ReplacedSandboxes replaced, @Any Instance<Sandbox> beans) {
        this.config = config;
        this.beans = beans;
        add(SandboxSettings.ofDefault(config, replaced));
        config.sandboxes().keySet().forEach(name -> add(SandboxSettings.ofNamed(name, config, replaced)));
        shelf.ifPresent(kept -> kept.keepOnly(
                settings.values().stream().collect(Collectors.toMap(SandboxSettings::name, Fingerprint::of))));
    }

    private void add(SandboxSettings sandbox) {
        if (sandbox.type() == Type.EMBEDDED) {
            EmbeddedSandboxes.check(sandbox.prefix(), sandbox.config().embedded());
        }
        settings.put(sandbox.name(), sandbox);
    }

    /** The names of the sandboxes that are opened when the application starts. */
    public Set<String> ofStart() {
        return settings.values().stream()
                .filter(SandboxSettings::opensAtStart)
                .map(SandboxSettings::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of all sandboxes, {@link #DEFAULT} included. */
    public Set<String> names() {
        return Collections.unmodifiableSet(settings.keySet());
    }

    /** The limits of a sandbox's programs and sessions. */
    public Limits limits(String name) {
        return settings.get(name).limits();
    }

    /** The sandboxes that are open, by name. */
    public Map<String, WarmSandbox> opened() {
        synchronized (open) {
            Map<String, WarmSandbox> sandboxes = new TreeMap<>();
            open.forEach((name, sandbox) -> sandboxes.put(name, sandbox.sandbox()));
            return sandboxes;
        }
    }

    /**
     * A sandbox, opened if it is not yet.
     *
     * @param name one of {@link #names()}
     * @throws ConfigurationException naming the key, what is wrong and what to do
     * @throws IllegalStateException if the application is stopping
     */
    public WarmSandbox sandbox(String name) {
        synchronized (open) {
            if (closed) {
                throw new IllegalStateException("The application is stopping and runs no more programs");
            }
            return open.computeIfAbsent(name, key -> kept(settings.get(key)).orElseGet(() -> open(settings.get(key))))
                    .sandbox();
        }
    }

    private Optional<OpenSandbox> kept(SandboxSettings sandbox) {
        return shelf.flatMap(kept -> kept.take(sandbox.name(), Fingerprint.of(sandbox)));
    }

    private OpenSandbox open(SandboxSettings sandbox) {
        return OpenSandbox.of(
                sandbox,
                switch (sandbox.type()) {
                    case EMBEDDED ->
                        EmbeddedSandboxes.create(
                                sandbox.prefix(), sandbox.config().embedded());
                    case DOCKER ->
                        DockerSandboxes.create(
                                sandbox.prefix(), sandbox.config().docker());
                    case BEAN -> bean(sandbox);
                });
    }

    private Sandbox bean(SandboxSettings sandbox) {
        boolean isDefault = sandbox.name().equals(DEFAULT);
        Instance<Sandbox> found =
                beans.select(isDefault ? Default.Literal.INSTANCE : Identifier.Literal.of(sandbox.name()));
        if (!found.isResolvable()) {
            String key = sandbox.prefix() + "type";
            throw new ConfigurationException(
                    key + ": \"bean\" needs exactly one CDI bean of type " + Sandbox.class.getName()
                            + (isDefault ? " without a qualifier" : " with @Identifier(\"" + sandbox.name() + "\")")
                            + ", but there " + (found.isUnsatisfied() ? "is none" : "are several"),
                    Set.of(key));
        }
        Sandbox bean = found.get();
        SandboxSettings.requireTrust(sandbox.prefix(), bean.traits().trust(), config);
        return bean;
    }

    /** Ends all interpreters, but for those that wait for the next run of dev mode, and opens no more. Idempotent. */
    @PreDestroy
    public void close() {
        synchronized (open) {
            closed = true;
            open.forEach((name, sandbox) -> {
                if (shelf.isPresent() && sandbox.outlivesTheApplication()) {
                    shelf.get().put(name, Fingerprint.of(settings.get(name)), sandbox);
                } else {
                    sandbox.close();
                }
            });
            open.clear();
        }
    }
}
