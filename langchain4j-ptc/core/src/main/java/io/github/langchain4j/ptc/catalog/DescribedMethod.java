package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JavaType;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import java.lang.reflect.Method;
import java.util.Objects;

/**
 * A {@code @Tool} method of which only the types are used, because others call it.
 *
 * @param where names the method in messages
 * @param returns the declared type, with the class's type arguments filled in
 */
record DescribedMethod(Method method, String where, JavaType returns) {

    /** The name of the tool. */
    String name() {
        String given = method.getAnnotation(Tool.class).name();
        return given.isBlank() ? method.getName() : given;
    }

    /** Why a program cannot use its result, or null if it can. */
    String directOnly() {
        return directOnly(method.getAnnotation(Tool.class), returns);
    }

    /** Why a program cannot use the result of a tool, or null if it can. */
    static String directOnly(Tool tool, JavaType returns) {
        String reason = CallerRules.reasonFor(tool.returnBehavior());
        if (reason == null && ResultTypes.isContent(returns)) {
            reason = "returns " + returns.getRawClass().getSimpleName() + ", which only a model can see";
        }
        return reason;
    }

    /** Whether the method is the one that a specification was made of. */
    boolean isSourceOf(ToolSpecification specification) {
        try {
            ToolSpecification own = ToolSpecifications.toolSpecificationFrom(method);
            // Not the metadata: frameworks add to them.
            return Objects.equals(own.description(), specification.description())
                    && Objects.equals(own.parameters(), specification.parameters());
        } catch (RuntimeException | StackOverflowError e) {
            return false; // LangChain4j has no schema for it, so nobody made a specification of it
        }
    }
}
