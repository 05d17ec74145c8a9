package io.github.langchain4j.ptc.catalog;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.Map;
import java.util.Set;

/** Who may call a tool. */
public enum Caller {
    /** The model itself, in the ordinary way. */
    DIRECT,
    /** A program that the model wrote. */
    CODE;

    /**
     * Who may call a tool: what its metadata say, else programs only. A tool whose result ends the turn is for the model.
     *
     * @param tool the tool
     * @param behavior what happens with its result
     * @throws IllegalArgumentException if the metadata name an unknown caller, or programs alone may call a tool that they
     *     cannot call
     */
    public static Set<Caller> of(ToolSpecification tool, ReturnBehavior behavior) {
        return new CallerRules(Set.of(CODE), Map.of())
                .callersOf(tool, CallerRules.reasonFor(behavior), "The tool '" + tool.name() + "'");
    }
}
