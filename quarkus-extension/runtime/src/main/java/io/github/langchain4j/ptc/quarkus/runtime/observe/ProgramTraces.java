package io.github.langchain4j.ptc.quarkus.runtime.observe;

import dev.langchain4j.invocation.InvocationContext;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.quarkus.runtime.ProgramObserver;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;

/** Gives each program of an AI service its spans, with OpenTelemetry. Thread-safe. */
@Singleton
public class ProgramTraces implements ProgramObserver {

    private final Tracer tracer;
    private final String codeTool;
    private final boolean content;

    public ProgramTraces(OpenTelemetry telemetry, PtcBuildConfig fixed, PtcConfig config) {
        this.tracer = telemetry.getTracer("io.github.langchain4j.ptc");
        this.codeTool = fixed.codeToolName();
        this.content = config.observability().tracesContent();
    }

    @Override
    public PtcListener observe(InvocationContext invocation) {
        return new ProgramTrace(new ProgramSpans(tracer, content), codeTool, invocation);
    }
}
