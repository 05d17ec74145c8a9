package io.github.langchain4j.ptc.quarkus.runtime.config;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigDocSection;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** A sandbox. */
public interface SandboxConfig {

    /** Kinds of sandboxes. */
    enum Type {
        /** CPython in this JVM; needs {@code langchain4j-ptc-embedded}. */
        EMBEDDED,
        /** A container for each session; needs {@code langchain4j-ptc-docker} and a Docker engine. */
        DOCKER,
        /**
         * The application's bean of type {@code Sandbox}: the one with {@code @Identifier} of the sandbox's name, or
         * without a qualifier for the default one.
         */
        BEAN
    }

    /**
     * What kind of sandbox it is. Production must name one.
     */
    @ConfigDocDefault("in dev and test mode the one whose artifact is there, embedded before docker")
    Optional<Type> type();

    /**
     * Limits that differ from {@code quarkus.langchain4j.ptc.limits}.
     */
    LimitsConfig limits();

    /**
     * Interpreters that are started before they are needed.
     */
    WarmConfig warm();

    /**
     * The embedded sandbox.
     */
    EmbeddedConfig embedded();

    /**
     * The Docker sandbox.
     */
    @ConfigDocSection
    DockerConfig docker();

    /** Interpreters that are started before they are needed. */
    interface WarmConfig {

        /**
         * How many are kept ready; each is used for one session. 0 starts them when they are needed.
         */
        @ConfigDocDefault("2 with docker in production, else 0")
        OptionalInt minIdle();

        /**
         * How many may exist at once, ready or in use.
         */
        @ConfigDocDefault("the limit on sessions and those kept ready")
        OptionalInt maxTotal();
    }

    /** The embedded sandbox. */
    interface EmbeddedConfig {

        /**
         * What all interpreters together take from the heap at most.
         */
        @ConfigDocDefault("half of the largest heap")
        Optional<MemorySize> totalMemory();
    }

    /** The Docker sandbox. */
    interface DockerConfig {

        /**
         * The image of the containers, with Python 3.9 or newer.
         */
        @WithDefault("langchain4j-ptc/sandbox:slim")
        String image();

        /**
         * What programs may import beyond the standard library, in words for the model.
         */
        @ConfigDocDefault("what the image is known to have")
        Optional<String> packages();

        /**
         * When the image is pulled: {@code if-missing}, {@code always} or {@code never}.
         */
        @WithDefault("if-missing")
        String pullPolicy();

        /**
         * How long a pull may take.
         */
        @WithDefault("5m")
        Duration pullTimeout();

        /**
         * How many containers are started at the same time.
         */
        @WithDefault("4")
        int parallelStarts();

        /**
         * Where the engine is, such as {@code unix:///var/run/docker.sock} or {@code tcp://docker:2376}.
         */
        @ConfigDocDefault("what DOCKER_HOST says, or else the local socket")
        Optional<String> host();

        /**
         * Whether the engine is reached with TLS.
         */
        @ConfigDocDefault("what DOCKER_TLS_VERIFY says")
        Optional<Boolean> tlsVerify();

        /**
         * The folder with the certificates for TLS.
         */
        @ConfigDocDefault("what DOCKER_CERT_PATH says")
        Optional<String> certPath();

        /**
         * Python in the image, a name on its search path or a path.
         */
        @WithDefault("python3")
        String python();

        /**
         * User and group of programs. Root is weaker.
         */
        @WithDefault("65534:65534")
        String user();

        /**
         * The network that programs reach. All but {@code none} are weaker.
         */
        @WithDefault("none")
        String network();

        /**
         * Whether the root file system is read-only. False is weaker.
         */
        @WithDefault("true")
        boolean readOnlyRoot();

        /**
         * Whether privileges cannot be gained by executing files. False is weaker.
         */
        @WithDefault("true")
        boolean noNewPrivileges();

        /**
         * Capabilities that programs have. Any is weaker.
         */
        Optional<Set<String>> capabilities();

        /**
         * The file with the seccomp profile, or {@code unconfined}, which is weaker.
         */
        @ConfigDocDefault("the profile of the library")
        Optional<String> seccompProfile();

        /**
         * A container runtime that the engine knows, such as {@code runsc}.
         */
        @ConfigDocDefault("the engine's default")
        Optional<String> runtime();

        /**
         * CPUs that one container may use, also a part of one.
         */
        @ConfigDocDefault("1")
        OptionalDouble cpus();

        /**
         * Environment variables of programs. No place for secrets.
         */
        @ConfigDocMapKey("variable")
        Map<String, String> environment();

        /**
         * How long a container lives at most.
         */
        @WithDefault("24h")
        Duration maxLifetime();
    }
}
