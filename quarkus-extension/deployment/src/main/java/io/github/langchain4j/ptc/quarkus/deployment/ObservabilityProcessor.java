package io.github.langchain4j.ptc.quarkus.deployment;

import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.runtime.metrics.MetricsFactory;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;
import java.util.Optional;

/**
 * Adds what observes programs and sandboxes, where the application has something to observe with. Classes are named, not
 * loaded: they need what other applications do not have.
 */
@BuildSteps(onlyIf = PtcProcessor.Enabled.class)
class ObservabilityProcessor {

    static final String OBSERVE = "io.github.langchain4j.ptc.quarkus.runtime.observe.";

    @BuildStep
    void metrics(
            PtcBuildConfig config,
            Optional<MetricsCapabilityBuildItem> metrics,
            BuildProducer<AdditionalBeanBuildItem> beans) {
        boolean hasMicrometer = metrics.isPresent() && metrics.get().metricsSupported(MetricsFactory.MICROMETER);
        if (hasMicrometer && config.observability().metrics()) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(OBSERVE + "ProgramMetrics"));
            beans.produce(AdditionalBeanBuildItem.unremovableOf(OBSERVE + "SupplyMetrics"));
        }
    }

    @BuildStep
    void traces(PtcBuildConfig config, Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (capabilities.isPresent(Capability.OPENTELEMETRY_TRACER)
                && config.observability().traces()) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(OBSERVE + "ProgramTraces"));
        }
    }

    @BuildStep
    void health(PtcBuildConfig config, Capabilities capabilities, BuildProducer<HealthBuildItem> checks) {
        if (capabilities.isPresent(Capability.SMALLRYE_HEALTH)) {
            checks.produce(new HealthBuildItem(
                    OBSERVE + "SandboxHealth", config.observability().health()));
        }
    }
}
