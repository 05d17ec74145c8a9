package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import io.github.langchain4j.ptc.embedded.EmbeddedSandbox;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.EmbeddedConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Set;

/** Makes embedded sandboxes; loaded only where their artifact is. */
final class EmbeddedSandboxes {

    private EmbeddedSandboxes() {}

    /**
     * A sandbox, which begins to load its image.
     *
     * @param prefix of its keys, with the last dot
     * @throws ConfigurationException naming the key and what is wrong
     */
    static EmbeddedSandbox create(String prefix, EmbeddedConfig config) {
        return check(prefix, config).build();
    }

    /**
     * Checks the settings, and loads nothing.
     *
     * @param prefix of the keys, with the last dot
     * @throws ConfigurationException naming the key and what is wrong
     */
    static EmbeddedSandbox.Builder check(String prefix, EmbeddedConfig config) {
        EmbeddedSandbox.Builder builder = EmbeddedSandbox.builder();
        try {
            config.totalMemory().ifPresent(size -> builder.totalMemoryBytes(size.asLongValue()));
            return builder;
        } catch (IllegalArgumentException | ArithmeticException e) {
            String key = prefix + "embedded.total-memory";
            throw new ConfigurationException(key + ": " + KeyWords.of(e.getMessage()), e, Set.of(key));
        }
    }
}
