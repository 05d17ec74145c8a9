package io.github.langchain4j.ptc.quarkus.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImageSupplyTest {

    private static final String SANDBOX = "quarkus.langchain4j.ptc.sandbox.";

    private final ImageSupply supply = new ImageSupply(new ConcurrentHashMap<>());
    private EngineDouble engine;

    @BeforeEach
    void start() throws IOException {
        engine = new EngineDouble();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void ourOwnImageIsBuiltFromWhatTheExtensionShips() {
        assertThat(obstacle(Map.of())).isEmpty();
        assertThat(engine.asked())
                .singleElement()
                .asString()
                .contains("/build?")
                .contains("target=slim");
        assertThat(engine.asked().get(0)).contains("langchain4j-ptc/sandbox:slim");
        assertThat(engine.context())
                .containsKeys("Dockerfile", "packages/slim", "packages/data", "packages/omit")
                .containsEntry("make-root", 0755);
    }

    @Test
    void anotherImageIsPulledWithOneTag() {
        assertThat(obstacle(Map.of(SANDBOX + "docker.image", "registry.example.com/team/python")))
                .isEmpty();
        assertThat(engine.asked())
                .singleElement()
                .asString()
                .contains("/images/create?", "registry.example.com/team/python", "latest");
    }

    @Test
    void anImageThatMustNotBePulledIsNotGot() {
        assertThat(obstacle(Map.of(SANDBOX + "docker.pull-policy", "never")).orElseThrow())
                .contains("does not have the image langchain4j-ptc/sandbox:slim", "never");
        assertThat(engine.asked()).isEmpty();
    }

    @Test
    void whatFailedIsNotTriedAgain() {
        engine.answers("{\"errorDetail\":{\"message\":\"no route to the registry\"},\"error\":\"no route\"}");
        for (int start = 0; start < 2; start++) {
            assertThat(obstacle(Map.of()).orElseThrow())
                    .contains("langchain4j-ptc/sandbox:slim could not be built", "no route to the registry");
        }
        assertThat(engine.asked()).hasSize(1);
    }

    @Test
    void withoutAnEngineTheObstacleSaysWhereItWasLookedFor() {
        engine.close();
        assertThat(obstacle(Map.of()).orElseThrow()).contains("no Docker engine at " + engine.host());
    }

    @Test
    void sandboxesAreReadAsTheApplicationReadsThem() {
        SmallRyeConfig config = config(Map.of(
                SANDBOX + "type",
                "embedded",
                "%dev.quarkus.langchain4j.ptc.sandboxes.\"heavy.one\".type",
                "docker",
                "quarkus.langchain4j.ptc.sandboxes.\"heavy.one\".docker.image",
                "python:3"));
        List<DockerSandboxConfig> found = DockerSandboxConfig.all(config, true);
        assertThat(found).singleElement().satisfies(sandbox -> {
            assertThat(sandbox.name()).isEqualTo("heavy.one");
            assertThat(sandbox.image().image()).isEqualTo("python:3");
            assertThat(sandbox.mayBeReplaced()).isTrue();
        });
    }

    @Test
    void whereContainersAreDemandedNothingStandsInForThem() {
        SmallRyeConfig config =
                config(Map.of(SANDBOX + "type", "docker", "quarkus.langchain4j.ptc.trust-level", "container"));
        assertThat(DockerSandboxConfig.all(config, true)).singleElement().matches(sandbox -> !sandbox.mayBeReplaced());
    }

    @Test
    void withoutATypeTheSandboxIsDockerOnlyWhereItIsTheOnlyOne() {
        assertThat(DockerSandboxConfig.all(config(Map.of()), true)).isEmpty();
        assertThat(DockerSandboxConfig.all(config(Map.of()), false))
                .singleElement()
                .matches(sandbox -> !sandbox.mayBeReplaced());
    }

    private Optional<String> obstacle(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(SANDBOX + "type", "docker");
        all.put(SANDBOX + "docker.host", engine.host());
        return supply.obstacle(DockerSandboxConfig.all(config(all), true).get(0).image());
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withProfile("dev")
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
