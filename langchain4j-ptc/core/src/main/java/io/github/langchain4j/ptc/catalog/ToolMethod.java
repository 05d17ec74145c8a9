package io.github.langchain4j.ptc.catalog;

import java.lang.reflect.Method;
import java.util.List;

/**
 * The Java method of a tool that a framework executes: it says which types the tool takes and returns, and is not called.
 * The framework writes results as JSON, texts too.
 *
 * @param method with {@code @Tool}
 * @param type of the bean, which settles the type variables of the method
 * @param parameters the names of all parameters in order, as in the tool's specification
 */
public record ToolMethod(Method method, Class<?> type, List<String> parameters) {

    /** @throws IllegalArgumentException if there are not as many names as parameters */
    public ToolMethod {
        parameters = List.copyOf(parameters);
        if (parameters.size() != method.getParameterCount()) {
            throw new IllegalArgumentException(
                    method + " has " + method.getParameterCount() + " parameters, but got the names " + parameters);
        }
    }
}
