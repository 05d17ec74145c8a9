package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.ToolArgumentsException;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolErrorContext;
import dev.langchain4j.service.tool.ToolErrorHandlerResult;
import dev.langchain4j.service.tool.ToolExecution;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolService;
import io.github.langchain4j.ptc.catalog.ToolMethod;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.service.ToolHost;
import io.quarkiverse.langchain4j.runtime.BlockingToolNotAllowedException;
import io.quarkiverse.langchain4j.runtime.PreventsErrorHandlerExecution;
import io.quarkiverse.langchain4j.runtime.aiservice.QuarkusAiServiceContext;
import io.vertx.core.Context;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Executes the tool calls of programs as Quarkus executes those of the model. Of one call of an AI service; thread-safe. */
final class QuarkusToolHost implements ToolHost {

    private static final ToolService DEFAULTS = new ToolService();

    private final ToolService service;
    private final boolean remembers;
    private final Hosting hosting;
    private final AtomicInteger begun = new AtomicInteger();
    private final Map<String, ToolExecutor> executors = new ConcurrentHashMap<>();
    private volatile AroundTool around = (request, tool) -> tool.get(); // of the program that runs; one does at a time
    private final ResultAttributes attributes = new ResultAttributes();

    QuarkusToolHost(QuarkusAiServiceContext service, Hosting hosting) {
        this.service = service.toolService;
        this.remembers = service.hasChatMemory();
        this.hosting = hosting;
    }

    /** The tools of the call. */
    void executors(Collection<AiServiceTool> tools) {
        tools.forEach(tool -> executors.put(tool.name(), tool.toolExecutor()));
    }

    @Override
    public boolean remembers() {
        return remembers;
    }

    @Override
    public Optional<String> refusal() {
        requireWorker();
        int number = begun.incrementAndGet();
        int maxPrograms = hosting.maxPrograms();
        if (number > 2L * maxPrograms) {
            throw new IllegalStateException(
                    "The model wrote " + number + " programs for one call of the AI service, twice"
                            + " as many as quarkus.langchain4j.ptc.max-programs allows, and does not come to an end");
        }
        return number > maxPrograms
                ? Optional.of(
                        "This program was not run: " + maxPrograms + " programs have been run for this question, and"
                                + " there are no more. Answer with what you have.")
                : Optional.empty();
    }

    /** @throws BlockingToolNotAllowedException on an event loop thread, saying what to do */
    private static void requireWorker() {
        if (Context.isOnEventLoopThread()) {
            throw new BlockingToolNotAllowedException(
                    "A program cannot run on an event loop thread, which it would block. Call the AI service from a worker"
                            + " thread: annotate the method that calls it with @Blocking or @RunOnVirtualThread");
        }
    }

    @Override
    public void answered(ToolExecutionRequest request, ToolExecutionResult result) {
        attributes.keep(request, result);
    }

    @Override
    public ChatRequest complete(ChatRequest request) {
        return attributes.in(request);
    }

    @Override
    public List<PtcListener> listeners(InvocationContext context) {
        List<PtcListener> listeners = hosting.listeners(context);
        around = listeners.stream()
                .filter(AroundTool.class::isInstance)
                .map(AroundTool.class::cast)
                .reduce((request, tool) -> tool.get(), (outer, inner) -> inner.within(outer));
        return listeners;
    }

    @Override
    public boolean isFatal(Exception failure) {
        return failure instanceof PreventsErrorHandlerExecution;
    }

    @Override
    public boolean handlesErrors(boolean ofArguments) {
        return ofArguments
                ? service.argumentsErrorHandler() != DEFAULTS.argumentsErrorHandler()
                : service.executionErrorHandler() != DEFAULTS.executionErrorHandler();
    }

    @Override
    public Optional<Executor> executor() {
        return hosting.threads().workers();
    }

    @Override
    public Optional<Executor> continuation() {
        return Optional.of(hosting.threads().continuation());
    }

    @Override
    public ToolExecutor inProgram(ToolExecutor executor) {
        return new AwaitedExecutor(executor);
    }

    @Override
    public Optional<ToolMethod> method(ToolExecutor executor) {
        return hosting.methods().of(executor);
    }

    @Override
    public ToolExecutionResult execute(
            InvocationContext context,
            ToolExecutionRequest request,
            ToolExecutor executor,
            Consumer<BeforeToolExecution> before,
            Consumer<ToolExecution> after) {
        Handled handled = new Handled(executor);
        ToolExecutionResult result = around.execute(
                request, () -> service.executeTool(context, Map.of(request.name(), handled), request, before, after));
        if (handled.fatal != null) {
            throw handled.fatal;
        }
        boolean ofMethod = hosting.methods().of(executors.get(request.name())).isPresent();
        return ofMethod && !result.isError() ? written(result) : result;
    }

    /** Only what is written: output guardrails change the text, and not the value beside it. */
    private static ToolExecutionResult written(ToolExecutionResult result) {
        return ToolExecutionResult.builder()
                .resultText(result.resultText())
                .attributes(result.attributes())
                .build();
    }

    /** Asks the service's handlers as Quarkus does: for the exception itself, not for its cause. */
    private final class Handled implements ToolExecutor {

        private final ToolExecutor executor;
        private RuntimeException fatal; // one thread

        Handled(ToolExecutor executor) {
            this.executor = executor;
        }

        @Override
        public String execute(ToolExecutionRequest request, Object memoryId) {
            return executor.execute(request, memoryId);
        }

        @Override
        public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
            ToolErrorContext where = ToolErrorContext.builder()
                    .toolExecutionRequest(request)
                    .invocationContext(context)
                    .build();
            try {
                return executor.executeWithContext(request, context);
            } catch (ToolArgumentsException e) {
                return error(service.argumentsErrorHandler().handle(e, where));
            } catch (Exception e) {
                if (isFatal(e)) {
                    fatal = (RuntimeException) e;
                    return error(ToolErrorHandlerResult.text("The invocation was ended"));
                }
                return error(service.executionErrorHandler().handle(e, where));
            }
        }

        private static ToolExecutionResult error(ToolErrorHandlerResult handled) {
            return ToolExecutionResult.builder()
                    .isError(true)
                    .resultText(handled.text())
                    .build();
        }
    }
}
