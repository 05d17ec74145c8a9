package io.github.langchain4j.ptc.anthropic.turn;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import io.github.langchain4j.ptc.anthropic.wire.MessagesRequest;
import java.util.List;

/**
 * The parameters of the calls of the model for one request. Immutable.
 *
 * @param request of the client
 * @param tools of the request
 * @param backing adds the provider's own
 */
record RequestParameters(MessagesRequest request, Toolset tools, Backing backing) {

    /**
     * The parameters of one call.
     *
     * @param maxTokens that it may write
     * @param used whether a program was run already: then the model is no longer forced to use a tool
     */
    ChatRequestParameters of(int maxTokens, boolean used) {
        MessagesRequest.Sampling sampling = request.sampling();
        DefaultChatRequestParameters.Builder<?> builder = ChatRequestParameters.builder();
        builder.maxOutputTokens(maxTokens);
        sampling.temperature().ifPresent(builder::temperature);
        sampling.topP().ifPresent(builder::topP);
        sampling.topK().ifPresent(builder::topK);
        if (!sampling.stopSequences().isEmpty()) {
            builder.stopSequences(sampling.stopSequences());
        }
        sampling.outputSchema()
                .ifPresent(schema -> builder.responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name("response")
                                .rootElement(JsonRawSchema.from(schema.toString()))
                                .build())
                        .build()));
        if (!tools.offered().isEmpty()) {
            builder.toolSpecifications(offered(used));
            choose(builder, used);
        }
        return backing.parameters().of(builder.build(), request.json());
    }

    /** LangChain4j can force a tool only by offering no other. */
    private List<ToolSpecification> offered(boolean used) {
        String forced = request.tools().choice().name();
        return forced.isEmpty() || used
                ? tools.offered()
                : tools.offered().stream()
                        .filter(tool -> tool.name().equals(forced))
                        .toList();
    }

    private void choose(DefaultChatRequestParameters.Builder<?> builder, boolean used) {
        switch (request.tools().choice().type()) {
            case "any", "tool" -> builder.toolChoice(used ? ToolChoice.AUTO : ToolChoice.REQUIRED);
            case "none" -> builder.toolChoice(ToolChoice.NONE);
            default -> {
                // Not said, because some models know no choice.
            }
        }
    }
}
