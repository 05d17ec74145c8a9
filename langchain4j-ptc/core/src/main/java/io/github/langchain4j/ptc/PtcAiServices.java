package io.github.langchain4j.ptc;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.AiServices;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.service.CodeToolService;

/**
 * AI services with programmatic tool calling: the model gets one tool, with which it runs Python programs that call the
 * tools of the service. One line changes:
 *
 * <pre>{@code
 * Assistant assistant = PtcAiServices.builder(Assistant.class, sandbox) // instead of AiServices.builder(Assistant.class)
 *         .chatModel(model)
 *         .tools(new Expenses())
 *         .build();
 * }</pre>
 *
 * <p><b>Tools.</b> Programs may call all tools of the service, however it gets them, unless their metadata say otherwise
 * ({@code @Tool(metadata = "{\"allowed_callers\": [\"direct\"]}")}) or their result ends the turn ({@code
 * ReturnBehavior.IMMEDIATE}): these stay with the model, beside the code tool. A service none of whose tools are for
 * programs is an ordinary one.
 *
 * <p><b>What stays.</b> The service keeps its own loop, chat memory, guardrails, moderation, retrieval, return types and
 * streaming. Each tool call of a program goes through the service's callbacks and error handlers, gets its memory id,
 * invocation parameters and context, and is reported as a {@code ToolExecutedEvent}. With {@code executeToolsConcurrently}
 * the calls of a program run on that executor as they arrive, else one after the other on the thread that runs the code
 * tool. What a callback or an error handler throws ends the invocation; a failure of a tool that no handler is there for
 * is a {@code ToolError} to the program. {@code Result.toolExecutions()} holds the programs, and each one's result object
 * is a {@link io.github.langchain4j.ptc.program.ProgramReport} with all its calls.
 *
 * <p><b>Sessions.</b> Variables and files of programs live as long as the conversation of a memory id is used, see {@link
 * CodeExecution.Builder#sessionScope}. A conversation that was cleared, edited or continued from an earlier point gets a
 * fresh session, and the model is told of what is gone.
 *
 * <p>A sandbox that cannot run programs at all is a {@link
 * io.github.langchain4j.ptc.sandbox.SandboxUnavailableException} to the caller of the service. Not thread-safe; the
 * services are.
 *
 * @param <T> the interface of the service
 */
public final class PtcAiServices<T> extends AiServices<T> {

    private final CodeToolService tools;

    private PtcAiServices(AiServiceContext context, CodeToolService tools) {
        super(context);
        this.tools = tools;
    }

    /**
     * A service whose programs run in a sandbox, with the defaults of {@link CodeExecution}. Its sessions end when they
     * have been idle for 15 minutes, and at the latest when the sandbox is closed, which is the caller's to do.
     *
     * @param aiService the interface
     * @param sandbox where programs run
     */
    public static <T> PtcAiServices<T> builder(Class<T> aiService, Sandbox sandbox) {
        return builder(aiService, CodeExecution.of(sandbox));
    }

    /**
     * A service whose programs run with these settings, which other services may share.
     *
     * @param aiService the interface
     * @param code where and how programs run; the caller's to close, after the last use of the service
     */
    public static <T> PtcAiServices<T> builder(Class<T> aiService, CodeExecution code) {
        AiServiceContext context = AiServiceContext.create(aiService);
        return new PtcAiServices<>(context, CodeToolService.install(code.runtime(), context));
    }

    /**
     * Not possible: programs need a sandbox.
     *
     * @throws IllegalArgumentException always
     */
    public static <T> AiServices<T> builder(Class<T> aiService) {
        throw new IllegalArgumentException("PtcAiServices.builder(" + aiService.getSimpleName()
                + ".class) lacks the place where programs run: add a sandbox or a CodeExecution, or use AiServices.builder("
                + aiService.getSimpleName() + ".class) for a service without programs");
    }

    /**
     * The model of the service. If it fails after a program ran, it is asked again ({@link
     * CodeExecution.Builder#modelRetries}), because the failure would end the invocation, and asking the service again
     * would run the program again.
     *
     * @throws IllegalArgumentException if it is a {@link PtcChatModel}: one of both gives the model its programs
     */
    @Override
    public AiServices<T> chatModel(ChatModel chatModel) {
        refuse(chatModel instanceof PtcChatModel, "chatModel", "PtcChatModel");
        return super.chatModel(tools.programs().retrying(chatModel));
    }

    private static void refuse(boolean decorated, String where, String type) {
        if (decorated) {
            throw new IllegalArgumentException(where + "(…) got a " + type + ": give the service the model that it"
                    + " decorates, or use AiServices.builder(…) with the " + type);
        }
    }

    /**
     * The streaming model of the service; see {@link #chatModel}. It is asked again only as long as nothing of the failed
     * response was told.
     *
     * @throws IllegalArgumentException if it is a {@link PtcStreamingChatModel}
     */
    @Override
    public AiServices<T> streamingChatModel(StreamingChatModel streamingChatModel) {
        refuse(streamingChatModel instanceof PtcStreamingChatModel, "streamingChatModel", "PtcStreamingChatModel");
        return super.streamingChatModel(tools.programs().watching(streamingChatModel));
    }

    /**
     * The service.
     *
     * @throws IllegalArgumentException if programs cannot call one of the tools; the message says which, why, and what to
     *     do
     * @throws dev.langchain4j.service.IllegalConfigurationException as for any AI service
     */
    @Override
    public T build() {
        tools.check();
        return AiServices.<T>builder(context).build();
    }
}
