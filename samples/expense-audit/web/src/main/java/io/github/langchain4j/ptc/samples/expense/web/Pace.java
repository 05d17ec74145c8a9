package io.github.langchain4j.ptc.samples.expense.web;

import io.github.langchain4j.ptc.program.ToolPolicy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Holds each call of a program for a moment before it reaches its tool: the sample's records are in memory, and 17 calls
 * would be over before an eye could see one. A policy of a real application would decide whether a call may run at all.
 */
@Singleton
final class Pace implements ToolPolicy {

    private final Duration longest;

    Pace(AuditConfig config) {
        longest = config.pace().calls();
    }

    @Override
    public CompletionStage<Decision> decide(ProposedCall call) {
        return new CompletableFuture<Decision>().completeOnTimeout(Decision.ALLOW, hold(call), TimeUnit.MILLISECONDS);
    }

    /** Between a quarter and the whole, always the same for the same call. */
    private long hold(ProposedCall call) {
        int percent = 25 + Math.floorMod((call.tool() + call.arguments()).hashCode(), 76);
        return longest.toMillis() * percent / 100;
    }
}
