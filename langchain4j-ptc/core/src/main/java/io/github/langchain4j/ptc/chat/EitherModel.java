package io.github.langchain4j.ptc.chat;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.Optional;

/**
 * A model that gets tools until its provider refuses them, and whose replies may be programs in any case. Immutable but
 * for what the dialect learns.
 */
final class EitherModel implements Model {

    private final Model model;
    private final Dialect dialect;
    private final Offer offer;
    private final String codeTool;
    private final WrittenReplies replies;

    /**
     * @param model to ask
     * @param dialect knows whether the provider refuses tools
     * @param offer of the request
     * @param codeTool its name
     * @param replies reads the replies of a model with tools
     */
    EitherModel(Model model, Dialect dialect, Offer offer, String codeTool, WrittenReplies replies) {
        this.model = model;
        this.dialect = dialect;
        this.offer = offer;
        this.codeTool = codeTool;
        this.replies = replies;
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public ChatResponse ask(ChatRequest request, ChatRequestOptions options) {
        if (dialect.isWithoutTools()) {
            return dialect.fenced(model, offer).ask(request, options);
        }
        try {
            return askWithTools(request, options);
        } catch (RuntimeException e) {
            boolean refused = !offer.tools().isEmpty() && ToolRefusal.isIn(e);
            if (!refused || !model.canAskAgain()) {
                throw e;
            }
            dialect.toolsAreRefused(e);
            return askWithout(request, options, e);
        }
    }

    private ChatResponse askWithTools(ChatRequest request, ChatRequestOptions options) {
        ChatRequest written = request.toBuilder()
                .messages(new TextMessages(codeTool, false).of(request.messages(), Optional.empty()))
                .build();
        return replies.ask(model, written, options, offer.tools());
    }

    private ChatResponse askWithout(ChatRequest request, ChatRequestOptions options, RuntimeException refusal) {
        try {
            return dialect.fenced(model, offer).ask(request, options);
        } catch (IllegalArgumentException e) {
            e.addSuppressed(refusal);
            throw e;
        }
    }

    @Override
    public boolean isWanted() {
        return model.isWanted();
    }

    @Override
    public boolean canAskAgain() {
        return model.canAskAgain();
    }
}
