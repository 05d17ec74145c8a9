package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolExecution;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.catalog.ToolMethod;
import io.github.langchain4j.ptc.program.PtcListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Whoever executes the tools of an AI service: LangChain4j, or a framework around it. Thread-safe. */
public interface ToolHost {

    /**
     * Executes a tool as for the model itself: with the service's error handlers and callbacks.
     *
     * @param before watches this invocation's tools; null where nobody does, as {@code after}
     */
    ToolExecutionResult execute(
            InvocationContext context,
            ToolExecutionRequest request,
            ToolExecutor executor,
            Consumer<BeforeToolExecution> before,
            Consumer<ToolExecution> after);

    /**
     * Called on the thread that is about to run a program; what it throws ends the invocation.
     *
     * @return why the program is not to be run, for the model; empty to run it
     */
    default Optional<String> refusal() {
        return Optional.empty();
    }

    /** Whether the chat memory of the service outlives an invocation, so that variables can. */
    default boolean remembers() {
        return true;
    }

    /** Told what the code tool answers, before the host makes a message of it. */
    default void answered(ToolExecutionRequest request, ToolExecutionResult result) {}

    /** The request with all that the code tool answered, where the host's messages have only the text; never memorized. */
    default ChatRequest complete(ChatRequest request) {
        return request;
    }

    /** Observe a program of an invocation; asked on the thread that is about to run it. */
    default List<PtcListener> listeners(InvocationContext context) {
        return List.of();
    }

    /** Whether a tool's failure ends the invocation: neither a program nor a handler is to know of it. */
    default boolean isFatal(Exception failure) {
        return false;
    }

    /** Whether the user wants to be asked about failures, of arguments or of tools. */
    boolean handlesErrors(boolean ofArguments);

    /** Runs calls of a program as they arrive; empty to run them one after the other on the program's thread. */
    Optional<Executor> executor();

    /**
     * Runs what follows a streamed response; asked on the thread that sends the request. Empty for a thread that knows
     * nothing of that one.
     */
    default Optional<Executor> continuation() {
        return Optional.empty();
    }

    /** What programs call in the place of an executor of the service. */
    default ToolExecutor inProgram(ToolExecutor executor) {
        return executor;
    }

    /** The bean whose {@code @Tool} method an executor calls, if the catalogue may call it instead. */
    default Optional<Object> bean(ToolExecutor executor) {
        return Optional.empty();
    }

    /** The method that an executor calls, if only its types are to be used. */
    default Optional<ToolMethod> method(ToolExecutor executor) {
        return Optional.empty();
    }
}
