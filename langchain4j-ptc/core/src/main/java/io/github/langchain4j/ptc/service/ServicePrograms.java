package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolExecution;
import dev.langchain4j.service.tool.ToolExecutionErrorHandler;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.codetool.SessionScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The programs of an AI service: puts the code tool in the place of the tools that programs may call, and follows the
 * service's invocations by its events. Thread-safe.
 */
public final class ServicePrograms {

    /**
     * What a service keeps from one context to the next, where a framework makes several of them: what is known of its
     * tools, and whose conversations these are. Thread-safe.
     */
    public static final class Memory {

        private final ToolSplits splits = new ToolSplits();
        private final Invocations invocations = new Invocations();
    }

    private final ServiceRuntime runtime;
    private final AiServiceContext service;
    private final ToolHost host;
    private final Memory memory;
    private final Announcements announcements;

    /**
     * @param runtime where programs run
     * @param service whose events are followed from now on
     * @param host executes its tools
     * @param memory of the service
     */
    public ServicePrograms(ServiceRuntime runtime, AiServiceContext service, ToolHost host, Memory memory) {
        this.runtime = runtime;
        this.service = service;
        this.host = host;
        this.memory = memory;
        this.announcements = new Announcements(service, memory.invocations);
        announcements.register();
    }

    /**
     * Begins an invocation.
     *
     * @param context of it
     * @param tools all of them
     * @param history of the conversation before
     * @return what the model gets: the code tool, if there is something for programs, and the tools that it may call itself
     * @throws IllegalArgumentException naming a tool that programs cannot call, what is wrong and what to do
     */
    public List<AiServiceTool> begin(
            InvocationContext context, List<AiServiceTool> tools, List<? extends ChatMessage> history) {
        return begin(context, tools, false, history)
                .map(executor -> collapsed(tools, executor))
                .orElse(tools);
    }

    /**
     * Ends an invocation of which no event tells the end; a running program is cancelled. Nothing happens if it has ended.
     */
    public void end(InvocationContext context) {
        memory.invocations.end(context.invocationId());
    }

    /** The code tool comes first: it changes least, and prompt caches keep their beginning. */
    private static List<AiServiceTool> collapsed(List<AiServiceTool> tools, CodeToolExecutor executor) {
        ToolSplit split = executor.invocation().split();
        List<AiServiceTool> all = new ArrayList<>();
        all.add(AiServiceTool.builder()
                .toolSpecification(split.codeTool().specification())
                .toolExecutor(executor)
                .build());
        tools.stream().filter(tool -> !split.hidden().contains(tool.name())).forEach(all::add);
        return all;
    }

    /** The code tool of an invocation, unless there is and will be nothing for programs. */
    Optional<CodeToolExecutor> begin(
            InvocationContext context,
            List<AiServiceTool> tools,
            boolean growing,
            List<? extends ChatMessage> history) {
        CodeToolWriter writer = new CodeToolWriter(runtime, scope(), growing);
        if (!growing && (tools.isEmpty() || split(tools, writer).isEmpty())) {
            return Optional.empty();
        }
        Invocation invocation = new Invocation(
                runtime.codeToolName(),
                workspace(context, history),
                runtime.shown().begin(runtime.images()),
                tools,
                known -> split(known, writer));
        memory.invocations.add(context.invocationId(), invocation);
        announcements.begin(context.invocationId());
        return Optional.of(new CodeToolExecutor(
                invocation,
                runtime.patience(),
                host::refusal,
                inner -> new InnerCalls(this, invocation, inner),
                host::answered));
    }

    /**
     * Checks tools.
     *
     * @param growing whether more may come while the model works
     * @throws IllegalArgumentException naming the tool, what is wrong and what to do
     */
    public void check(List<AiServiceTool> tools, boolean growing) {
        split(tools, new CodeToolWriter(runtime, scope(), growing));
    }

    private ToolSplit split(List<AiServiceTool> tools, CodeToolWriter writer) {
        List<ToolSplit.Part> parts = new ArrayList<>();
        for (AiServiceTool tool : tools) {
            ReturnBehavior behavior = tool.returnBehavior() == null ? ReturnBehavior.TO_LLM : tool.returnBehavior();
            parts.add(new ToolSplit.Part(
                    tool.toolSpecification(),
                    behavior,
                    host.bean(tool.toolExecutor()).map(ToolSplit.Bean::new),
                    host.method(tool.toolExecutor())));
        }
        return memory.splits.split(parts, writer);
    }

    private SessionScope scope() {
        return service.hasChatMemory() && host.remembers() ? runtime.scope() : SessionScope.CALL;
    }

    private Workspace workspace(InvocationContext context, List<? extends ChatMessage> history) {
        if (scope() == SessionScope.CALL || context.chatMemoryId() == null) {
            return new OwnWorkspace(runtime);
        }
        return new ConversationWorkspace(
                runtime,
                new ConversationWorkspace.Key(memory, context.chatMemoryId()),
                SessionMark.read(List.copyOf(history), runtime.codeToolName()));
    }

    /** The model for the service: asked again if it fails after a program ran. */
    public ChatModel retrying(ChatModel model) {
        return model == null
                ? null
                : new RetriedChatModel(model, runtime.retries(), runtime.codeToolName(), this::shown);
    }

    /** The streaming model for the service: programs of its responses run when and where they may. */
    public StreamingChatModel watching(StreamingChatModel model) {
        return model == null ? null : new ProgramStreamingModel(model, this);
    }

    /** The request as the model is to see it: with the images that programs made for this question. */
    ChatRequest shown(ChatRequest request) {
        return runtime.shown().in(host.complete(request), runtime.images());
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
        if (!offered) {
            return handler;
        }
        Optional<HeldPrograms.Asking> again = RetriedChatModel.hasRun(request, runtime.codeToolName())
                ? Optional.of(new HeldPrograms.Asking(ask, runtime.retries()))
                : Optional.empty();
        Executor workers = host.continuation().orElse(runtime.workers());
        return HeldPrograms.before(handler, runtime.codeToolName(), invocation, workers, again);
    }

    /**
     * What a model is told that calls a function of programs itself, which would fail the service; empty if it is none.
     */
    public Optional<ToolExecutionResult> correction(ToolExecutionRequest request) {
        if (!memory.splits.isFunction(request.name())) {
            return Optional.empty();
        }
        return Optional.of(ToolExecutionResult.builder()
                .isError(true)
                .resultText("\"" + request.name() + "\" can only be called inside of a program: use "
                        + runtime.codeToolName() + ".")
                .build());
    }

    /** The error handler of a service, for whoever executes the code tool: what ends the invocation passes it. */
    public static ToolExecutionErrorHandler passing(ToolExecutionErrorHandler handler) {
        return (error, context) -> {
            Optional<RuntimeException> unhandled = Unhandled.in(error);
            if (unhandled.isPresent()) {
                throw unhandled.get();
            }
            return handler.handle(error, context);
        };
    }

    /** Lets somebody watch the tools that programs call; nothing happens for another executor than that of the code tool. */
    public static void observe(
            ToolExecutor codeTool, Consumer<BeforeToolExecution> before, Consumer<ToolExecution> after) {
        if (codeTool instanceof CodeToolExecutor code) {
            code.invocation().observers(new Invocation.Observers(before, after));
        }
    }

    /** The tools of an invocation that the model can no longer call itself. */
    Set<String> hidden(InvocationContext context) {
        return memory.invocations
                .find(context.invocationId())
                .map(invocation -> invocation.split().hidden())
                .orElse(Set.of());
    }

    ToolHost host() {
        return host;
    }

    /** Executes a call of a program, and reports it. */
    ToolExecutionResult execute(
            InvocationContext context,
            ToolExecutionRequest request,
            ToolExecutor executor,
            Invocation.Observers observers) {
        ToolExecutionResult result = host.execute(context, request, executor, observers.before(), observers.after());
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
}
