package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.service.TokenStream;
import io.github.langchain4j.ptc.service.ServicePrograms;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceCall;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceMethodCreateInfo;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceMethodImplementationSupport;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceMethodImplementationSupport.Input;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives the methods of AI services the code tool. Each call gets a context of its own, so that nothing that the
 * application or Quarkus holds is changed. Thread-safe.
 */
@Singleton
public class ProgramsWrapper implements AiServiceMethodImplementationSupport.Wrapper {

    private final Services services;
    private final ServiceRuntimes runtimes;
    private final Hosting hosting;
    private final Map<String, ServicePrograms.Memory> memories = new ConcurrentHashMap<>();
    private final Map<AiServiceMethodCreateInfo, AiServiceMethodCreateInfo> infos = new ConcurrentHashMap<>();

    ProgramsWrapper(Services services, ServiceRuntimes runtimes, Hosting hosting) {
        this.services = services;
        this.runtimes = runtimes;
        this.hosting = hosting;
    }

    @Override
    public Object wrap(Input input, Function<Input, Object> method) {
        AiServiceCall call = AiServiceCall.of(input);
        String service = call.context().aiServiceClass.getName();
        if (!services.isEnabled(service, call.method(), call.arguments())) {
            return method.apply(input);
        }
        CollapsedContext context = new CollapsedContext(
                call,
                runtimes.of(services.sandbox(service)),
                memories.computeIfAbsent(service, name -> new ServicePrograms.Memory()),
                hosting);
        AiServiceMethodCreateInfo info = infos.computeIfAbsent(call.method(), ProgramsWrapper::withoutTools);
        return answer(() -> method.apply(new Input(context, info, call.arguments())), info, context.tools());
    }

    private static Object answer(Supplier<Object> call, AiServiceMethodCreateInfo method, CollapsedTools tools) {
        boolean goesOn = false;
        try {
            Object answer = call.get();
            goesOn = answer instanceof Multi<?> || answer instanceof TokenStream;
            return answer instanceof Multi<?> stream ? CallStream.of(stream, method, tools) : answer;
        } finally {
            if (!goesOn) {
                tools.end(); // Quarkus does not tell the end of all calls
            }
        }
    }

    /**
     * The same method without tools of its own, which are the context's now. Programs block, whatever the tools that they
     * call: they must be run by a worker thread.
     */
    private static AiServiceMethodCreateInfo withoutTools(AiServiceMethodCreateInfo info) {
        return new AiServiceMethodCreateInfo(
                info.getInterfaceName(),
                info.getMethodName(),
                info.getParameterInfo(),
                info.getSystemMessageInfo(),
                info.getUserMessageInfo(),
                info.getMemoryIdParamPosition(),
                info.isRequiresModeration(),
                info.getReturnTypeSignature(),
                info.getOverrideChatModelParamPosition(),
                info.getMetricsTimedInfo(),
                info.getMetricsCountedInfo(),
                info.getSpanInfo(),
                info.getResponseSchemaInfo(),
                Map.of(),
                info.getMcpClientNames(),
                true,
                info.getOutputTokenAccumulatorClassName(),
                info.getResponseAugmenterClassName(),
                info.getInputGuardrails(),
                info.getOutputGuardrails());
    }
}
