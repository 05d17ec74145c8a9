package io.github.langchain4j.ptc.quarkus.runtime.config;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Programmatic tool calling, what is settled when the application is built. */
@ConfigMapping(prefix = "quarkus.langchain4j.ptc")
@ConfigRoot(phase = ConfigPhase.BUILD_AND_RUN_TIME_FIXED)
public interface PtcBuildConfig {

    /**
     * Whether the extension does anything. Without it, AI services call their tools in the ordinary way, and none of its
     * beans is there.
     */
    @WithDefault("true")
    boolean enabled();

    /**
     * Whether programs call the tools of all AI services that do not say otherwise. With {@code false}, only those services
     * take part that have {@code @ProgrammaticToolCalling} or {@code services."name".enabled=true}.
     */
    @WithDefault("true")
    boolean allServices();

    /**
     * What models call the tool that runs their programs.
     */
    @WithDefault("execute_python")
    String codeToolName();

    /**
     * What is done when the application has something to observe with.
     */
    ObservabilityConfig observability();

    /**
     * The image of the Docker sandbox in dev and test mode.
     */
    DevServicesConfig devservices();

    /** What is done when the application has something to observe with. */
    interface ObservabilityConfig {

        /**
         * Whether programs and their tool calls are measured when the application has Micrometer.
         */
        @WithDefault("true")
        boolean metrics();

        /**
         * Whether programs and their tool calls get spans when the application has OpenTelemetry.
         */
        @WithDefault("true")
        boolean traces();

        /**
         * Whether the sandboxes in use are part of the readiness check when the application has SmallRye Health.
         */
        @WithDefault("true")
        boolean health();
    }

    /** The image of the Docker sandbox in dev and test mode. */
    interface DevServicesConfig {

        /**
         * Whether an image that is missing is built or pulled once in dev and test mode.
         */
        @WithDefault("true")
        boolean enabled();
    }
}
