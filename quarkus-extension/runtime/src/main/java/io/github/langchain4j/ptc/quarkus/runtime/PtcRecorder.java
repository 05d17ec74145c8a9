package io.github.langchain4j.ptc.quarkus.runtime;

import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import java.util.List;

/** Hands what was found when the application was built to the running application. */
@Recorder
public class PtcRecorder {

    public RuntimeValue<ToolMethods> toolMethods(List<ToolMethodInfo> methods) {
        return new RuntimeValue<>(new ToolMethods(methods));
    }
}
