package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.core.DockerClientConfig;
import io.github.langchain4j.ptc.docker.DockerSandbox;
import io.github.langchain4j.ptc.quarkus.runtime.config.Configurations;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.DockerConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerSandboxesTest {

    private static final String KEYS = "quarkus.langchain4j.ptc.sandbox.docker.";

    private static DockerConfig config(String... keysAndValues) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i++) {
            all.add(i % 2 == 0 ? "sandbox.docker." + keysAndValues[i] : keysAndValues[i]);
        }
        return Configurations.runtime(all.toArray(String[]::new)).sandbox().docker();
    }

    private static Map<String, Object> settings(String... keysAndValues) throws IllegalAccessException {
        return settings(DockerSandboxes.builder("quarkus.langchain4j.ptc.sandbox.", config(keysAndValues)));
    }

    private static Map<String, Object> settings(DockerSandbox.Builder builder) throws IllegalAccessException {
        Map<String, Object> settings = new TreeMap<>();
        for (Field field : DockerSandbox.Builder.class.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                settings.put(field.getName(), field.get(builder));
            }
        }
        return settings;
    }

    @Test
    void withoutConfigurationAllIsAsInTheLibrary() throws IllegalAccessException {
        assertThat(settings()).isEqualTo(settings(DockerSandbox.builder()));
    }

    @ParameterizedTest
    @CsvSource({
        "image, python:3.13, image, python:3.13",
        "packages, numpy, packages, numpy",
        "pull-policy, never, pullPolicy, NEVER",
        "pull-timeout, 7m, pullTimeout, PT7M",
        "parallel-starts, 3, parallelStarts, 3",
        "python, python3.13, python, python3.13",
        "user, 1000, user, 1000",
        "network, sandboxes, network, sandboxes",
        "read-only-root, false, readOnlyRoot, false",
        "no-new-privileges, false, noNewPrivileges, false",
        "capabilities, net-raw, capabilities, [NET_RAW]",
        "seccomp-profile, unconfined, seccompProfile, unconfined",
        "runtime, runsc, runtime, runsc",
        "cpus, 0.5, cpus, 0.5",
        "environment.TZ, UTC, environment, {TZ=UTC}",
        "max-lifetime, 2h, maxLifetime, PT2H",
    })
    void eachKeySetsItsSettingAndNoOther(String key, String value, String setting, String expected)
            throws IllegalAccessException {
        Map<String, Object> all = settings(key, value);

        assertThat(String.valueOf(all.remove(setting))).isEqualTo(expected);
        Map<String, Object> others = settings(DockerSandbox.builder());
        others.remove(setting);
        assertThat(all).isEqualTo(others);
    }

    @Test
    void theEngineIsWhereTheConfigurationSays() throws IllegalAccessException {
        DockerClientConfig engine =
                (DockerClientConfig) settings("host", "tcp://docker.test:2375", "tls-verify", "false")
                        .get("config");

        assertThat(engine.getDockerHost()).hasToString("tcp://docker.test:2375");
    }

    @Test
    void theSeccompProfileIsReadFromItsFile(@TempDir Path folder) throws IOException, IllegalAccessException {
        Path file = Files.writeString(folder.resolve("profile.json"), "{\"defaultAction\": \"SCMP_ACT_ERRNO\"}");

        assertThat(settings("seccomp-profile", file.toString()))
                .containsEntry("seccompProfile", "{\"defaultAction\": \"SCMP_ACT_ERRNO\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pull-policy | sometimes | \"sometimes\" is none of [always, if-missing, never]",
                "pull-timeout | -1s | must be positive",
                "parallel-starts | 0 | must be at least 1",
                "capabilities | fly | \"fly\" is none of",
                "seccomp-profile | /no/such/file | the file /no/such/file cannot be read",
                "cpus | 0 | must be from 0.01 to 1024",
                "max-lifetime | 0s | must be from a second",
                "user | a:b:c | must be a user, or user:group",
                "image | 'a b' | must not be empty or hold blanks",
                "host | nonsense://x | ",
            })
    void aWrongValueIsToldWithItsKey(String key, String value, String message) {
        assertThatThrownBy(() -> DockerSandboxes.create("quarkus.langchain4j.ptc.sandbox.", config(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(KEYS + key + ": ")
                .hasMessageContaining(message == null ? "" : message);
    }
}
