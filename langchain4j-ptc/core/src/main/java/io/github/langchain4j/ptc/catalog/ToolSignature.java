package io.github.langchain4j.ptc.catalog;

import java.util.List;
import java.util.stream.Stream;

/**
 * A tool as a program sees it.
 *
 * @param pythonName an identifier
 * @param description may be empty
 * @param parameters required ones first
 * @param returns what a call gives
 */
record ToolSignature(String pythonName, String description, List<Parameter> parameters, PythonType returns) {

    /**
     * A parameter.
     *
     * @param name in LangChain4j
     * @param pythonName an identifier
     * @param required whether a call needs it
     * @param absent Python source of the value of an optional parameter that is not given
     * @param description may be empty
     */
    record Parameter(
            String name, String pythonName, PythonType type, boolean required, String absent, String description) {}

    ToolSignature {
        // Python wants required parameters first; arguments go to Java by name, so the order there does not matter.
        parameters = Stream.concat(
                        parameters.stream().filter(Parameter::required),
                        parameters.stream().filter(p -> !p.required()))
                .toList();
    }
}
