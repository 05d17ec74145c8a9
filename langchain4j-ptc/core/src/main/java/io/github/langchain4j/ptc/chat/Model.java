package io.github.langchain4j.ptc.chat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.written.ReplyReader;

/** The decorated model as the loop sees it, streaming or not. */
public interface Model {

    /** A model that answers at once with all it has to say. Thread-safe. */
    static Model of(ChatModel model) {
        return new Model() {

            @Override
            public ChatRequestParameters defaultRequestParameters() {
                return model.defaultRequestParameters();
            }

            @Override
            public ChatResponse ask(ChatRequest request, ChatRequestOptions options) {
                // Models written before options existed override only chat(ChatRequest).
                return options.equals(ChatRequestOptions.EMPTY) ? model.chat(request) : model.chat(request, options);
            }
        };
    }

    /** The parameters that the model adds to each request. */
    ChatRequestParameters defaultRequestParameters();

    /**
     * Asks the model and waits for its whole response. Throws what the model throws.
     *
     * @param request what the model is to see
     * @param options the caller's; never null
     */
    ChatResponse ask(ChatRequest request, ChatRequestOptions options);

    /**
     * The same; what may be a program stays out of parts that are passed on before the response is there.
     *
     * @param reader knows programs that are written as text
     */
    default ChatResponse ask(ChatRequest request, ChatRequestOptions options, ReplyReader reader) {
        return ask(request, options);
    }

    /** Whether somebody still waits for the answer; if not, a failure ends the turn for good. */
    default boolean isWanted() {
        return true;
    }

    /** Whether the request that failed last can be sent again without the caller seeing parts of both responses. */
    default boolean canAskAgain() {
        return true;
    }
}
