package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolArgumentsErrorHandler;
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
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceCall;
import io.quarkiverse.langchain4j.runtime.tool.QuarkusToolExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The tools of one call of an AI service: Quarkus finds no tool but what {@link #provide} says, which knows all of them,
 * also those of tool providers. Used by one call, thread-safe.
 */
final class CollapsedTools extends ToolService {

    private final AiServiceCall call;
    private final ToolService service;
    private final QuarkusToolHost host;
    private final ToolMethods methods;
    private ServicePrograms programs;

    CollapsedTools(AiServiceCall call, Hosting hosting) {
        this.call = call;
        this.service = call.context().toolService;
        this.methods = hosting.methods();
        this.host = new QuarkusToolHost(service, hosting);
    }

    ToolHost host() {
        return host;
    }

    void programs(ServicePrograms programs) {
        this.programs = programs;
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
        return new ToolProviderResult(programs.begin(request.invocationContext(), all(request), conversation(request)));
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

    /** As Quarkus does: the tools of the method, or else those of the service. */
    private List<AiServiceTool> ownTools() {
        boolean ofMethod = call.method().getToolClassInfo() != null
                && !call.method().getToolClassInfo().isEmpty();
        List<ToolSpecification> specifications =
                ofMethod ? call.method().getToolSpecifications() : service.toolSpecifications();
        Map<String, ToolExecutor> executors = ofMethod ? call.method().getToolExecutors() : service.toolExecutors();
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

    private List<ChatMessage> conversation(ToolProviderRequest request) {
        List<ChatMessage> messages = new ArrayList<>();
        if (call.context().hasChatMemory()) {
            messages.addAll(call.context()
                    .chatMemoryService
                    .getOrCreateChatMemory(request.invocationContext().chatMemoryId())
                    .messages());
        }
        messages.add(request.userMessage());
        return messages;
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
        return ServicePrograms.passing(service.executionErrorHandler());
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
        ServicePrograms.observe(executors.get(request.name()), before, after);
        return super.executeTool(context, executors, request, before, after);
    }
}
