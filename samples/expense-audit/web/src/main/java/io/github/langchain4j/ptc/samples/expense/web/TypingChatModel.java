package io.github.langchain4j.ptc.samples.expense.web;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Gives the answers of another model in pieces, as if they were just being written. Thread-safe if that model is. */
final class TypingChatModel implements StreamingChatModel {

    private static final int PIECE = 8;

    private final ChatModel model;
    private final Duration pause;
    private final Executor workers;

    /**
     * @param model answers
     * @param pause before each piece
     * @param workers write
     */
    TypingChatModel(ChatModel model, Duration pause, Executor workers) {
        this.model = model;
        this.pause = pause;
        this.workers = workers;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        workers.execute(() -> {
            try {
                answer(request, handler);
            } catch (CancellationException cancelled) {
                // nobody listens any more
            } catch (RuntimeException e) {
                handler.onError(e);
            }
        });
    }

    private void answer(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatResponse response = model.chat(request);
        Handle handle = new Handle();
        String text = response.aiMessage().text();
        if (text != null) {
            type(
                    text,
                    handle,
                    piece -> handler.onPartialResponse(new PartialResponse(piece), new PartialResponseContext(handle)));
        }
        List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
        for (int i = 0; i < calls.size(); i++) {
            type(calls.get(i), i, handle, handler);
        }
        handler.onCompleteResponse(response);
    }

    private void type(ToolExecutionRequest call, int index, Handle handle, StreamingChatResponseHandler handler) {
        type(
                call.arguments(),
                handle,
                piece -> handler.onPartialToolCall(
                        PartialToolCall.builder()
                                .index(index)
                                .id(call.id())
                                .name(call.name())
                                .partialArguments(piece)
                                .build(),
                        new PartialToolCallContext(handle)));
        handler.onCompleteToolCall(new CompleteToolCall(index, call));
    }

    private void type(String text, Handle handle, Consumer<String> reader) {
        for (String piece : pieces(text)) {
            handle.pause(pause);
            reader.accept(piece);
        }
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); at += PIECE) {
            pieces.add(text.substring(at, Math.min(text.length(), at + PIECE)));
        }
        return pieces;
    }

    /** Stops the writing. */
    private static final class Handle implements StreamingHandle {

        private volatile boolean cancelled;

        void pause(Duration pause) {
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cancelled = true;
            }
            if (cancelled) {
                throw new CancellationException();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
