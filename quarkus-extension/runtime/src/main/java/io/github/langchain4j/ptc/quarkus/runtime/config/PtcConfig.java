package io.github.langchain4j.ptc.quarkus.runtime.config;

import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.codetool.ToolCalling;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Programmatic tool calling, what can be set when the application starts. */
@ConfigMapping(prefix = "quarkus.langchain4j.ptc")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface PtcConfig {

    /**
     * How far programs must be isolated at least: {@code none}, {@code embedded}, {@code container} or {@code micro-vm}. The
     * application does not start with a sandbox that isolates less.
     */
    @ConfigDocDefault("container in production, none in dev and test mode")
    Optional<TrustLevel> trustLevel();

    /**
     * How long variables and files of programs live: {@code conversation}, as long as the conversation of a memory id is
     * used, or {@code call}, for one call of the service. Services without a chat memory have no conversations.
     */
    @WithDefault("conversation")
    SessionScope sessionScope();

    /**
     * How many programs the model may write in one call of a service. One more is not run, and the model is told to answer
     * with what it has; if it goes on all the same, the call fails.
     */
    @WithDefault("20")
    int maxPrograms();

    /**
     * Characters of a program's output and result together that the model gets to read; more is cut in the middle.
     */
    @WithDefault("20000")
    int outputCharacters();

    /**
     * Whether and where models see the images that their programs make: {@code none}, {@code tool-result} or {@code
     * user-message}. Only for models that take images.
     */
    @WithDefault("none")
    ImagesToModel.Way imagesToModel();

    /**
     * How models with {@code @Programmatic} are told of the code tool: {@code native}, as a tool; {@code fenced}, in text,
     * for models without tool calling, which write their programs into their replies; or {@code auto}, as a tool unless the
     * provider refuses tools, and replies that are programs are run. Services always have it as a tool.
     */
    @WithDefault("native")
    ToolCalling toolCalling();

    /**
     * How often a call of the model is repeated that fails after a program ran, on top of what the model itself does.
     */
    @WithDefault("2")
    int modelRetries();

    /**
     * Pause before the first such repetition; doubled for each further one.
     */
    @WithDefault("500ms")
    Duration retryPause();

    /**
     * Time per tool call of a program, waiting for a thread included. After it the program gets an error, and the tool's
     * thread is interrupted. Does not hold for calls in a transaction of who calls the service.
     */
    @WithDefault("60s")
    Duration toolTime();

    /**
     * How long running programs may go on when the application stops. In dev mode they are ended at once.
     */
    @WithDefault("5s")
    Duration shutdownGrace();

    /**
     * Which tool calls of programs may run.
     */
    PolicyConfig policy();

    /**
     * What programs and sessions may use, in all sandboxes that do not say otherwise.
     */
    LimitsConfig limits();

    /**
     * Where the programs of services run that name no sandbox.
     */
    SandboxConfig sandbox();

    /**
     * Further sandboxes, for services that name one.
     */
    @ConfigDocMapKey("sandbox-name")
    Map<String, SandboxConfig> sandboxes();

    /**
     * What is seen of programs.
     */
    ObservabilityConfig observability();

    /**
     * AI services, by the name of their interface, with or without its package.
     */
    @ConfigDocMapKey("service-name")
    Map<String, ServiceConfig> services();

    /** Which tool calls of programs may run. */
    interface PolicyConfig {

        /**
         * Names of tools that no program may call, whatever their {@code allowed_callers} say; a program that tries gets an
         * error. Beans of type {@code ToolPolicy} are asked about all others.
         */
        Optional<Set<String>> denied();
    }

    /** What is seen of programs. */
    interface ObservabilityConfig {

        /**
         * Whether spans hold programs with what they print and return, and the arguments and results of their tool calls,
         * of each the first 16,384 characters. They can hold personal data and secrets.
         */
        @WithDefault("false")
        boolean tracesContent();
    }

    /** An AI service. */
    interface ServiceConfig {

        /**
         * Whether programs call the tools of the service.
         */
        @ConfigDocDefault("what the service's annotation says, or else all-services")
        Optional<Boolean> enabled();

        /**
         * The name of its sandbox.
         */
        @ConfigDocDefault("what the service's annotation says, or else the default sandbox")
        Optional<String> sandbox();
    }
}
