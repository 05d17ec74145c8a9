package io.github.langchain4j.ptc.quarkus.it.guide;

import io.github.langchain4j.ptc.program.ToolPolicy;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

@Singleton
public class NoCancelling implements ToolPolicy {

    @Override
    public CompletionStage<Decision> decide(ProposedCall call) {
        return CompletableFuture.completedFuture(
                call.tool().equals("cancel") ? Decision.deny("Ask a person to cancel.") : Decision.ALLOW);
    }
}
