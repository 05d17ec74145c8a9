package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.agent.tool.ToolSpecification;
import io.quarkus.runtime.annotations.RecordableConstructor;
import java.util.List;

/**
 * A {@code @Tool} method, as found when the application is built.
 *
 * @param invoker the generated class that calls it, by which it is known at run time
 * @param type the name of the class that declares it
 * @param method its name
 * @param parameterTypes the names of the parameters' raw types
 * @param parameters the names of the parameters, which class files need not have
 * @param callers who may call it, by {@code @AllowedCallers}; empty without it
 */
public record DeclaredTool(
        String invoker,
        String type,
        String method,
        List<String> parameterTypes,
        List<String> parameters,
        List<String> callers) {

    @RecordableConstructor
    public DeclaredTool {}

    /** The specification of the tool, which says who may call it if the annotation of the method does. */
    public ToolSpecification withCallers(ToolSpecification specification) {
        return callers.isEmpty() ? specification : ToolMethods.withCallers(specification, callers);
    }
}
