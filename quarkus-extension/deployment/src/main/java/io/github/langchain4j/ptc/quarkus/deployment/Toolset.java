package io.github.langchain4j.ptc.quarkus.deployment;

import io.quarkiverse.langchain4j.deployment.items.ToolMethodBuildItem;
import java.util.List;
import java.util.Optional;

/**
 * Tools that a model gets together.
 *
 * @param service the name of the AI service's interface
 * @param method that has tools of its own; empty for the tools of all others
 * @param tools all that are known when the application is built
 */
record Toolset(String service, Optional<String> method, List<ToolMethodBuildItem> tools) {

    Toolset {
        tools = List.copyOf(tools);
    }

    /** For messages. */
    String owner() {
        return service + method.map(name -> "." + name).orElse("");
    }
}
