package io.github.langchain4j.ptc.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObservabilityProcessorTest {

    private static final Optional<MetricsCapabilityBuildItem> MICROMETER =
            Optional.of(new MetricsCapabilityBuildItem("micrometer"::equals));
    private static final Capabilities ALL =
            new Capabilities(Set.of(Capability.OPENTELEMETRY_TRACER, Capability.SMALLRYE_HEALTH));
    private static final Capabilities NONE = new Capabilities(Set.of());

    private final ObservabilityProcessor processor = new ObservabilityProcessor();
    private final List<AdditionalBeanBuildItem> beans = new ArrayList<>();
    private final List<HealthBuildItem> checks = new ArrayList<>();

    private static PtcBuildConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(PtcBuildConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(PtcBuildConfig.class);
    }

    private List<String> beans(
            Optional<MetricsCapabilityBuildItem> metrics, Capabilities capabilities, Map<String, String> settings) {
        PtcBuildConfig config = config(settings);
        processor.metrics(config, metrics, beans::add);
        processor.traces(config, capabilities, beans::add);
        processor.health(config, capabilities, checks::add);
        return beans.stream()
                .flatMap(item -> item.getBeanClasses().stream())
                .map(name -> name.substring(ObservabilityProcessor.OBSERVE.length()))
                .toList();
    }

    @Test
    void anApplicationIsObservedWithWhatItHas() {
        assertThat(beans(MICROMETER, ALL, Map.of()))
                .containsExactlyInAnyOrder("ProgramMetrics", "SupplyMetrics", "ProgramTraces");
        assertThat(checks).singleElement().satisfies(check -> {
            assertThat(check.isEnabled()).isTrue();
            assertThat(check.getHealthCheckClass()).isEqualTo(ObservabilityProcessor.OBSERVE + "SandboxHealth");
        });
    }

    @Test
    void anApplicationThatHasNothingIsNotObserved() {
        assertThat(beans(Optional.empty(), NONE, Map.of())).isEmpty();
        assertThat(checks).isEmpty();
    }

    @Test
    void otherMetricsThanThoseOfMicrometerAreNotTaken() {
        assertThat(beans(Optional.of(new MetricsCapabilityBuildItem("smallrye-metrics"::equals)), NONE, Map.of()))
                .isEmpty();
    }

    @Test
    void eachCanBeSwitchedOff() {
        String observability = "quarkus.langchain4j.ptc.observability.";

        assertThat(beans(
                        MICROMETER,
                        ALL,
                        Map.of(
                                observability + "metrics", "false",
                                observability + "traces", "false",
                                observability + "health", "false")))
                .isEmpty();
        assertThat(checks)
                .singleElement()
                .satisfies(check -> assertThat(check.isEnabled()).isFalse());
    }

    @Test
    void theClassesThatAreNamedAreThere() {
        for (String bean : beans(MICROMETER, ALL, Map.of())) {
            assertThat(getClass()
                            .getClassLoader()
                            .getResource((ObservabilityProcessor.OBSERVE + bean).replace('.', '/') + ".class"))
                    .isNotNull();
        }
    }
}
