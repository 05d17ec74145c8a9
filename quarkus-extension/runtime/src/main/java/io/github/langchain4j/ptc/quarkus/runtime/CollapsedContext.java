package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.memory.chat.ChatMemoryProvider;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.observability.api.AiServiceListenerRegistrar;
import dev.langchain4j.observability.api.event.AiServiceCompletedEvent;
import dev.langchain4j.observability.api.event.AiServiceErrorEvent;
import dev.langchain4j.observability.api.event.AiServiceEvent;
import dev.langchain4j.observability.api.event.AiServiceRequestIssuedEvent;
import dev.langchain4j.observability.api.event.AiServiceResponseReceivedEvent;
import dev.langchain4j.observability.api.event.AiServiceStartedEvent;
import dev.langchain4j.observability.api.event.InputGuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.OutputGuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.observability.api.listener.AiServiceListener;
import dev.langchain4j.service.guardrail.GuardrailService;
import dev.langchain4j.service.memory.ChatMemoryService;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.service.ServicePrograms;
import io.github.langchain4j.ptc.service.ServiceRuntime;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceCall;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceMethodCreateInfo;
import io.quarkiverse.langchain4j.runtime.aiservice.QuarkusAiServiceContext;
import io.quarkiverse.langchain4j.runtime.types.TypeUtil;
import io.quarkus.arc.ClientProxy;
import java.util.List;

/** The context of one call of an AI service: all is that of the service, but the code tool stands for its tools. */
final class CollapsedContext extends QuarkusAiServiceContext {

    private static final List<Class<? extends AiServiceEvent>> EVENTS = List.of(
            AiServiceStartedEvent.class,
            AiServiceRequestIssuedEvent.class,
            AiServiceResponseReceivedEvent.class,
            AiServiceCompletedEvent.class,
            AiServiceErrorEvent.class,
            ToolExecutedEvent.class,
            InputGuardrailExecutedEvent.class,
            OutputGuardrailExecutedEvent.class);

    private final QuarkusAiServiceContext service;
    private final AiServiceMethodCreateInfo method;
    private final Hosting hosting;
    private final CollapsedTools tools;
    private final ServicePrograms programs;

    CollapsedContext(AiServiceCall call, ServiceRuntime runtime, ServicePrograms.Memory memory, Hosting hosting) {
        super(call.context().aiServiceClass);
        service = call.context();
        method = call.method();
        this.hosting = hosting;
        returnType = service.returnType;
        chatMemoryService = service.chatMemoryService;
        moderationModel = service.moderationModel;
        retrievalAugmentor = service.retrievalAugmentor;
        storeRetrievedContentInChatMemory = service.storeRetrievedContentInChatMemory;
        userMessageProvider = service.userMessageProvider;
        systemMessageProvider = service.systemMessageProvider;
        systemMessageTransformer = service.systemMessageTransformer;
        chatRequestTransformer = service.chatRequestTransformer;
        chatMemorySeeder = service.chatMemorySeeder;
        imageModel = service.imageModel;
        maxSequentialToolExecutions = service.maxSequentialToolExecutions;
        maxToolCallsPerResponse = service.maxToolCallsPerResponse;
        allowContinuousForcedToolCalling = service.allowContinuousForcedToolCalling;
        defaultMemoryIdProvider = service.defaultMemoryIdProvider;
        chatMemoryFlushStrategy = service.chatMemoryFlushStrategy;
        // The service's own registrar decides what becomes of a listener's failure.
        eventListenerRegistrar.shouldThrowExceptionOnEventError(true);
        EVENTS.forEach(event -> forward(event, service.eventListenerRegistrar));
        tools = new CollapsedTools(
                call, new Conversation(service, runtime, memory, hosting.requestEnd()), this::hasPrograms, hosting);
        programs = new ServicePrograms(runtime, this, tools.host(), memory);
        tools.programs(programs);
        if (!service.hasChatMemory() && !streams(method) && !tools.isEmpty()) {
            chatMemoryService = ofCall();
        }
        toolService = tools;
        chatModel = programs.retrying(plain(service.chatModel));
        streamingChatModel = programs.watching(plain(service.streamingChatModel));
    }

    /** The model, which must not write programs already: it would be offered two tools for them. */
    private <M> M plain(M model) {
        Object actual = ClientProxy.unwrap(model);
        if (actual instanceof PtcChatModel || actual instanceof PtcStreamingChatModel) {
            throw new IllegalStateException("The model of the AI service " + aiServiceClass.getName()
                    + " has programmatic tool calling already: it is a "
                    + actual.getClass().getSimpleName()
                    + ". Give the service the plain model, since its programs come with the service; or annotate the"
                    + " service with @ProgrammaticToolCalling(enabled = false), then the model alone is at work");
        }
        return model;
    }

    private static boolean streams(AiServiceMethodCreateInfo method) {
        return TypeUtil.isMulti(method.getReturnType()) || TypeUtil.isTokenStream(method.getReturnType());
    }

    /** Blocking methods of Quarkus need a memory for the results of tools. */
    private static ChatMemoryService ofCall() {
        return new ChatMemoryService(
                (ChatMemoryProvider) id -> MessageWindowChatMemory.withMaxMessages(Integer.MAX_VALUE));
    }

    CollapsedTools tools() {
        return tools;
    }

    private void hasPrograms() {
        maxSequentialToolExecutions = hosting.rounds(service.maxSequentialToolExecutions);
    }

    ServicePrograms programs() {
        return programs;
    }

    private <T extends AiServiceEvent> void forward(Class<T> type, AiServiceListenerRegistrar registrar) {
        eventListenerRegistrar.register(new AiServiceListener<T>() {
            @Override
            public Class<T> getEventClass() {
                return type;
            }

            @Override
            public void onEvent(T event) {
                tools.told(event);
                registrar.fireEvent(event);
            }
        });
    }

    @Override
    public GuardrailService guardrailService() {
        return new MethodGuardrails(service.guardrailService(), method);
    }

    @Override
    public ChatModel effectiveChatModel(AiServiceMethodCreateInfo method, Object[] arguments) {
        ChatModel effective = service.effectiveChatModel(method, arguments);
        return effective == service.chatModel ? chatModel : programs.retrying(plain(effective));
    }

    @Override
    public StreamingChatModel effectiveStreamingChatModel(AiServiceMethodCreateInfo method, Object[] arguments) {
        StreamingChatModel effective = service.effectiveStreamingChatModel(method, arguments);
        return effective == service.streamingChatModel ? streamingChatModel : programs.watching(plain(effective));
    }
}
