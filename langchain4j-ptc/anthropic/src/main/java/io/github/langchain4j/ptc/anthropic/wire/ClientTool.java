package io.github.langchain4j.ptc.anthropic.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A tool that the client executes.
 *
 * @param name what the model or a program calls it
 * @param description may be empty
 * @param schema of its input; not to be changed
 * @param direct whether the model may use it
 * @param programmatic whether programs may call it
 * @param strict whether the client wants its input to follow the schema without exception
 * @param cached whether a prompt cache may end here
 */
public record ClientTool(
        String name,
        String description,
        ObjectNode schema,
        boolean direct,
        boolean programmatic,
        boolean strict,
        boolean cached) {

    @Override
    public String toString() {
        return "ClientTool[" + name + "]";
    }
}
