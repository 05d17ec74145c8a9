package io.github.langchain4j.ptc.engine;

import java.util.List;
import java.util.Objects;

/**
 * A Python program and the tools that it may call. Immutable. {@link #toString()} tells sizes only.
 *
 * @param code the source
 * @param tools the tools, by distinct Python names
 */
public record Program(String code, List<ToolDescriptor> tools) {

    public Program {
        Objects.requireNonNull(code, "code");
        tools = List.copyOf(tools);
        if (tools.stream().map(ToolDescriptor::name).distinct().count() != tools.size()) {
            throw new IllegalArgumentException("Two tools have the same name: "
                    + tools.stream().map(ToolDescriptor::name).sorted().toList());
        }
    }

    @Override
    public String toString() {
        return "Program[" + code.length() + " characters, " + tools.size() + " tools]";
    }
}
