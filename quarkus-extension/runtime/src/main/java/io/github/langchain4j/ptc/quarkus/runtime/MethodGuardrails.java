package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrailRequest;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrailRequest;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.service.guardrail.GuardrailService;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceMethodCreateInfo;

/**
 * The guardrails of the method that is called. They are found by the object that describes the method, in whose place Quarkus
 * got another one.
 *
 * @param service of the guardrails
 * @param method as the service knows it
 */
record MethodGuardrails(GuardrailService service, AiServiceMethodCreateInfo method) implements GuardrailService {

    @Override
    public Class<?> aiServiceClass() {
        return service.aiServiceClass();
    }

    @Override
    public <M> InputGuardrailResult executeInputGuardrails(M ignored, InputGuardrailRequest request) {
        return service.executeInputGuardrails(method, request);
    }

    @Override
    public <M> UserMessage executeGuardrails(M ignored, InputGuardrailRequest request) {
        return service.executeGuardrails(method, request);
    }

    @Override
    public <M> OutputGuardrailResult executeOutputGuardrails(M ignored, OutputGuardrailRequest request) {
        return service.executeOutputGuardrails(method, request);
    }

    @Override
    public <M, T> T executeGuardrails(M ignored, OutputGuardrailRequest request) {
        return service.executeGuardrails(method, request);
    }

    @Override
    public <M> boolean hasInputGuardrails(M ignored) {
        return service.hasInputGuardrails(method);
    }

    @Override
    public <M> boolean hasOutputGuardrails(M ignored) {
        return service.hasOutputGuardrails(method);
    }
}
