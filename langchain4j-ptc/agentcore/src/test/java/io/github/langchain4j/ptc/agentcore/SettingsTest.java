package io.github.langchain4j.ptc.agentcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreAsyncClient;

class SettingsTest {

    private static AgentCoreSandbox.Builder builder() {
        return Emulated.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(AnonymousCredentialsProvider.create());
    }

    private static void assertRefused(UnaryOperator<AgentCoreSandbox.Builder> setting, String said) {
        assertThatThrownBy(() -> setting.apply(builder()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }

    @Test
    void settingsThatCannotBeRightAreRefused() {
        assertRefused(b -> b.sessionTimeout(Duration.ofHours(9)), "8 h");
        assertRefused(b -> b.sessionTimeout(Duration.ZERO), "sessionTimeout");
        assertRefused(b -> b.identifier(" "), "identifier");
        assertRefused(b -> b.sessionName("my sessions"), "sessionName");
        assertRefused(b -> b.slice(Duration.ZERO), "slice");
        assertRefused(b -> b.patience(Duration.ofSeconds(-1)), "patience");
        assertRefused(b -> b.requestBytes(10), "requestBytes");
        assertRefused(b -> b.responseBytes(10), "responseBytes");
        assertRefused(b -> b.preload("a", "", "").preload("a", "", ""), "twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a.b", "a-b", "class", "tools", "../x", "é"})
    void modulesHaveNamesThatCanBeImported(String name) {
        assertRefused(b -> b.preload(name, "", ""), "\"" + name + "\"");
    }

    @Test
    void theModelIsToldWhatItCanImport() {
        try (AgentCoreSandbox sandbox = builder()
                .preload("prices", "", "prices of goods")
                .preload("units", "", "")
                .build()) {
            SandboxTraits traits = sandbox.traits();
            assertThat(traits.packages()).startsWith("numpy, pandas, ").endsWith(", prices (prices of goods), units");
            assertThat(traits.trust()).isEqualTo(TrustLevel.MICRO_VM);
            assertThat(traits.stepped()).isTrue();
        }
        try (AgentCoreSandbox sandbox = builder().packages("").build()) {
            assertThat(sandbox.traits().packages()).isEmpty();
        }
    }

    @Test
    void aClientOfTheCallersIsNotClosed() {
        try (BedrockAgentCoreAsyncClient client = BedrockAgentCoreAsyncClient.builder()
                .region(Region.EU_CENTRAL_1)
                .build()) {
            Emulated.builder().client(client).build().close();
            assertThat(client.serviceClientConfiguration().region()).isEqualTo(Region.EU_CENTRAL_1);
        }
    }

    @Test
    void aSandboxSaysWhereItsSessionsAre() {
        try (AgentCoreSandbox sandbox = builder().build()) {
            assertThat(sandbox).hasToString("AgentCoreSandbox[aws.codeinterpreter.v1, AgentCore in eu-central-1]");
        }
    }
}
