package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.codetool.CodeTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model that knows no tools, as the loop sees it: one with tools. The code tool is described in the system message, its
 * calls are blocks of code in the text of replies, and results are user messages. Immutable.
 */
final class FencedModel implements Model {

    private static final String NO_MORE = "(No more programs can run. Answer now in plain text, with what you have.)";

    private final Model model;
    private final Offer offer;
    private final String codeTool;
    private final WrittenReplies replies;

    /**
     * @param model without tools
     * @param offer of the request
     * @param codeTool its name
     * @param replies reads the replies
     */
    FencedModel(Model model, Offer offer, String codeTool, WrittenReplies replies) {
        this.model = model;
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
        Optional<CodeTool> code = offer.tools().code();
        code.ifPresent(tool -> requireText(request));
        boolean offered = request.toolChoice() != ToolChoice.NONE
                && Stream.ofNullable(request.toolSpecifications())
                        .flatMap(List::stream)
                        .map(ToolSpecification::name)
                        .anyMatch(codeTool::equals);
        List<ChatMessage> messages = new TextMessages(codeTool, true)
                .of(request.messages(), offered ? Optional.empty() : Optional.of(NO_MORE));
        ChatRequest written = ChatRequest.builder()
                .messages(code.map(tool -> instructed(messages, tool.instructions()))
                        .orElse(messages))
                .parameters(offer.withoutTools())
                .build();
        return replies.ask(model, written, options, offer.tools());
    }

    private static void requireText(ChatRequest request) {
        ResponseFormat format = request.responseFormat();
        if (format != null && format.type() == ResponseFormatType.JSON) {
            throw new IllegalArgumentException("The request wants a response in JSON (responseFormat), and the model"
                    + " could write no program then, because it gets no tools (toolCalling FENCED, or AUTO with a"
                    + " provider that refuses tools). Ask for JSON in the text of the message instead, as AI services do"
                    + " by themselves with a model that does not support RESPONSE_FORMAT_JSON_SCHEMA.");
        }
    }

    /** The same in every call, the last included, so that a prompt cache keeps it. */
    private static List<ChatMessage> instructed(List<ChatMessage> messages, String instructions) {
        List<ChatMessage> instructed = new ArrayList<>(messages);
        for (int i = 0; i < instructed.size(); i++) {
            if (instructed.get(i) instanceof SystemMessage system) {
                instructed.set(i, SystemMessage.from(system.text() + "\n\n" + instructions));
                return instructed;
            }
        }
        instructed.add(0, SystemMessage.from(instructions));
        return instructed;
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
