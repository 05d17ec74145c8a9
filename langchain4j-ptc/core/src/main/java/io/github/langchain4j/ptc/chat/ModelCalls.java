package io.github.langchain4j.ptc.chat;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the decorated model. Once work was done that asking again from the start would repeat, a failure is retried
 * here: the caller could only retry everything, and so would run programs twice.
 *
 * @param model the decorated model
 * @param retries how often a failed call is repeated
 * @param pause before the first repetition; doubled for each further one
 */
record ModelCalls(Model model, int retries, Duration pause) {

    private static final Logger LOG = LoggerFactory.getLogger(ModelCalls.class);

    /** Asks once. */
    ChatResponse ask(ChatRequest request, ChatRequestOptions options) {
        return model.ask(request, options);
    }

    /** Asks again after failures that may pass. */
    ChatResponse askAgainIfItFails(ChatRequest request, ChatRequestOptions options) {
        for (int failures = 0; ; failures++) {
            try {
                return ask(request, options);
            } catch (RuntimeException e) {
                if (failures >= retries || !mayPass(e) || !model.canAskAgain()) {
                    throw e;
                }
                LOG.warn(
                        "The model failed after a program ran; asking again ({} of {}): {}",
                        failures + 1,
                        retries,
                        e.getClass().getName());
                sleep(pause.multipliedBy(1L << Math.min(failures, 10)), e);
            }
        }
    }

    private static boolean mayPass(RuntimeException e) {
        return !(e instanceof NonRetriableException
                        || e instanceof UnsupportedFeatureException
                        || e instanceof IllegalArgumentException)
                && !Thread.currentThread().isInterrupted();
    }

    private static void sleep(Duration time, RuntimeException failure) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LangChain4jException interrupted =
                    new LangChain4jException("Interrupted while waiting to ask the model again", e);
            interrupted.addSuppressed(failure);
            throw interrupted;
        }
    }
}
