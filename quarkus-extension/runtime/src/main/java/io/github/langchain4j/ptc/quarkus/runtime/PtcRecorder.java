package io.github.langchain4j.ptc.quarkus.runtime;

import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import java.util.List;

/** Hands what was found when the application was built to the running application. */
@Recorder
public class PtcRecorder {

    private final PtcBuildConfig fixed;
    private final RuntimeValue<PtcConfig> config;

    public PtcRecorder(PtcBuildConfig fixed, RuntimeValue<PtcConfig> config) {
        this.fixed = fixed;
        this.config = config;
    }

    public RuntimeValue<ToolMethods> toolMethods(List<DeclaredTool> methods) {
        return new RuntimeValue<>(new ToolMethods(methods));
    }

    public RuntimeValue<Services> services(List<DeclaredService> services) {
        return new RuntimeValue<>(new Services(services, fixed, config.getValue()));
    }
}
