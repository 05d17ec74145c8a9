package io.github.langchain4j.ptc.chat;

import java.time.Duration;
import java.util.Objects;

/**
 * How a decorated model goes about its loop. Immutable.
 *
 * @param codeToolName what the model calls the code tool (execute_python)
 * @param maxRounds calls of the model for one {@code chat()} call; the last one is made without our tools (10)
 * @param modelRetries how often a call of the model that fails after a program ran is repeated (2)
 * @param retryPause before the first repetition; doubled for each further one (500 ms)
 * @param outputCharacters of a program's output and result together that the model gets to read (20,000)
 */
public record ChatSettings(
        String codeToolName, int maxRounds, int modelRetries, Duration retryPause, int outputCharacters) {

    /** The settings in force where nothing else is said. */
    public static final ChatSettings DEFAULT =
            new ChatSettings("execute_python", 10, 2, Duration.ofMillis(500), 20_000);

    /** @throws IllegalArgumentException naming the setting that is out of range */
    public ChatSettings {
        Objects.requireNonNull(codeToolName, "codeToolName");
        Objects.requireNonNull(retryPause, "retryPause");
        if (maxRounds < 2) {
            throw new IllegalArgumentException(
                    "maxRounds must be at least 2, one for a program and one for the answer, but is " + maxRounds);
        }
        if (modelRetries < 0) {
            throw new IllegalArgumentException("modelRetries must not be negative, but is " + modelRetries);
        }
        if (retryPause.isNegative()) {
            throw new IllegalArgumentException("retryPause must not be negative, but is " + retryPause);
        }
        if (outputCharacters < 2 * MiddleCut.SMALLEST) {
            throw new IllegalArgumentException(
                    "outputCharacters must be at least " + 2 * MiddleCut.SMALLEST + ", but is " + outputCharacters);
        }
    }
}
