package io.github.langchain4j.ptc.quarkus.deployment;

import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.CodeTool;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Set;

/** Checks what is configured when an application is built, and ends programs when it stops. */
@BuildSteps(onlyIf = PtcProcessor.Enabled.class)
class ConfigurationProcessor {

    private static final String CODE_TOOL_NAME = "quarkus.langchain4j.ptc.code-tool-name";

    @BuildStep
    AdditionalBeanBuildItem shutdown() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClass("io.github.langchain4j.ptc.quarkus.runtime.StopPrograms")
                .setUnremovable()
                .build();
    }

    @BuildStep
    void check(PtcBuildConfig config, BuildProducer<ValidationErrorBuildItem> errors) {
        try {
            CodeTool.of(config.codeToolName(), ToolCatalog.EMPTY, "", SessionScope.CALL, false, ImagesToModel.NONE);
        } catch (IllegalArgumentException e) {
            errors.produce(new ValidationErrorBuildItem(new ConfigurationException(
                    CODE_TOOL_NAME + ": " + e.getMessage().replace("codeToolName ", ""), e, Set.of(CODE_TOOL_NAME))));
        }
    }
}
