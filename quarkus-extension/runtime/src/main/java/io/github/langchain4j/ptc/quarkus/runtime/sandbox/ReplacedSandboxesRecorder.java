package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import java.util.Set;

/** Hands what Dev Services found to the application. */
@Recorder
public class ReplacedSandboxesRecorder {

    public RuntimeValue<ReplacedSandboxes> replaced(Set<String> names) {
        return new RuntimeValue<>(new ReplacedSandboxes(Set.copyOf(names)));
    }
}
