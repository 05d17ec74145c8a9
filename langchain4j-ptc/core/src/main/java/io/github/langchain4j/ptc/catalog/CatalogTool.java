package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.engine.ToolDescriptor;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import java.util.Optional;
import java.util.Set;

/**
 * One tool of a {@link ToolCatalog}. Immutable and thread-safe.
 *
 * <p>A call of a program goes {@link #check}, {@link #request}, {@link #executor}, then {@link #outcome} or, if the
 * executor threw, {@link #failure}.
 */
public final class CatalogTool {

    CatalogTool() {}

    /** The name in LangChain4j. */
    public String name() {
        throw new UnsupportedOperationException();
    }

    /** The name in Python. */
    public String pythonName() {
        throw new UnsupportedOperationException();
    }

    /** What the model is told of the tool when it may call it directly. */
    public ToolSpecification specification() {
        throw new UnsupportedOperationException();
    }

    /** What the runner is told. IllegalStateException if no program may call it. */
    public ToolDescriptor descriptor() {
        throw new UnsupportedOperationException();
    }

    /** Who may call it; never empty. */
    public Set<Caller> callers() {
        throw new UnsupportedOperationException();
    }

    /** Runs requests of programs and of the model. */
    public ToolExecutor executor() {
        throw new UnsupportedOperationException();
    }

    /** The first parameter that only an AI service can fill ({@code @ToolMemoryId} …), for error messages. */
    public Optional<String> contextParameter() {
        throw new UnsupportedOperationException();
    }

    /** What is wrong with the arguments of a program, or empty. */
    public Optional<String> check(ObjectNode pythonArguments) {
        throw new UnsupportedOperationException();
    }

    /** The request for checked arguments of a program. */
    public ToolExecutionRequest request(String id, ObjectNode pythonArguments) {
        throw new UnsupportedOperationException();
    }

    /** What the program gets for a result of the executor. */
    public ToolOutcome outcome(ToolExecutionResult result) {
        throw new UnsupportedOperationException();
    }

    /** What the program gets for an exception of the executor. */
    public ToolOutcome failure(Throwable thrown) {
        throw new UnsupportedOperationException();
    }
}
