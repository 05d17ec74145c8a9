package io.quarkiverse.langchain4j.runtime.aiservice;

import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceMethodImplementationSupport.Input;

/**
 * What a wrapper of AI service methods is not let see otherwise: the parts of an {@link Input} are visible in this package
 * alone.
 *
 * @param context of the service
 * @param method that is called
 * @param arguments of the call
 */
public record AiServiceCall(QuarkusAiServiceContext context, AiServiceMethodCreateInfo method, Object[] arguments) {

    /** The parts of an input. */
    public static AiServiceCall of(Input input) {
        return new AiServiceCall(input.context, input.createInfo, input.methodArgs);
    }
}
