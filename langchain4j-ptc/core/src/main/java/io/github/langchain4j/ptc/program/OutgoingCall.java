package io.github.langchain4j.ptc.program;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.engine.CallId;
import java.util.Objects;

/**
 * A call of a tool without an executor: checked, allowed, and to be executed by whoever drives the program. {@link
 * #toString()} shows no arguments.
 *
 * @param id names the call
 * @param tool the called tool
 * @param request the call, under LangChain4j's names
 */
public record OutgoingCall(CallId id, CatalogTool tool, ToolExecutionRequest request) {

    public OutgoingCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(request, "request");
    }

    @Override
    public String toString() {
        return "OutgoingCall[" + id + ", " + tool.name() + "]";
    }
}
