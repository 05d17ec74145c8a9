package io.github.langchain4j.ptc.quarkus.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.chat.ChatSettings;
import io.github.langchain4j.ptc.codetool.Retries;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.quarkus.runtime.config.Configurations;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCheckTest {

    private static final String ROOT = "quarkus.langchain4j.ptc.";
    private static final Set<String> SANDBOXES = Set.of("<default>", "data");

    private static Services services(List<DeclaredService> known, String... keysAndValues) {
        return new Services(known, Configurations.build(), Configurations.runtime(keysAndValues));
    }

    private static DeclaredService service(String name, String sandbox) {
        return new DeclaredService(name, Optional.empty(), Optional.ofNullable(sandbox), Map.of());
    }

    private static void assertWrong(ThrowingCallable action, String message) {
        assertThatThrownBy(action).isInstanceOf(ConfigurationException.class).hasMessageStartingWith(message);
    }

    @Test
    void theDefaultsAreThoseOfTheLibrary() {
        PtcConfig config = Configurations.runtime();

        assertThat(config.toolTime()).isEqualTo(ProgramRunner.DEFAULT_TOOL_TIME);
        assertThat(new Retries(config.modelRetries(), config.retryPause())).isEqualTo(Retries.DEFAULT);
        assertThat(config.outputCharacters()).isEqualTo(ChatSettings.DEFAULT.outputCharacters());
        assertThat(Configurations.build().codeToolName()).isEqualTo(ChatSettings.DEFAULT.codeToolName());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tool-time | 0s | must be longer than zero",
                "model-retries | -1 | must not be negative",
                "retry-pause | -1s | must not be negative",
                "output-characters | 10 | must be at least 400",
                "max-programs | 0 | must be at least 1",
                "shutdown-grace | -1s | must not be negative",
            })
    void aWrongValueIsToldWithItsKey(String key, String value, String message) {
        PtcConfig config = Configurations.runtime(key, value);

        assertWrong(
                () -> new ServiceRuntimes(Configurations.build(), config, null, List.of(), List.of(), null).check(),
                ROOT + key + ": " + message);
    }

    @Test
    void aServiceThatIsNotThereIsToldWithTheOneThatMayBeMeant() {
        List<DeclaredService> known = List.of(service("com.acme.Assistant", null));

        assertWrong(
                () -> services(known, "services.Asistant.enabled", "true").check(SANDBOXES),
                ROOT + "services.Asistant: there is no AI service of this name; did you mean \"Assistant\"?"
                        + " The application has com.acme.Assistant;");
        assertWrong(
                () -> services(known, "services.\"com.acme.Asistant\".enabled", "true")
                        .check(SANDBOXES),
                ROOT + "services.\"com.acme.Asistant\": there is no AI service of this name; did you mean"
                        + " \"com.acme.Assistant\"?");
    }

    @Test
    void aSandboxThatIsNotThereIsToldWithWhoNamesIt() {
        assertWrong(
                () -> services(List.of(service("com.acme.Assistant", null)), "services.Assistant.sandbox", "dat")
                        .check(SANDBOXES),
                ROOT + "services.Assistant.sandbox: there is no sandbox \"dat\"; did you mean \"data\"? Define it with "
                        + ROOT + "sandboxes.dat.type=");
        assertWrong(
                () -> services(List.of(service("com.acme.Assistant", "big"))).check(SANDBOXES),
                "@ProgrammaticToolCalling(sandbox) of com.acme.Assistant: there is no sandbox \"big\"");
    }
}
