package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.quarkiverse.langchain4j.guardrails.ToolInputGuardrail;
import io.quarkiverse.langchain4j.guardrails.ToolInputGuardrailRequest;
import io.quarkiverse.langchain4j.guardrails.ToolInputGuardrailResult;
import io.quarkiverse.langchain4j.guardrails.ToolInputGuardrails;
import io.quarkiverse.langchain4j.guardrails.ToolOutputGuardrail;
import io.quarkiverse.langchain4j.guardrails.ToolOutputGuardrailRequest;
import io.quarkiverse.langchain4j.guardrails.ToolOutputGuardrailResult;
import io.quarkiverse.langchain4j.guardrails.ToolOutputGuardrails;
import jakarta.enterprise.context.ApplicationScoped;

/** Tools with guardrails. */
@ApplicationScoped
public class Guarded {

    /** Lets no payment pass that is too large, and none to thieves. */
    @ApplicationScoped
    public static class Payments implements ToolInputGuardrail {

        @Override
        public ToolInputGuardrailResult validate(ToolInputGuardrailRequest request) {
            if ("thief".equals(request.argumentsAsJson().getString("to"))) {
                return ToolInputGuardrailResult.fatal("a thief is at work", new SecurityException("thief"));
            }
            return request.argumentsAsJson().getInteger("amount") > 100
                    ? ToolInputGuardrailResult.failure("more than 100")
                    : ToolInputGuardrailResult.success();
        }
    }

    /** Shows nobody a number of a card. */
    @ApplicationScoped
    public static class Cards implements ToolOutputGuardrail {

        @Override
        public ToolOutputGuardrailResult validate(ToolOutputGuardrailRequest request) {
            return ToolOutputGuardrailResult.successWith(ToolExecutionResult.builder()
                    .resultText(request.resultText().replaceAll("[0-9]{16}", "****"))
                    .build());
        }
    }

    @Tool("Pays")
    @ToolInputGuardrails(Payments.class)
    @ToolOutputGuardrails(Cards.class)
    public String pay(String to, int amount) {
        return "paid " + amount + " to " + to + " with 1234567812345678";
    }
}
