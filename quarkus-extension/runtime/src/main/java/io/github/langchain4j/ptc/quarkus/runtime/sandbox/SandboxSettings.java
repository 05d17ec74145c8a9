package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import io.github.langchain4j.ptc.docker.DockerSandbox;
import io.github.langchain4j.ptc.embedded.EmbeddedSandbox;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.Type;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Locale;
import java.util.Set;

/**
 * What the configuration says of one sandbox, checked.
 *
 * @param name of it; {@link #DEFAULT} for the one without a name
 * @param prefix of its keys, with the last dot
 * @param type of it
 * @param limits of its programs and sessions
 * @param minIdle interpreters to keep ready
 * @param maxTotal interpreters at once
 * @param config all the rest
 */
record SandboxSettings(
        String name, String prefix, Type type, Limits limits, int minIdle, int maxTotal, SandboxConfig config) {

    static final String DEFAULT = "<default>";

    private static final String ROOT = "quarkus.langchain4j.ptc.";

    /** The settings of the default sandbox. */
    static SandboxSettings ofDefault(PtcConfig config, ReplacedSandboxes replaced) {
        return of(DEFAULT, ROOT + "sandbox.", config.sandbox(), config, replaced);
    }

    /**
     * The settings of a sandbox with a name.
     *
     * @throws ConfigurationException naming the key, what is wrong and what to do
     */
    static SandboxSettings ofNamed(String name, PtcConfig config, ReplacedSandboxes replaced) {
        return of(name, ROOT + "sandboxes." + name + ".", config.sandboxes().get(name), config, replaced);
    }

    private static SandboxSettings of(
            String name, String prefix, SandboxConfig sandbox, PtcConfig config, ReplacedSandboxes replaced) {
        boolean standsIn = replaced.names().contains(name);
        Type type = standsIn ? Type.EMBEDDED : type(prefix, sandbox);
        requireTrust(prefix, type, config);
        Limits common = LimitsReader.read(ROOT + "limits.", config.limits(), Limits.DEFAULT);
        Limits limits = LimitsReader.read(prefix + "limits.", sandbox.limits(), common);
        if (!standsIn) { // which gives what it has, whatever is set for the other one
            requireMemory(prefix, type, limits, sandbox);
        }
        int minIdle = sandbox.warm().minIdle().orElse(readyByDefault(type));
        int maxTotal = sandbox.warm().maxTotal().orElse(limits.sessions() + minIdle);
        if (minIdle < 0) {
            throw wrong(prefix + "warm.min-idle", "must be at least 0, but is " + minIdle);
        }
        if (maxTotal < Math.max(1, minIdle)) {
            throw wrong(
                    prefix + "warm.max-total",
                    "must be at least 1 and at least warm.min-idle, which is " + minIdle + ", but is " + maxTotal);
        }
        return new SandboxSettings(name, prefix, type, limits, minIdle, maxTotal, sandbox);
    }

    /** Else the sandbox refuses every start, or gives less than was asked for. */
    private static void requireMemory(String prefix, Type type, Limits limits, SandboxConfig sandbox) {
        long memory = limits.interpreter().memoryBytes();
        long least = least(type);
        long most = type == Type.EMBEDDED ? EmbeddedSandbox.MAX_MEMORY_BYTES : Long.MAX_VALUE;
        if (memory < least || memory > most) {
            boolean own = sandbox.limits().memory().isPresent();
            throw wrong(
                    (own ? prefix : ROOT) + "limits.memory",
                    "the sandbox \"" + word(type) + "\" gives an interpreter "
                            + (type == Type.EMBEDDED
                                    ? "from " + megabytes(least) + " to " + megabytes(most)
                                    : "at least " + megabytes(least))
                            + ", but the limit is " + memory + " bytes"
                            + (own ? "" : "; " + prefix + "limits.memory sets it for this sandbox alone"));
        }
    }

    private static long least(Type type) {
        return switch (type) {
            case EMBEDDED -> EmbeddedSandbox.MIN_MEMORY_BYTES;
            case DOCKER -> DockerSandbox.MIN_MEMORY_BYTES;
            case BEAN -> 0; // unknown; it says so itself
        };
    }

    private static String megabytes(long bytes) {
        return (bytes >> 20) + "M";
    }

    /**
     * Whether the sandbox is opened when the application starts. The embedded one takes time and memory for its image,
     * which the tests of an application that run no program can do without.
     */
    boolean opensAtStart() {
        return LaunchMode.current() == LaunchMode.NORMAL || type != Type.EMBEDDED || minIdle > 0;
    }

    private static int readyByDefault(Type type) {
        return type == Type.DOCKER && LaunchMode.current() == LaunchMode.NORMAL ? 2 : 0;
    }

    private static Type type(String prefix, SandboxConfig sandbox) {
        if (sandbox.type().isPresent()) {
            Type type = sandbox.type().get();
            if (!SandboxArtifacts.has(type)) {
                throw wrong(
                        prefix + "type",
                        "the sandbox \"" + word(type) + "\" needs the dependency " + SandboxArtifacts.artifactOf(type)
                                + ", which the application does not have: add it");
            }
            return type;
        }
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            throw wrong(
                    prefix + "type",
                    "production must name its sandbox: set it to \"docker\" or \"bean\", or to \"embedded\" together with"
                            + " quarkus.langchain4j.ptc.trust-level=embedded where programs of the model may run inside"
                            + " this JVM");
        }
        if (SandboxArtifacts.has(Type.EMBEDDED)) {
            return Type.EMBEDDED;
        }
        if (SandboxArtifacts.has(Type.DOCKER)) {
            return Type.DOCKER;
        }
        throw wrong(
                prefix + "type",
                "the application has no sandbox: add the dependency " + SandboxArtifacts.artifactOf(Type.EMBEDDED)
                        + " or " + SandboxArtifacts.artifactOf(Type.DOCKER));
    }

    private static void requireTrust(String prefix, Type type, PtcConfig config) {
        if (type != Type.BEAN) {
            requireTrust(prefix, type == Type.DOCKER ? TrustLevel.CONTAINER : TrustLevel.EMBEDDED, config);
        }
    }

    /**
     * Refuses a sandbox that isolates too little.
     *
     * @throws ConfigurationException naming the keys
     */
    static void requireTrust(String prefix, TrustLevel trust, PtcConfig config) {
        TrustLevel least = config.trustLevel()
                .orElse(LaunchMode.current() == LaunchMode.NORMAL ? TrustLevel.CONTAINER : TrustLevel.NONE);
        if (trust.compareTo(least) < 0) {
            throw wrong(
                    prefix + "type",
                    "the sandbox isolates programs at the level \"" + word(trust) + "\", but at least \"" + word(least)
                            + "\" is wanted: choose another sandbox, or set quarkus.langchain4j.ptc.trust-level="
                            + word(trust) + " if that is enough for programs that a model writes");
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ConfigurationException wrong(String key, String message) {
        return new ConfigurationException(key + ": " + message, Set.of(key));
    }
}
