package io.github.langchain4j.ptc.anthropic.turn;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import io.github.langchain4j.ptc.anthropic.history.Conversation;
import io.github.langchain4j.ptc.anthropic.history.History;
import io.github.langchain4j.ptc.anthropic.wire.MessagesRequest;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Estimates the tokens of a request. With an estimator, that one counts; without, or where it fails, a token is four
 * characters, an image 1,600 tokens and a document 3,000. What programs asked the client does not count: the model never
 * sees it.
 */
public final class TokenCount {

    private static final Logger LOG = LoggerFactory.getLogger(TokenCount.class);

    private static final int CHARACTERS = 4;
    private static final int IMAGE = 1_600; // the most that Anthropic's documentation names for one that is not scaled
    private static final int DOCUMENT = 3_000; // the most that it names for a page
    private static final int MESSAGE = 4; // what marks its beginning and end

    private TokenCount() {}

    /**
     * The tokens of a request.
     *
     * @param settings knows the tools
     * @param request that is counted
     * @param backing has the estimator
     */
    public static int of(TurnSettings settings, MessagesRequest request, Backing backing) {
        Conversation conversation = History.read(request);
        List<ChatMessage> messages = new ArrayList<>(conversation.messages());
        conversation.open().ifPresent(round -> messages.add(round.message()));
        List<ToolSpecification> tools = settings.toolset(request.tools()).offered();
        if (backing.estimator().isPresent()) {
            try {
                return estimated(backing.estimator().get(), messages, tools);
            } catch (RuntimeException e) {
                LOG.debug("The estimator cannot count the request; it is counted roughly", e);
            }
        }
        return roughly(messages, tools);
    }

    private static int estimated(
            TokenCountEstimator estimator, List<ChatMessage> messages, List<ToolSpecification> tools) {
        int tokens = estimator.estimateTokenCountInMessages(messages);
        for (ToolSpecification tool : tools) {
            tokens += estimator.estimateTokenCountInText(tool.toJson());
        }
        return tokens;
    }

    private static int roughly(List<ChatMessage> messages, List<ToolSpecification> tools) {
        long characters = 0;
        for (ToolSpecification tool : tools) {
            characters += tool.toJson().length();
        }
        int tokens = 0;
        for (ChatMessage message : messages) {
            tokens += MESSAGE;
            characters += characters(message);
            for (Content content : contents(message)) {
                tokens += content instanceof TextContent
                        ? 0
                        : content.type().name().equals("IMAGE") ? IMAGE : DOCUMENT;
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, tokens + (characters + CHARACTERS - 1) / CHARACTERS);
    }

    private static long characters(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return system.text().length();
        }
        if (message instanceof AiMessage ai) {
            return length(ai.text())
                    + length(ai.thinking())
                    + ai.toolExecutionRequests().stream()
                            .mapToLong(request -> length(request.arguments()) + length(request.name()))
                            .sum();
        }
        return contents(message).stream()
                .filter(TextContent.class::isInstance)
                .mapToLong(content -> ((TextContent) content).text().length())
                .sum();
    }

    private static long length(String text) {
        return text == null ? 0 : text.length();
    }

    private static List<Content> contents(ChatMessage message) {
        if (message instanceof UserMessage user) {
            return user.contents();
        }
        return message instanceof ToolExecutionResultMessage result ? result.contents() : List.of();
    }
}
