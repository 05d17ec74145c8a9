package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JavaType;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.invocation.LangChain4jManaged;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A {@code @Tool} method of a bean.
 *
 * @param bean null if somebody else calls the method
 * @param where names the method in messages
 * @param parameters all of them, in the order of the method
 * @param returns the declared type, with the bean's type arguments filled in
 * @param specification as LangChain4j describes the method to a model
 * @param describable whether it can: it has no schema for parameters such as {@code List<List<String>>}
 */
record BeanTool(
        Object bean,
        Method method,
        String where,
        List<Parameter> parameters,
        JavaType returns,
        ToolSpecification specification,
        boolean describable) {

    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    BeanTool {
        parameters = List.copyOf(parameters);
    }

    /**
     * A parameter of the method.
     *
     * @param name in LangChain4j
     * @param type with the bean's type arguments filled in
     */
    record Parameter(java.lang.reflect.Parameter declared, String name, JavaType type) {

        /** Whether LangChain4j fills it, so that neither model nor program sees it. */
        boolean isContext() {
            Class<?> raw = declared.getType();
            return declared.isAnnotationPresent(ToolMemoryId.class)
                    || InvocationParameters.class.isAssignableFrom(raw)
                    || LangChain4jManaged.class.isAssignableFrom(raw)
                    || raw == InvocationContext.class;
        }

        boolean isRequired() {
            P stated = declared.getAnnotation(P.class);
            return (stated == null || stated.required()) && !isOptional() && !Nullability.isNullable(declared);
        }

        /** Whether the type itself has a value for what is not there. */
        boolean isOptional() {
            return OPTIONALS.contains(declared.getType());
        }

        String description() {
            P stated = declared.getAnnotation(P.class);
            if (stated == null) {
                return "";
            }
            return stated.description().isBlank() ? stated.value() : stated.description();
        }
    }

    Tool annotation() {
        return method.getAnnotation(Tool.class);
    }

    DescribedMethod described() {
        return new DescribedMethod(method, where, returns);
    }

    /** Why only an AI service can run the tool, if so. */
    Optional<String> needsAiService() {
        if (annotation().returnBehavior() != ReturnBehavior.TO_LLM) {
            return Optional.of("has returnBehavior " + annotation().returnBehavior()
                    + ", and only an AI service can hand its result to the user instead of the model");
        }
        return parameters.stream()
                .filter(Parameter::isContext)
                .map(p -> (p.declared().isAnnotationPresent(ToolMemoryId.class) ? "@ToolMemoryId " : "")
                        + p.declared().getType().getSimpleName() + " " + p.name())
                .findFirst()
                .map(parameter ->
                        "has the parameter " + parameter + ", which only an AI service can fill: a ChatModel is"
                                + " told neither memory id nor invocation parameters");
    }
}
