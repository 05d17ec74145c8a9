package io.github.langchain4j.ptc.quarkus.test.devui;

import io.github.langchain4j.ptc.program.ToolPolicy;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lets no program look for the employees of one department. */
@Singleton
public class DenyPayroll implements ToolPolicy {

    @Override
    public CompletionStage<Decision> decide(ProposedCall call) {
        boolean payroll = call.arguments().toString().contains("payroll");
        return CompletableFuture.completedFuture(payroll ? Decision.deny("Not payroll") : Decision.ALLOW);
    }
}
