package io.github.langchain4j.ptc.quarkus.deployment;

import io.github.langchain4j.ptc.quarkus.deployment.devservices.ReplacedSandboxBuildItem;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.ReplacedSandboxes;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.ReplacedSandboxesRecorder;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells the application which sandboxes Dev Services have replaced. */
@BuildSteps(onlyIf = PtcProcessor.Enabled.class)
class ReplacedSandboxesProcessor {

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem replaced(ReplacedSandboxesRecorder recorder, List<ReplacedSandboxBuildItem> replaced) {
        Set<String> names =
                replaced.stream().map(ReplacedSandboxBuildItem::name).collect(Collectors.toSet());
        return SyntheticBeanBuildItem.configure(ReplacedSandboxes.class)
                .scope(Singleton.class)
                .runtimeValue(recorder.replaced(names))
                .unremovable()
                .done();
    }
}
