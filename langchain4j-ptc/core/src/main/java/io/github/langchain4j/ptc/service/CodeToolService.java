package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolArgumentsErrorHandler;
import dev.langchain4j.service.tool.ToolExecution;
import dev.langchain4j.service.tool.ToolExecutionErrorHandler;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolService;
import dev.langchain4j.service.tool.ToolServiceContext;
import dev.langchain4j.service.tool.search.ToolSearchStrategy;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The tools of an AI service, in which the code tool stands for those that programs may call. Put into the service's
 * context before anything else, so that what is set later is set here. Configured by one thread, then thread-safe.
 */
public final class CodeToolService extends ToolService {

    private final ServicePrograms programs;
    private final Map<ToolExecutor, Object> beans = new IdentityHashMap<>();
    private ToolArgumentsErrorHandler argumentsHandler;
    private ToolExecutionErrorHandler executionHandler;
    private boolean hallucinationsHandled;

    private CodeToolService(ServiceRuntime runtime, AiServiceContext service) {
        this.programs = new ServicePrograms(runtime, service, new Host(), new ServicePrograms.Memory());
    }

    /** Gives a service the code tool. To be called before the service is configured. */
    public static CodeToolService install(ServiceRuntime runtime, AiServiceContext service) {
        CodeToolService tools = new CodeToolService(runtime, service);
        service.toolService = tools;
        return tools;
    }

    /** The programs of the service. */
    public ServicePrograms programs() {
        return programs;
    }

    /**
     * Checks the tools that are known now.
     *
     * @throws IllegalArgumentException naming the tool, what is wrong and what to do
     */
    public void check() {
        List<AiServiceTool> known = toolSpecifications().stream()
                .map(tool -> tool(tool, toolExecutors().get(tool.name()), this::returnBehavior))
                .flatMap(Optional::stream)
                .toList();
        programs.check(known, toolProviders().stream().anyMatch(ToolProvider::isDynamic));
    }

    @Override
    public void tools(Collection<Object> objectsWithTools) {
        for (Object object : objectsWithTools) {
            Set<ToolExecutor> before = Collections.newSetFromMap(new IdentityHashMap<>());
            before.addAll(toolExecutors().values());
            super.tools(List.of(object));
            toolExecutors().values().stream()
                    .filter(executor -> !before.contains(executor))
                    .forEach(executor -> beans.put(executor, object));
        }
    }

    @Override
    public void toolSearchStrategy(ToolSearchStrategy strategy) {
        super.toolSearchStrategy(strategy == null ? null : new DirectToolSearch(strategy, programs::hidden));
    }

    @Override
    public void argumentsErrorHandler(ToolArgumentsErrorHandler handler) {
        argumentsHandler = handler;
        super.argumentsErrorHandler(handler);
    }

    @Override
    public void executionErrorHandler(ToolExecutionErrorHandler handler) {
        executionHandler = handler;
        super.executionErrorHandler(handler);
    }

    @Override
    public ToolExecutionErrorHandler executionErrorHandler() {
        return ServicePrograms.passing(super.executionErrorHandler());
    }

    @Override
    public void hallucinatedToolNameStrategy(Function<ToolExecutionRequest, ToolExecutionResultMessage> strategy) {
        hallucinationsHandled = strategy != null;
        super.hallucinatedToolNameStrategy(strategy);
    }

    /** A model that calls a function of programs itself is told how; else the service would fail. */
    @Override
    public ToolExecutionResult applyToolHallucinationStrategy(ToolExecutionRequest request) {
        Optional<ToolExecutionResult> correction =
                hallucinationsHandled ? Optional.empty() : programs.correction(request);
        return correction.orElseGet(() -> super.applyToolHallucinationStrategy(request));
    }

    /**
     * Not possible here: LangChain4j would compensate for the tools that it executed itself, not for those that programs
     * called. Called by versions of LangChain4j that know it.
     *
     * @throws IllegalArgumentException if it is switched on
     */
    public void compensateOnToolErrors(boolean compensate) {
        if (compensate) {
            throw new IllegalArgumentException("compensateOnToolErrors cannot see what programs call. Build the service"
                    + " with AiServices.builder(…) instead of PtcAiServices.builder(…), or give the tools that need"
                    + " compensation to a service of their own");
        }
    }

    @Override
    public ToolServiceContext createContext(
            InvocationContext invocationContext, UserMessage userMessage, List<ChatMessage> messages) {
        ToolServiceContext context = super.createContext(invocationContext, userMessage, messages);
        boolean growing = !context.dynamicToolProviders().isEmpty();
        List<AiServiceTool> tools = context.availableTools().stream()
                .map(tool -> tool(tool, context.toolExecutors().get(tool.name()), context::returnBehavior))
                .flatMap(Optional::stream)
                .toList();
        return programs.begin(invocationContext, tools, growing, messages)
                .map(executor -> Collapse.of(context, executor.invocation(), executor))
                .orElse(context);
    }

    private static Optional<AiServiceTool> tool(
            ToolSpecification specification, ToolExecutor executor, Function<String, ReturnBehavior> behavior) {
        return Optional.ofNullable(executor)
                .map(known -> AiServiceTool.builder()
                        .toolSpecification(specification)
                        .toolExecutor(known)
                        .returnBehavior(behavior.apply(specification.name()))
                        .build());
    }

    @Override
    public ToolExecutionResult executeTool(
            InvocationContext context,
            Map<String, ToolExecutor> executors,
            ToolExecutionRequest request,
            Consumer<BeforeToolExecution> before,
            Consumer<ToolExecution> after) {
        ServicePrograms.observe(executors.get(request.name()), before, after);
        return super.executeTool(context, executors, request, before, after);
    }

    /** LangChain4j itself. */
    private final class Host implements ToolHost {

        @Override
        public ToolExecutionResult execute(
                InvocationContext context,
                ToolExecutionRequest request,
                ToolExecutor executor,
                Consumer<BeforeToolExecution> before,
                Consumer<ToolExecution> after) {
            return CodeToolService.super.executeTool(context, Map.of(request.name(), executor), request, before, after);
        }

        @Override
        public boolean handlesErrors(boolean ofArguments) {
            return ofArguments ? argumentsHandler != null : executionHandler != null;
        }

        @Override
        public Optional<Executor> executor() {
            return Optional.ofNullable(CodeToolService.this.executor());
        }

        @Override
        public Optional<Object> bean(ToolExecutor executor) {
            return Optional.ofNullable(beans.get(executor));
        }
    }
}
