package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.ToolArgumentsException;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.program.InvocationAbortedException;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.program.ToolInvoker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Executes the tool calls of a program as the AI service executes those of the model: with its callbacks, error handlers
 * and events. What a callback or a handler of the user throws ends the invocation.
 */
final class InnerCalls implements ToolInvoker {

    private final ServicePrograms programs;
    private final Invocation invocation;
    private final InvocationContext context;

    InnerCalls(ServicePrograms programs, Invocation invocation, InvocationContext context) {
        this.programs = programs;
        this.invocation = invocation;
        this.context = context;
    }

    @Override
    public Optional<Executor> executor() {
        return programs.host().executor();
    }

    @Override
    public List<PtcListener> listeners() {
        return programs.host().listeners(context);
    }

    @Override
    public ToolExecutionResult invoke(CatalogTool tool, ToolExecutionRequest request) {
        boolean ofBean = invocation.split().beans().contains(tool.name());
        Attempt attempt =
                new Attempt(ofBean ? tool.executor() : programs.host().inProgram(invocation.executor(tool.name())));
        ToolExecutionResult result;
        try {
            result = programs.execute(context, request, attempt, invocation.observers());
        } catch (RuntimeException e) {
            throw new InvocationAbortedException(e);
        } catch (Error e) {
            if (e == attempt.error) {
                throw e;
            }
            throw new InvocationAbortedException(new CallbackError(e));
        }
        if (attempt.failure != null) {
            throw attempt.failure;
        }
        return result;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> E undeclared(Exception e) throws E {
        throw (E) e;
    }

    /**
     * One execution of a tool. A failure that no handler of the user is asked about reaches the program with its type,
     * which the text that LangChain4j would make of it does not tell.
     */
    private final class Attempt implements ToolExecutor {

        private final ToolExecutor executor;
        private RuntimeException failure; // one thread, as the next
        private Error error;

        Attempt(ToolExecutor executor) {
            this.executor = executor;
        }

        @Override
        public String execute(ToolExecutionRequest request, Object memoryId) {
            return executor.execute(request, memoryId);
        }

        @Override
        public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
            try {
                return executor.executeWithContext(request, context);
            } catch (Error e) {
                error = e;
                throw e;
            } catch (Exception e) { // a framework may throw checked ones, undeclared
                if (programs.host().isFatal(e) || programs.host().handlesErrors(e instanceof ToolArgumentsException)) {
                    throw InnerCalls.<RuntimeException>undeclared(e);
                }
                failure = e instanceof RuntimeException unchecked ? unchecked : new ToolExecutionException(e);
                Throwable cause = e.getCause() == null ? e : e.getCause();
                String message = cause.getMessage();
                return ToolExecutionResult.builder()
                        .isError(true)
                        .resultText(
                                message == null || message.isBlank()
                                        ? cause.getClass().getName()
                                        : message)
                        .build();
            }
        }
    }
}
