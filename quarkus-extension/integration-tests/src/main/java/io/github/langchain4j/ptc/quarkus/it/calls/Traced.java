package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.agent.tool.Tool;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;

/** Tools with spans. */
@ApplicationScoped
public class Traced {

    private final Tracer tracer;
    private final Meeting meeting;

    Traced(Tracer tracer, Meeting meeting) {
        this.tracer = tracer;
        this.meeting = meeting;
    }

    @Tool("Makes a span while others make theirs")
    public String trace(String name, String room, int people) throws Exception {
        Span span = tracer.spanBuilder(name).startSpan();
        try {
            return Context.current()
                    .with(span)
                    .wrap(() -> {
                        meeting.meet(room, people);
                        tracer.spanBuilder(name + "-inner").startSpan().end();
                        return span.getSpanContext().getTraceId();
                    })
                    .call();
        } finally {
            span.end();
        }
    }
}
