package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.Json;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.service.ServicePrograms;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceMethodCreateInfo;
import io.quarkiverse.langchain4j.runtime.aiservice.QuarkusToolProviderRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A call of an AI service that asks no model. Its programs share a session of their own, which ends with it. One program
 * at a time; {@link #stop} may be called by any thread.
 */
public final class Rehearsal implements AutoCloseable {

    /** The memory id that tools and tool providers get to see; nothing is remembered under it. */
    public static final String MEMORY_ID = "rehearsal";

    private final ServicePrograms programs;
    private final InvocationContext invocation;
    private final List<AiServiceTool> tools;
    private final List<AiServiceTool> offered;
    private final Runnable release;

    private Rehearsal(
            ServicePrograms programs,
            InvocationContext invocation,
            List<AiServiceTool> tools,
            List<AiServiceTool> offered,
            Runnable release) {
        this.programs = programs;
        this.invocation = invocation;
        this.tools = tools;
        this.offered = List.copyOf(offered);
        this.release = release;
    }

    static Rehearsal begin(
            Rehearsals.Part part,
            AiServiceMethodCreateInfo method,
            CollapsedContext context,
            InvocationParameters parameters,
            Runnable release) {
        // Without a memory id its session belongs to no conversation.
        InvocationContext own = InvocationContext.builder()
                .invocationId(UUID.randomUUID())
                .interfaceName(part.service())
                .methodName(method.getMethodName())
                .methodArguments(List.of())
                .invocationParameters(parameters)
                .timestampNow()
                .build();
        InvocationContext seen = own.toBuilder().chatMemoryId(MEMORY_ID).build();
        List<AiServiceTool> tools = context.tools()
                .all(new QuarkusToolProviderRequest(seen, UserMessage.from("(none)"), method.getMcpClientNames()));
        List<AiServiceTool> offered = part.programs() ? context.programs().begin(own, tools, List.of()) : tools;
        return new Rehearsal(context.programs(), seen, tools, offered, release);
    }

    /** All tools of the service, as they are without programs. */
    public List<AiServiceTool> tools() {
        return tools;
    }

    /** What a model would be offered. */
    public List<AiServiceTool> offered() {
        return offered;
    }

    /** The tool among them that runs programs; empty if there is nothing that programs may call. */
    public Optional<AiServiceTool> codeTool() {
        return offered.stream().filter(tool -> !tools.contains(tool)).findFirst();
    }

    /**
     * Runs a program as one of a model.
     *
     * @return what a model would get to read; with the report, if it was run
     * @throws IllegalStateException if there is nothing that programs may call
     * @throws RuntimeException what would end a call of the service
     */
    public ToolExecutionResult run(String code) {
        AiServiceTool tool = codeTool()
                .orElseThrow(() -> new IllegalStateException("The methods " + invocation.methodName() + "… of "
                        + invocation.interfaceName() + " have no tools that programs may call"));
        ToolExecutionRequest request = ToolExecutionRequest.builder()
                .id(UUID.randomUUID().toString())
                .name(tool.name())
                .arguments(Json.toJson(Map.of("code", code)))
                .build();
        return tool.toolExecutor().executeWithContext(request, invocation);
    }

    /** Ends a running program, and lets no other run. */
    public void stop() {
        programs.end(invocation);
    }

    @Override
    public void close() {
        stop();
        release.run();
    }
}
