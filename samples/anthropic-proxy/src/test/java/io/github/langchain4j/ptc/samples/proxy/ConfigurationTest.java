package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.samples.proxy.access.ApiKeys;
import io.github.langchain4j.ptc.samples.proxy.access.KeyHash;
import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import io.github.langchain4j.ptc.samples.proxy.model.Models;
import io.github.langchain4j.ptc.samples.proxy.node.Nodes;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wrong with a configuration is said at the start, with what to do. */
class ConfigurationTest {

    static ProxyConfig config(String... settings) {
        Map<String, String> properties = new HashMap<>();
        for (int index = 0; index < settings.length; index += 2) {
            properties.put("ptc.proxy." + settings[index], settings[index + 1]);
        }
        return new SmallRyeConfigBuilder()
                .withMapping(ProxyConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(ProxyConfig.class);
    }

    private static Models models(String... settings) {
        return new Models(config(settings).models(), (owner, usage) -> {});
    }

    @Test
    void withoutAKeyTheServiceDoesNotStart() {
        try (ProxyProcess process = new ProxyProcess.Settings()
                .set("models.recorded.provider", "recorded")
                .launch()) {
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.output())
                    .contains("The proxy cannot start: No API key is configured", "hash-key")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aHashOfAnotherFormNamesItsKey() {
        assertThatThrownBy(() -> ApiKeys.of(config("keys.alice.hash", "secret").keys(), Clock.systemUTC()))
                .hasMessageContaining("ptc.proxy.keys.alice.hash must be sha256:")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aNegativeLimitNamesItsKey() {
        String hash = KeyHash.of(KeyHash.newKey()).text();
        ProxyConfig config = config("keys.alice.hash", hash, "keys.alice.requests-per-minute", "-1");
        assertThatThrownBy(() -> ApiKeys.of(config.keys(), Clock.systemUTC()))
                .hasMessageContaining("ptc.proxy.keys.alice.requests-per-minute must not be negative");
    }

    @Test
    void withoutAModelTheServiceDoesNotStart() {
        assertThatThrownBy(() -> models()).hasMessageContaining("ptc.proxy.models.<name>.provider");
    }

    @Test
    void openAiNeedsAKey() {
        assertThatThrownBy(() -> models("models.gpt.provider", "openai"))
                .hasMessageContaining("ptc.proxy.models.\"gpt\": https://api.openai.com/v1 needs a key");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThatThrownBy(() -> models("models.gpt.provider", "openai", "models.gpt.base-url", "localhost:11434"))
                .hasMessageContaining("no http or https address");
    }

    @Test
    void peersNeedANameOfThisNode() {
        assertThatThrownBy(
                        () -> new Nodes(config("node.peers.b", "http://b:8080").node()))
                .hasMessageContaining("ptc.proxy.node.name");
    }

    @Test
    void theAddressOfAPeerHasNoPath() {
        assertThatThrownBy(() -> new Nodes(config("node.name", "a", "node.peers.b", "http://b:8080/v1")
                        .node()))
                .hasMessageContaining("ptc.proxy.node.peers.b must be like http://host:port");
    }

    @Test
    void sandboxesCannotBeStartedAheadThatMayNotExist() {
        try (ProxyProcess process = new ProxyProcess.Settings()
                .key("alice", Fixture.ALICE)
                .set("models.recorded.provider", "recorded")
                .set("sandbox.warm", "5")
                .set("sandbox.sessions", "4")
                .launch()) {
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.output()).contains("ptc.proxy.sandbox.warm must be from 0 to", "5 of 4");
        }
    }
}
