package io.github.langchain4j.ptc.quarkus.it.observe;

import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
public class Warehouse {

    @WithSpan("look into the warehouse")
    public void look(@SpanAttribute("article") String article) {}
}
