package io.github.langchain4j.ptc.anthropic.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * Who uses a tool: the model itself, or a program of it.
 *
 * @param type {@code direct}, or a version of the code execution tool
 * @param toolId the {@code server_tool_use} that runs the program; empty for the model itself
 */
public record Caller(String type, String toolId) {

    /** The model itself. */
    public static final Caller DIRECT = new Caller("direct", "");

    public Caller {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(toolId, "toolId");
    }

    /** Whether it is a program. */
    public boolean isProgram() {
        return !toolId.isEmpty();
    }

    /** As it stands in a block. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", type);
        return isProgram() ? json.put("tool_id", toolId) : json;
    }
}
