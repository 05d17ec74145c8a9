package io.github.langchain4j.ptc.quarkus.runtime;

import io.github.langchain4j.ptc.program.ToolPolicy;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** All that decides on tool calls of programs: the configuration, and the application's beans. Thread-safe. */
@Singleton
class Policies {

    private final Set<String> denied;
    private final List<ToolPolicy> beans;

    Policies(PtcConfig config, @All List<ToolPolicy> beans) {
        this.denied = config.policy().denied().orElse(Set.of());
        this.beans = beans;
    }

    /** Lets a call pass that all let pass; asked in the order of their priority until one does not. */
    ToolPolicy all() {
        ToolPolicy all = this::byConfiguration;
        for (ToolPolicy bean : beans) {
            ToolPolicy before = all;
            all = call -> before.decide(call)
                    .thenCompose(decision ->
                            decision.allowed() ? bean.decide(call) : CompletableFuture.completedFuture(decision));
        }
        return all;
    }

    private CompletionStage<ToolPolicy.Decision> byConfiguration(ToolPolicy.ProposedCall call) {
        return CompletableFuture.completedFuture(
                denied.contains(call.tool())
                        ? ToolPolicy.Decision.deny("The application does not let programs call " + call.tool() + ".")
                        : ToolPolicy.Decision.ALLOW);
    }
}
