package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.agent.tool.Tool;
import jakarta.enterprise.context.ApplicationScoped;

/** A tool that asks another service. */
@ApplicationScoped
public class Deputies {

    private final Deputy deputy;

    Deputies(Deputy deputy) {
        this.deputy = deputy;
    }

    @Tool("What a deputy makes of a program")
    public String delegate(String program) {
        return deputy.ask(program);
    }
}
