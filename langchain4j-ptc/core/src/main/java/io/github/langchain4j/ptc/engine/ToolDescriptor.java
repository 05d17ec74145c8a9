package io.github.langchain4j.ptc.engine;

import java.util.List;
import java.util.Objects;

/**
 * What the runner must know of a tool to bind its arguments and to explain it. Immutable.
 *
 * @param name the name in Python, an identifier
 * @param parameters in the order of positional arguments
 * @param signature one line for error messages, such as {@code get_expenses(employee_id: str) -> list[Expense]}
 * @param documentation what {@code help(tool)} prints: the stub with its docstring
 */
public record ToolDescriptor(String name, List<Parameter> parameters, String signature, String documentation) {

    /**
     * A parameter of a tool.
     *
     * @param name the name in Python, an identifier
     * @param required whether a call without it is an error
     */
    public record Parameter(String name, boolean required) {

        public Parameter {
            Objects.requireNonNull(name, "name");
        }
    }

    public ToolDescriptor {
        Objects.requireNonNull(name, "name");
        parameters = List.copyOf(parameters);
        Objects.requireNonNull(signature, "signature");
        Objects.requireNonNull(documentation, "documentation");
    }
}
