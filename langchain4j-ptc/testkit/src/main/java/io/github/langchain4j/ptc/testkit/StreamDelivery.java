package io.github.langchain4j.ptc.testkit;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * How the answer of one scene is streamed. Immutable.
 *
 * @param chunk characters per partial callback
 * @param partials whether there are partial callbacks at all
 * @param contexts whether partial callbacks come with a context
 * @param cancellable whether the handle in the context can cancel
 * @param holds where to stop on the way
 * @param failure where to fail
 * @param played what happens instead of all this
 */
record StreamDelivery(
        int chunk,
        boolean partials,
        boolean contexts,
        boolean cancellable,
        List<HoldPoint> holds,
        Optional<FailurePoint> failure,
        Optional<BiConsumer<ChatRequest, StreamingChatResponseHandler>> played) {

    /** A stop after some callbacks. */
    record HoldPoint(int callbacks, Hold hold) {}

    /** A failure after some callbacks. */
    record FailurePoint(int callbacks, Throwable failure) {}

    StreamDelivery {
        holds = List.copyOf(holds);
    }
}
