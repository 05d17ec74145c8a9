package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
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
import io.github.langchain4j.ptc.codetool.SessionScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The tools of an AI service, in which the code tool stands for those that programs may call. Put into the service's
 * context before anything else, so that what is set later is set here. Configured by one thread, then thread-safe.
 */
public final class CodeToolService extends ToolService {

    private final ServiceRuntime runtime;
    private final AiServiceContext service;
    private final Announcements announcements;
    private final Invocations invocations = new Invocations();
    private final ToolSplits splits = new ToolSplits();
    private final Map<ToolExecutor, ToolSplit.Bean> beans = new IdentityHashMap<>();
    private ToolArgumentsErrorHandler argumentsHandler;
    private ToolExecutionErrorHandler executionHandler;
    private boolean hallucinationsHandled;

    private CodeToolService(ServiceRuntime runtime, AiServiceContext service) {
        this.runtime = runtime;
        this.service = service;
        this.announcements = new Announcements(service, invocations);
    }

    /** Gives a service the code tool. To be called before the service is configured. */
    public static CodeToolService install(ServiceRuntime runtime, AiServiceContext service) {
        CodeToolService tools = new CodeToolService(runtime, service);
        service.toolService = tools;
        tools.announcements.register();
        return tools;
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
        boolean growing = toolProviders().stream().anyMatch(ToolProvider::isDynamic);
        split(known, new CodeToolWriter(runtime, scope(), growing));
    }

    /** The model for the service: asked again if it fails after a program ran. */
    public ChatModel retrying(ChatModel model) {
        return model == null
                ? null
                : new RetriedChatModel(model, runtime.retries(), runtime.codeToolName(), this::shown);
    }

    /** The request as the model is to see it: with the images that programs made for this question. */
    ChatRequest shown(ChatRequest request) {
        return runtime.shown().in(request, runtime.images());
    }

    /** The streaming model for the service: programs of its responses run when and where they may. */
    public StreamingChatModel watching(StreamingChatModel model) {
        return model == null ? null : new ProgramStreamingModel(model, this);
    }

    @Override
    public void tools(Collection<Object> objectsWithTools) {
        for (Object object : objectsWithTools) {
            Set<ToolExecutor> before = Collections.newSetFromMap(new IdentityHashMap<>());
            before.addAll(toolExecutors().values());
            super.tools(List.of(object));
            ToolSplit.Bean bean = new ToolSplit.Bean(object);
            toolExecutors().values().stream()
                    .filter(executor -> !before.contains(executor))
                    .forEach(executor -> beans.put(executor, bean));
        }
    }

    @Override
    public void toolSearchStrategy(ToolSearchStrategy strategy) {
        super.toolSearchStrategy(strategy == null ? null : new DirectToolSearch(strategy, this::hidden));
    }

    private Set<String> hidden(InvocationContext context) {
        return invocations
                .find(context.invocationId())
                .map(invocation -> invocation.split().hidden())
                .orElse(Set.of());
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
        ToolExecutionErrorHandler handler = super.executionErrorHandler();
        return (error, context) -> {
            if (error instanceof Unhandled unhandled) {
                throw unhandled.getCause();
            }
            return handler.handle(error, context);
        };
    }

    /** Whether the user wants to be asked about failures. */
    boolean handlesErrors(boolean ofArguments) {
        return ofArguments ? argumentsHandler != null : executionHandler != null;
    }

    @Override
    public void hallucinatedToolNameStrategy(Function<ToolExecutionRequest, ToolExecutionResultMessage> strategy) {
        hallucinationsHandled = strategy != null;
        super.hallucinatedToolNameStrategy(strategy);
    }

    /** A model that calls a function of programs itself is told how; else the service would fail. */
    @Override
    public ToolExecutionResult applyToolHallucinationStrategy(ToolExecutionRequest request) {
        if (hallucinationsHandled || !splits.isFunction(request.name())) {
            return super.applyToolHallucinationStrategy(request);
        }
        return ToolExecutionResult.builder()
                .isError(true)
                .resultText("\"" + request.name() + "\" can only be called inside of a program: use "
                        + runtime.codeToolName() + ".")
                .build();
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
        CodeToolWriter writer = new CodeToolWriter(runtime, scope(), growing);
        List<AiServiceTool> tools = context.availableTools().stream()
                .map(tool -> tool(tool, context.toolExecutors().get(tool.name()), context::returnBehavior))
                .flatMap(Optional::stream)
                .toList();
        if (!growing && (tools.isEmpty() || split(tools, writer).isEmpty())) {
            return context;
        }
        Invocation invocation = new Invocation(
                runtime.codeToolName(),
                workspace(invocationContext, messages),
                runtime.shown().begin(runtime.images()),
                tools,
                known -> split(known, writer));
        invocations.add(invocationContext.invocationId(), invocation);
        CodeToolExecutor executor =
                new CodeToolExecutor(invocation, runtime.patience(), inner -> new InnerCalls(this, invocation, inner));
        return Collapse.of(context, invocation, executor);
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

    private ToolSplit split(List<AiServiceTool> tools, CodeToolWriter writer) {
        List<ToolSplit.Part> parts = new ArrayList<>();
        for (AiServiceTool tool : tools) {
            parts.add(new ToolSplit.Part(
                    tool.toolSpecification(),
                    tool.returnBehavior(),
                    Optional.ofNullable(beans.get(tool.toolExecutor()))));
        }
        return splits.split(parts, writer);
    }

    private SessionScope scope() {
        return service.hasChatMemory() ? runtime.scope() : SessionScope.CALL;
    }

    private Workspace workspace(InvocationContext context, List<ChatMessage> messages) {
        if (scope() == SessionScope.CALL || context.chatMemoryId() == null) {
            return new OwnWorkspace(runtime);
        }
        return new ConversationWorkspace(
                runtime,
                new ConversationWorkspace.Key(this, context.chatMemoryId()),
                SessionMark.read(messages, runtime.codeToolName()));
    }

    @Override
    public ToolExecutionResult executeTool(
            InvocationContext context,
            Map<String, ToolExecutor> executors,
            ToolExecutionRequest request,
            Consumer<BeforeToolExecution> before,
            Consumer<ToolExecution> after) {
        if (executors.get(request.name()) instanceof CodeToolExecutor code) {
            code.invocation().observers(new Invocation.Observers(before, after));
        }
        return super.executeTool(context, executors, request, before, after);
    }

    /** Executes a call of a program, and reports it. */
    ToolExecutionResult executeInner(
            InvocationContext context,
            ToolExecutionRequest request,
            ToolExecutor executor,
            Invocation.Observers observers) {
        ToolExecutionResult result = super.executeTool(
                context, Map.of(request.name(), executor), request, observers.before(), observers.after());
        ToolExecutedEvent.ToolExecutedEventBuilder event =
                ToolExecutedEvent.builder().invocationContext(context).request(request);
        service.eventListenerRegistrar.fireEvent(
                event.resultContents(contents(result)).build());
        return result;
    }

    /** A result for those who listen; whether it can be written as JSON is no matter for the program here. */
    private static List<Content> contents(ToolExecutionResult result) {
        try {
            List<Content> contents = result.resultContents();
            return contents.isEmpty() ? List.of(TextContent.from("null")) : contents;
        } catch (RuntimeException | StackOverflowError e) {
            return List.of(TextContent.from(
                    "(cannot be written as text: " + e.getClass().getSimpleName() + ")"));
        }
    }

    /**
     * The handler of a response to a request of the service.
     *
     * @param ask sends the request once more, with the handler that it is given
     */
    StreamingChatResponseHandler watched(
            ChatRequest request, StreamingChatResponseHandler handler, Consumer<StreamingChatResponseHandler> ask) {
        Optional<Invocation> invocation = announcements.invocation(request);
        boolean offered = request.toolSpecifications() != null
                && request.toolSpecifications().stream()
                        .anyMatch(tool -> tool.name().equals(runtime.codeToolName()));
        Optional<HeldPrograms.Asking> again = RetriedChatModel.hasRun(request, runtime.codeToolName())
                ? Optional.of(new HeldPrograms.Asking(ask, runtime.retries()))
                : Optional.empty();
        return offered
                ? HeldPrograms.before(handler, runtime.codeToolName(), invocation, runtime.workers(), again)
                : handler;
    }
}
