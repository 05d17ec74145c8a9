package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.quarkus.runtime.config.Configurations;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.Type;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxSettingsTest {

    private static final String ROOT = "quarkus.langchain4j.ptc.";

    private final LaunchMode before = LaunchMode.current();

    @BeforeEach
    void test() {
        LaunchMode.set(LaunchMode.TEST);
    }

    @AfterEach
    void reset() {
        LaunchMode.set(before);
    }

    private static final ReplacedSandboxes NONE_REPLACED = new ReplacedSandboxes(Set.of());

    private static SandboxSettings ofDefault(String... keysAndValues) {
        return SandboxSettings.ofDefault(Configurations.runtime(keysAndValues), NONE_REPLACED);
    }

    private static void assertWrong(ThrowingCallable action, String key, String... parts) {
        assertThatThrownBy(action)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(ROOT + key + ": ")
                .hasMessageContainingAll(parts);
    }

    @Test
    void inTestsTheEmbeddedSandboxIsTheDefault() {
        assertThat(ofDefault().type()).isEqualTo(Type.EMBEDDED);
    }

    @Test
    void productionMustNameItsSandbox() {
        LaunchMode.set(LaunchMode.NORMAL);

        assertWrong(() -> ofDefault(), "sandbox.type", "docker", ROOT + "trust-level=embedded");
    }

    @Test
    void productionRefusesTheEmbeddedSandboxUnlessItIsTrusted() {
        LaunchMode.set(LaunchMode.NORMAL);

        assertWrong(
                () -> ofDefault("sandbox.type", "embedded"),
                "sandbox.type",
                "\"embedded\", but at least \"container\"",
                ROOT + "trust-level=embedded");
        assertThat(ofDefault("sandbox.type", "embedded", "trust-level", "embedded")
                        .type())
                .isEqualTo(Type.EMBEDDED);
    }

    @Test
    void aTrustLevelHoldsForEverySandboxInEveryMode() {
        var config = Configurations.runtime("trust-level", "micro-vm", "sandboxes.data.type", "docker");

        assertWrong(
                () -> SandboxSettings.ofNamed("data", config, NONE_REPLACED),
                "sandboxes.data.type",
                "\"container\"",
                "\"micro-vm\"");
    }

    @ParameterizedTest
    @CsvSource({"embedded, 32M", "embedded, 512M", "docker, 32M"})
    void memoryThatTheSandboxCannotGiveIsRefused(String type, String memory) {
        assertWrong(
                () -> ofDefault("sandbox.type", type, "limits.memory", memory),
                "limits.memory",
                "\"" + type + "\"",
                ROOT + "sandbox.limits.memory");
        assertWrong(
                () -> ofDefault("sandbox.type", type, "sandbox.limits.memory", memory),
                "sandbox.limits.memory",
                "\"" + type + "\"");
    }

    @Test
    void aSandboxIsKeptReadyInProductionWithDockerAlone() {
        assertThat(ofDefault("sandbox.type", "docker").minIdle()).isZero();
        LaunchMode.set(LaunchMode.NORMAL);
        assertThat(ofDefault("sandbox.type", "docker").minIdle()).isEqualTo(2);
        assertThat(ofDefault("sandbox.type", "bean").minIdle()).isZero();
    }

    @Test
    void asManyInterpretersMayExistAsSessionsAndReadyOnes() {
        SandboxSettings settings = ofDefault("limits.sessions", "5", "sandbox.warm.min-idle", "3");

        assertThat(settings.maxTotal()).isEqualTo(8);
    }

    @Test
    void wrongNumbersOfInterpretersAreRefused() {
        assertWrong(() -> ofDefault("sandbox.warm.min-idle", "-1"), "sandbox.warm.min-idle", "at least 0");
        assertWrong(
                () -> ofDefault("sandbox.warm.min-idle", "3", "sandbox.warm.max-total", "2"),
                "sandbox.warm.max-total",
                "which is 3, but is 2");
    }

    @Test
    void anUnknownTypeIsToldWithTheKnownOnes() {
        assertThatThrownBy(() -> ofDefault("sandbox.type", "dokcer"))
                .hasMessageContainingAll(ROOT + "sandbox.type", "dokcer", "embedded", "docker", "bean");
    }

    @Test
    void aWrongTotalMemoryIsToldThoughTheSandboxIsNotOpened() {
        var config = Configurations.runtime("sandbox.embedded.total-memory", "1M");

        assertWrong(
                () -> new Sandboxes(config, NONE_REPLACED, null),
                "sandbox.embedded.total-memory",
                "must be at least 67108864");
    }

    @Test
    void theEmbeddedSandboxIsOpenedAtStartOnlyInProductionOrToKeepInterpretersReady() {
        assertThat(ofDefault().opensAtStart()).isFalse();
        assertThat(ofDefault("sandbox.warm.min-idle", "1").opensAtStart()).isTrue();
        assertThat(ofDefault("sandbox.type", "docker").opensAtStart()).isTrue();
        LaunchMode.set(LaunchMode.NORMAL);
        assertThat(ofDefault("sandbox.type", "embedded", "trust-level", "embedded")
                        .opensAtStart())
                .isTrue();
    }

    @Test
    void theEmbeddedSandboxStandsInWhateverMemoryTheOtherOneWasToHave() {
        PtcConfig config = Configurations.runtime("sandbox.type", "docker", "limits.memory", "512M");

        SandboxSettings settings =
                SandboxSettings.ofDefault(config, new ReplacedSandboxes(Set.of(SandboxSettings.DEFAULT)));

        assertThat(settings.type()).isEqualTo(Type.EMBEDDED);
    }
}
