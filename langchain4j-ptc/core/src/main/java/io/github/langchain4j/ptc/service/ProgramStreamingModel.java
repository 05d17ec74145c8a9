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
    private final ServicePrograms programs;

    ProgramStreamingModel(StreamingChatModel model, ServicePrograms programs) {
        this.model = model;
        this.programs = programs;
    }

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatRequest seen = programs.shown(request);
        model.chat(seen, programs.watched(request, handler, again -> model.chat(seen, again)));
    }

    @Override
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        ChatRequest seen = programs.shown(request);
        model.chat(seen, options, programs.watched(request, handler, again -> model.chat(seen, options, again)));
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatRequest seen = programs.shown(request);
        model.doChat(seen, programs.watched(request, handler, again -> model.doChat(seen, again)));
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
