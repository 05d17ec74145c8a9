package io.github.langchain4j.ptc.service;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.codetool.Retries;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The model of a service, asked again if it fails after a program ran: the failure would end the invocation, and its
 * caller could only repeat all of it, programs included. Everything else is the model's own.
 *
 * @param model of the service
 * @param retries of calls
 * @param codeToolName what the model calls the code tool
 * @param shown makes a request of the service one for the model
 */
record RetriedChatModel(ChatModel model, Retries retries, String codeToolName, UnaryOperator<ChatRequest> shown)
        implements ChatModel {

    @Override
    public ChatResponse chat(ChatRequest request) {
        return ask(request, model::chat);
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        return ask(request, seen -> model.chat(seen, options));
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return ask(request, model::doChat);
    }

    private ChatResponse ask(ChatRequest request, Function<ChatRequest, ChatResponse> model) {
        ChatRequest seen = shown.apply(request);
        return hasRun(request, codeToolName) ? retries.call(() -> model.apply(seen), () -> true) : model.apply(seen);
    }

    /** Whether a program ran since the question that the request asks. */
    static boolean hasRun(ChatRequest request, String codeToolName) {
        List<ChatMessage> messages = request.messages();
        for (int i = messages.size() - 1; i >= 0 && !(messages.get(i) instanceof UserMessage); i--) {
            if (messages.get(i) instanceof ToolExecutionResultMessage result
                    && codeToolName.equals(result.toolName())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return model.listeners();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model.supportedCapabilities();
    }
}
