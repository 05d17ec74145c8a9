package io.github.langchain4j.ptc.samples.expense.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Passes everything on to another model and keeps it as a recording. For one conversation, one request at a time. */
public final class RecordingChatModel implements ChatModel {

    private final ChatModel delegate;
    private final List<Recording.Turn> turns = new ArrayList<>();
    private ArrayNode known = RecordingFiles.MAPPER.createArrayNode();

    /** @param delegate the model that answers */
    public RecordingChatModel(ChatModel delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return delegate.defaultRequestParameters();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        ArrayNode messages = CanonicalChat.messages(request.messages());
        ArrayNode added = RecordingFiles.MAPPER.createArrayNode();
        for (int i = 0; i < messages.size(); i++) {
            if (i >= known.size()) {
                added.add(messages.get(i));
            } else if (!messages.get(i).equals(known.get(i))) {
                throw new IllegalStateException("Message " + (i + 1) + " was changed since the request before; only "
                        + "conversations that grow can be recorded");
            }
        }
        known = messages;
        ChatResponse response = delegate.chat(request);
        turns.add(new Recording.Turn(
                added,
                CanonicalChat.tools(request),
                CanonicalChat.parameters(request.parameters()),
                CanonicalChat.answer(response.aiMessage())));
        return response;
    }

    /** What was said so far. */
    public Recording recording() {
        return new Recording(turns);
    }
}
