package io.github.langchain4j.ptc.chat;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.codetool.Retries;

/**
 * Asks the decorated model.
 *
 * @param model the decorated model
 * @param retries of calls after which a failure would cost more than the call
 */
record ModelCalls(Model model, Retries retries) {

    /** Asks once. */
    ChatResponse ask(ChatRequest request, ChatRequestOptions options) {
        return model.ask(request, options);
    }

    /** Asks again after failures that may pass. */
    ChatResponse askAgainIfItFails(ChatRequest request, ChatRequestOptions options) {
        return retries.call(() -> ask(request, options), model::canAskAgain);
    }
}
