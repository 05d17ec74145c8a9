package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.observability.api.event.AiServiceCompletedEvent;
import dev.langchain4j.observability.api.event.AiServiceErrorEvent;
import dev.langchain4j.observability.api.event.AiServiceEvent;
import dev.langchain4j.observability.api.event.AiServiceRequestIssuedEvent;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolArgumentsErrorHandler;
import dev.langchain4j.service.tool.ToolErrorHandlerResult;
import dev.langchain4j.service.tool.ToolExecution;
import dev.langchain4j.service.tool.ToolExecutionErrorHandler;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.ToolService;
import io.github.langchain4j.ptc.service.ServicePrograms;
import io.github.langchain4j.ptc.service.ToolHost;
import io.quarkiverse.langchain4j.runtime.BlockingToolNotAllowedException;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceCall;
import io.quarkiverse.langchain4j.runtime.tool.QuarkusToolExecutor;
import io.quarkiverse.langchain4j.runtime.types.TypeUtil;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tools of one call of an AI service: Quarkus finds no tool but what {@link #provide} says, which knows all of them,
 * also those of tool providers. Used by one call, thread-safe.
 */
final class CollapsedTools extends ToolService {

    private final AiServiceCall call;
    private final ToolService service;
    private final QuarkusToolHost host;
    private final ToolMethods methods;
    private final Conversation conversation;
    private final Runnable whenPrograms;
    private ServicePrograms programs;
    private volatile Set<String> executable = Set.of();
    private CodeTool codeTool; // guarded by this, as what follows
    private Consumer<BeforeToolExecution> before;
    private Consumer<ToolExecution> after;

    /**
     * @param call whose tools they are
     * @param conversation it belongs to
     * @param whenPrograms is told when there is something for programs
     * @param hosting what all hosts have in common
     */
    CollapsedTools(AiServiceCall call, Conversation conversation, Runnable whenPrograms, Hosting hosting) {
        this.call = call;
        this.conversation = conversation;
        this.whenPrograms = whenPrograms;
        this.service = call.context().toolService;
        this.methods = hosting.methods();
        this.host = new QuarkusToolHost(call.context(), hosting);
    }

    ToolHost host() {
        return host;
    }

    void programs(ServicePrograms programs) {
        this.programs = programs;
    }

    /** Whether the service has no tools, and will not have any. */
    boolean isEmpty() {
        return service.toolProviders().isEmpty() && ownTools().isEmpty();
    }

    @Override
    public List<ToolSpecification> toolSpecifications() {
        return List.of();
    }

    /** For a model that calls a function of programs itself; what it may call itself takes their place. */
    @Override
    public Map<String, ToolExecutor> toolExecutors() {
        Map<String, ToolExecutor> corrections = new HashMap<>();
        ToolExecutor correction =
                (request, memoryId) -> applyToolHallucinationStrategy(request).resultText();
        ownTools().forEach(tool -> corrections.put(tool.name(), correction));
        return corrections;
    }

    @Override
    public Set<ToolProvider> toolProviders() {
        return Set.of(this::provide);
    }

    private ToolProviderResult provide(ToolProviderRequest request) {
        List<AiServiceTool> offered = begin(request, all(request));
        executable = Stream.concat(offered.stream(), ownTools().stream())
                .map(AiServiceTool::name)
                .collect(Collectors.toUnmodifiableSet());
        return new ToolProviderResult(offered);
    }

    /** All tools of the call, those of tool providers included. */
    List<AiServiceTool> all(ToolProviderRequest request) {
        Map<String, AiServiceTool> tools = new LinkedHashMap<>();
        ownTools().forEach(tool -> tools.put(tool.name(), tool));
        for (ToolProvider provider : service.toolProviders()) {
            ToolProviderResult provided = provider.provideTools(request);
            if (provided != null) {
                provided.aiServiceTools().forEach(tool -> tools.put(tool.name(), tool));
            }
        }
        host.executors(tools.values());
        return List.copyOf(tools.values());
    }

    private List<AiServiceTool> begin(ToolProviderRequest request, List<AiServiceTool> tools) {
        if (tools.isEmpty()) {
            return tools;
        }
        List<AiServiceTool> offered = new ArrayList<>(begun(request, tools));
        if (offered.equals(tools)) {
            return offered; // nothing for programs
        }
        requireWorker();
        whenPrograms.run();
        AiServiceTool first = offered.get(0);
        CodeTool tool = new CodeTool(
                request.invocationContext().invocationId(),
                first.toolExecutor(),
                () -> begun(request, tools).get(0).toolExecutor());
        begin(tool);
        offered.set(0, first.toBuilder().toolExecutor(tool).build());
        return offered;
    }

    private List<AiServiceTool> begun(ToolProviderRequest request, List<AiServiceTool> tools) {
        InvocationContext invocation = conversation.of(request.invocationContext());
        List<ChatMessage> history = conversation.history(request);
        try {
            return programs.begin(invocation, tools, history);
        } catch (IllegalArgumentException e) { // of tools that were not known when the application was built
            throw new IllegalArgumentException(
                    "AI service " + call.context().aiServiceClass.getName() + ": " + e.getMessage(), e);
        }
    }

    private synchronized void begin(CodeTool tool) {
        codeTool = tool;
        if (before != null) {
            tool.observe(before, after);
        }
    }

    /** Before the model is asked, which a blocked event loop would have to wait for. Streams go on with another thread. */
    private void requireWorker() {
        if (Context.isOnEventLoopThread()
                && !TypeUtil.isTokenStream(call.method().getReturnType())) {
            throw new BlockingToolNotAllowedException("The AI service method "
                    + call.context().aiServiceClass.getName() + "."
                    + call.method().getMethodName()
                    + " was called on an event loop thread, which its programs would block. Call it from a worker thread:"
                    + " annotate the method that calls it with @Blocking or @RunOnVirtualThread, or let it return a"
                    + " Multi");
        }
    }

    /** Lets somebody watch the tools that programs call. */
    synchronized void watch(Consumer<BeforeToolExecution> before, Consumer<ToolExecution> after) {
        this.before = before;
        this.after = after;
        if (codeTool != null) {
            codeTool.observe(before, after);
        }
    }

    /** Follows the invocation by what is told of it. */
    synchronized void told(AiServiceEvent event) {
        if (codeTool == null) {
            return;
        }
        if (event instanceof AiServiceRequestIssuedEvent) {
            codeTool.requested();
        } else if (event instanceof AiServiceCompletedEvent || event instanceof AiServiceErrorEvent) {
            codeTool.over();
        }
    }

    /** Ends the call: nobody waits for its answer any more. Idempotent. */
    synchronized void end() {
        if (codeTool != null) {
            programs.end(InvocationContext.builder()
                    .invocationId(codeTool.invocation())
                    .build());
        }
    }

    /** As Quarkus does: the tools of the method, or else those of the service. */
    private List<AiServiceTool> ownTools() {
        if (call.method().getToolClassInfo() == null
                || call.method().getToolClassInfo().isEmpty()) {
            return tools(service.toolSpecifications(), service.toolExecutors());
        }
        // Quarkus fills the list on the first call of the method, on whatever thread, and holds this lock meanwhile.
        synchronized (call.method().getToolSpecifications()) {
            return tools(call.method().getToolSpecifications(), call.method().getToolExecutors());
        }
    }

    private List<AiServiceTool> tools(List<ToolSpecification> specifications, Map<String, ToolExecutor> executors) {
        List<AiServiceTool> tools = new ArrayList<>();
        for (ToolSpecification specification : specifications) {
            ToolExecutor executor = executors.get(specification.name());
            tools.add(AiServiceTool.builder()
                    .toolSpecification(methods.withCallers(specification, executor))
                    .toolExecutor(executor)
                    .returnBehavior(behavior(executor))
                    .build());
        }
        return tools;
    }

    private static ReturnBehavior behavior(ToolExecutor executor) {
        return executor instanceof QuarkusToolExecutor quarkus && quarkus.returnBehavior() != null
                ? quarkus.returnBehavior()
                : ReturnBehavior.TO_LLM;
    }

    @Override
    public ToolExecutionResult applyToolHallucinationStrategy(ToolExecutionRequest request) {
        Optional<ToolExecutionResult> correction = programs.correction(request);
        try {
            return service.applyToolHallucinationStrategy(request);
        } catch (RuntimeException e) {
            // LangChain4j's own strategy; one of the user would have answered.
            return correction.orElseThrow(() -> e);
        }
    }

    @Override
    public ToolArgumentsErrorHandler argumentsErrorHandler() {
        return service.argumentsErrorHandler();
    }

    @Override
    public ToolExecutionErrorHandler executionErrorHandler() {
        ToolExecutionErrorHandler handler = ServicePrograms.passing(service.executionErrorHandler());
        return (error, context) -> {
            ToolExecutionRequest request = context.toolExecutionRequest();
            // Streams of Quarkus have no other word for a tool that they cannot execute.
            boolean missing = error instanceof NullPointerException && !executable.contains(request.name());
            return missing && programs.correction(request).isPresent()
                    ? ToolErrorHandlerResult.text(
                            applyToolHallucinationStrategy(request).resultText())
                    : handler.handle(error, context);
        };
    }

    @Override
    public int maxSequentialToolsInvocations() {
        return service.maxSequentialToolsInvocations();
    }

    /** Called by token streams alone. */
    @Override
    public ToolExecutionResult executeTool(
            InvocationContext context,
            Map<String, ToolExecutor> executors,
            ToolExecutionRequest request,
            Consumer<BeforeToolExecution> before,
            Consumer<ToolExecution> after) {
        if (executors.get(request.name()) instanceof CodeTool code) {
            code.observe(before, after);
        }
        return super.executeTool(context, executors, request, before, after);
    }
}
