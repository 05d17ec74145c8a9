package io.github.langchain4j.ptc.service;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Set;

/** The streaming model of a service: what it answers to requests with the code tool goes through a {@link HeldPrograms}. */
final class ProgramStreamingModel implements StreamingChatModel {

    private final StreamingChatModel model;
    private final CodeToolService service;

    ProgramStreamingModel(StreamingChatModel model, CodeToolService service) {
        this.model = model;
        this.service = service;
    }

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatRequest seen = service.shown(request);
        model.chat(seen, service.watched(request, handler, again -> model.chat(seen, again)));
    }

    @Override
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        ChatRequest seen = service.shown(request);
        model.chat(seen, options, service.watched(request, handler, again -> model.chat(seen, options, again)));
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatRequest seen = service.shown(request);
        model.doChat(seen, service.watched(request, handler, again -> model.doChat(seen, again)));
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
