package io.github.langchain4j.ptc.samples.proxy.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The recorded model, whole and streamed. Thread-safe: its answers follow from what it is asked. */
final class RecordedBacking {

    private static final int PIECE = 24;

    private RecordedBacking() {}

    static Supplier<Backing.Builder> create() {
        Recordings recordings = Recordings.load();
        ChatModel whole = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return recordings.answer(request);
            }
        };
        StreamingChatModel streaming = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                stream(recordings.answer(request), handler);
            }
        };
        return () -> Backing.builder().model(whole).streaming(streaming);
    }

    private static void stream(ChatResponse response, StreamingChatResponseHandler handler) {
        String text = response.aiMessage().text();
        if (text != null) {
            pieces(text).forEach(handler::onPartialResponse);
        }
        List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
        for (int index = 0; index < calls.size(); index++) {
            stream(index, calls.get(index), handler);
        }
        handler.onCompleteResponse(response);
    }

    private static void stream(int index, ToolExecutionRequest call, StreamingChatResponseHandler handler) {
        for (String piece : pieces(call.arguments())) {
            handler.onPartialToolCall(PartialToolCall.builder()
                    .index(index)
                    .id(call.id())
                    .name(call.name())
                    .partialArguments(piece)
                    .build());
        }
        handler.onCompleteToolCall(new CompleteToolCall(index, call));
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + PIECE);
            if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
                to++;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}
