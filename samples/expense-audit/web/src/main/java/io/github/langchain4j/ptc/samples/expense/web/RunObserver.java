package io.github.langchain4j.ptc.samples.expense.web;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.observability.api.event.AiServiceResponseReceivedEvent;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.quarkus.runtime.ProgramObserver;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Passes what happens in an invocation of an AI service to the run that it belongs to. */
@Singleton
final class RunObserver implements ProgramObserver {

    private static final PtcListener NOBODY = new PtcListener() {};

    @Override
    public PtcListener observe(InvocationContext invocation) {
        return ArmRun.of(invocation).<PtcListener>map(run -> run).orElse(NOBODY);
    }

    void answered(@Observes AiServiceResponseReceivedEvent exchange) {
        ArmRun.of(exchange.invocationContext()).ifPresent(run -> run.answered(exchange));
    }
}
