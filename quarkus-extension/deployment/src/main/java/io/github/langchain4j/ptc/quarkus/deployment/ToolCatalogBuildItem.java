package io.github.langchain4j.ptc.quarkus.deployment;

import io.quarkus.builder.item.MultiBuildItem;
import java.util.List;
import java.util.Optional;

/**
 * The tools of an AI service as its programs see them, as far as they are known when the application is built: not those
 * of tool providers. Services that do not take part have none.
 */
public final class ToolCatalogBuildItem extends MultiBuildItem {

    private final String service;
    private final Optional<String> method;
    private final List<String> functions;
    private final String stubs;

    /**
     * @param service the name of its interface
     * @param method that has tools of its own; empty for the tools of all others
     * @param functions the Python names of the tools
     * @param stubs what the model is shown of them
     */
    public ToolCatalogBuildItem(String service, Optional<String> method, List<String> functions, String stubs) {
        this.service = service;
        this.method = method;
        this.functions = List.copyOf(functions);
        this.stubs = stubs;
    }

    /** The name of the service's interface. */
    public String service() {
        return service;
    }

    /** The method that has these tools for its own; empty if all others have them. */
    public Optional<String> method() {
        return method;
    }

    /** The Python names of the tools, sorted. */
    public List<String> functions() {
        return functions;
    }

    /** Python stubs of the tools, after the types that they need. */
    public String stubs() {
        return stubs;
    }
}
