package io.github.langchain4j.ptc.catalog;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides who may call a tool: what the builder says, else what the tool says, else the default. A tool that ends the
 * turn with its result can do so only when the model calls it.
 *
 * @param defaults for tools that say nothing
 * @param overrides by tool name
 */
record CallerRules(Set<Caller> defaults, Map<String, Set<Caller>> overrides) {

    private static final String KEY = "allowed_callers";

    CallerRules {
        defaults = Set.copyOf(defaults);
        overrides = Map.copyOf(overrides);
    }

    /**
     * Who may call a tool.
     *
     * @param directOnly why a program cannot use the tool, or null if it can
     * @param where names the tool in messages
     */
    Set<Caller> callersOf(ToolSpecification tool, String directOnly, String where) {
        Set<Caller> stated = stated(tool, where);
        if (directOnly == null) {
            return stated == null ? defaults : stated;
        }
        if (stated != null && !stated.contains(Caller.DIRECT)) {
            throw new IllegalArgumentException(where + " is only for programs, but " + directOnly
                    + ", which works only when the model calls it: allow \"direct\"");
        }
        return Set.of(Caller.DIRECT);
    }

    /** Why a tool with this behaviour cannot be called by a program, or null. */
    static String reasonFor(ReturnBehavior behavior) {
        return behavior == ReturnBehavior.TO_LLM ? null : "has returnBehavior " + behavior;
    }

    private Set<Caller> stated(ToolSpecification tool, String where) {
        Set<Caller> override = overrides.get(tool.name());
        if (override != null) {
            return override;
        }
        Object value = tool.metadata() == null ? null : tool.metadata().get(KEY);
        if (value == null) {
            return null;
        }
        Collection<?> names = value instanceof Collection<?> list ? list : List.of(value);
        Set<Caller> callers = EnumSet.noneOf(Caller.class);
        names.forEach(name -> callers.add(caller(name, where)));
        if (callers.isEmpty()) {
            throw new IllegalArgumentException(where + ": " + KEY + " is empty, so nobody could call it");
        }
        return Set.copyOf(callers);
    }

    private static Caller caller(Object name, String where) {
        String text = String.valueOf(name);
        if (text.equals("direct")) {
            return Caller.DIRECT;
        }
        if (text.equals("code") || text.equals("code_execution") || text.startsWith("code_execution_")) {
            return Caller.CODE;
        }
        throw new IllegalArgumentException(where + ": " + KEY + " has the unknown caller \"" + text
                + "\"; known are \"direct\" and \"code\" (or \"code_execution_…\")");
    }
}
