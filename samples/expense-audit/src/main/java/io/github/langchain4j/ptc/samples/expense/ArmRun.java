package io.github.langchain4j.ptc.samples.expense;

import dev.langchain4j.model.output.TokenUsage;
import java.util.List;

/**
 * What one arm did and what it cost.
 *
 * @param arm which
 * @param answer the model's last words
 * @param programs that ran; empty for ordinary tool calling
 * @param modelCalls requests to the model
 * @param toolCalls calls of the bean's methods
 * @param inputTokens of all requests
 * @param outputTokens of all answers
 * @param reported the provider's own count of tokens; {@code null} if there is none
 * @param millis from the question to the answer
 */
record ArmRun(
        Arm arm,
        String answer,
        List<ProgramRun> programs,
        int modelCalls,
        int toolCalls,
        int inputTokens,
        int outputTokens,
        TokenUsage reported,
        long millis) {

    ArmRun {
        programs = List.copyOf(programs);
    }

    int tokens() {
        return inputTokens + outputTokens;
    }

    /** The lines of the answer. */
    List<Overspend> people() {
        return Overspend.in(answer);
    }
}
