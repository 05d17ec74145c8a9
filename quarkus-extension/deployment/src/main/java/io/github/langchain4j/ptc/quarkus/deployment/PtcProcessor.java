package io.github.langchain4j.ptc.quarkus.deployment;

import io.github.langchain4j.ptc.quarkus.runtime.ProgramsWrapper;
import io.github.langchain4j.ptc.quarkus.runtime.PtcRecorder;
import io.github.langchain4j.ptc.quarkus.runtime.ServiceRuntimes;
import io.github.langchain4j.ptc.quarkus.runtime.ToolMethodInfo;
import io.github.langchain4j.ptc.quarkus.runtime.ToolMethods;
import io.quarkiverse.langchain4j.deployment.items.ToolMethodBuildItem;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.Type;

/** Adds programmatic tool calling to the AI services of an application. */
class PtcProcessor {

    private static final String FEATURE = "langchain4j-ptc";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClasses(ProgramsWrapper.class, ServiceRuntimes.class)
                .addBeanClass("io.github.langchain4j.ptc.quarkus.runtime.Threads")
                .setUnremovable()
                .build();
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem toolMethods(PtcRecorder recorder, List<ToolMethodBuildItem> tools) {
        List<ToolMethodInfo> methods = tools.stream().map(PtcProcessor::info).toList();
        return SyntheticBeanBuildItem.configure(ToolMethods.class)
                .scope(Singleton.class)
                .runtimeValue(recorder.toolMethods(methods))
                .unremovable()
                .done();
    }

    private static ToolMethodInfo info(ToolMethodBuildItem tool) {
        MethodInfo method = tool.getToolsMethodInfo();
        return new ToolMethodInfo(
                tool.getToolMethodCreateInfo().invokerClassName(),
                method.declaringClass().name().toString(),
                method.name(),
                method.parameterTypes().stream()
                        .map(Type::name)
                        .map(Object::toString)
                        .toList(),
                method.parameters().stream().map(MethodParameterInfo::name).toList());
    }
}
