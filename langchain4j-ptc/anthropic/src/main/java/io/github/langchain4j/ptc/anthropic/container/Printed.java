package io.github.langchain4j.ptc.anthropic.container;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.program.ToolInvoker;
import java.util.List;

/**
 * What a program prints, by stream: the report of a program has both as one. Used by the thread that lets the program go
 * on; the engine's limit on output bounds it.
 */
final class Printed implements ToolInvoker, PtcListener {

    private final StringBuilder stdout = new StringBuilder();
    private final StringBuilder stderr = new StringBuilder();

    @Override
    public ToolExecutionResult invoke(CatalogTool tool, ToolExecutionRequest request) {
        throw new IllegalStateException("The client executes the tools");
    }

    @Override
    public List<PtcListener> listeners() {
        return List.of(this);
    }

    @Override
    public void printed(String session, Event.Stream stream, String text) {
        (stream == Event.Stream.STDOUT ? stdout : stderr).append(text);
    }

    String stdout() {
        return stdout.toString();
    }

    String stderr() {
        return stderr.toString();
    }
}
