package io.github.langchain4j.ptc.quarkus.runtime;

import io.quarkiverse.langchain4j.runtime.NamedConfigUtil;
import io.quarkus.runtime.annotations.RecordableConstructor;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * A model that an AI service uses and that can run programs at Anthropic. Of the two ways to call tools by programs, a
 * service can have one: either hides the tools from the other.
 *
 * @param service the name of its interface
 * @param methods those that use the model, by their signature; each with the interface that has it
 * @param model the name of the model's configuration
 */
public record HostedModel(String service, Map<String, String> methods, String model) {

    private static final String PREFIX = "quarkus.langchain4j.anthropic.";
    private static final String KEY = "chat-model.programmatic-tool-calling.enabled";

    @RecordableConstructor
    public HostedModel {}

    /** What is wrong if the service takes part; empty if the model runs no programs. */
    public Optional<ConfigurationException> clash(Config config) {
        return keys().stream()
                .filter(key -> config.getOptionalValue(key, Boolean.class).orElse(false))
                .findFirst()
                .map(this::clash);
    }

    private List<String> keys() {
        return NamedConfigUtil.isDefault(model)
                ? List.of(PREFIX + KEY)
                : List.of(PREFIX + model + '.' + KEY, PREFIX + '"' + model + "\"." + KEY);
    }

    private ConfigurationException clash(String key) {
        String own = "quarkus.langchain4j.ptc.services.\"" + service + "\".enabled";
        return new ConfigurationException(
                "The tools of the AI service " + service + " cannot be called by programs of two kinds: " + key
                        + " is true, so Anthropic runs programs, and the service takes part in this extension, which runs"
                        + " them in a sandbox of the application. Set " + key + "=false to keep the sandbox, or " + own
                        + "=false to keep Anthropic's programs",
                Set.of(key, own));
    }
}
