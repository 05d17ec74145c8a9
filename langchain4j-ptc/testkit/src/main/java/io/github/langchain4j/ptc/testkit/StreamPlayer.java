package io.github.langchain4j.ptc.testkit;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One response on its way to a handler. Used by one thread, but can be cancelled by any. */
final class StreamPlayer implements StreamingHandle {

    private final StreamDelivery delivery;
    private final StreamingChatResponseHandler handler;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile boolean cancelled;

    StreamPlayer(StreamDelivery delivery, StreamingChatResponseHandler handler) {
        this.delivery = delivery;
        this.handler = handler;
    }

    @Override
    public void cancel() {
        if (!delivery.cancellable()) {
            throw new UnsupportedFeatureException("This stream cannot be cancelled");
        }
        cancelled = true;
        end();
    }

    /** Ends the stream where it is held, now or later. */
    void end() {
        over.complete(null);
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    /** Makes the callbacks of a response; after a cancellation no more. */
    void play(ChatResponse response) {
        List<Runnable> callbacks = callbacks(response.aiMessage());
        for (int made = 0; made <= callbacks.size(); made++) {
            if (!pass(made)) {
                return;
            }
            if (made < callbacks.size()) {
                tell(callbacks.get(made));
            }
        }
        tell(() -> handler.onCompleteResponse(response));
    }

    /** Stops or fails where the script says so; false if the stream is over. */
    private boolean pass(int made) {
        try {
            for (StreamDelivery.HoldPoint point : delivery.holds()) {
                if (point.callbacks() == made) {
                    point.hold().arrive(over);
                    if (over.isDone()) {
                        return false;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            handler.onError(new LangChain4jException("Interrupted in the middle of a stream", e));
            return false;
        }
        if (cancelled) {
            return false;
        }
        if (delivery.failure().filter(point -> point.callbacks() == made).isPresent()) {
            handler.onError(delivery.failure().get().failure());
            return false;
        }
        return true;
    }

    /** As LangChain4j's own models do: a failing handler is told of its failure, and the stream goes on. */
    private void tell(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            handler.onError(e);
        }
    }

    private List<Runnable> callbacks(AiMessage message) {
        List<Runnable> callbacks = new ArrayList<>();
        chunks(message.thinking()).forEach(chunk -> callbacks.add(() -> think(chunk)));
        chunks(message.text()).forEach(chunk -> callbacks.add(() -> say(chunk)));
        int index = 0;
        for (ToolExecutionRequest request : message.toolExecutionRequests()) {
            int number = index++;
            chunks(request.arguments()).forEach(chunk -> callbacks.add(() -> call(number, request, chunk)));
            callbacks.add(() -> handler.onCompleteToolCall(new CompleteToolCall(number, request)));
        }
        return callbacks;
    }

    private List<String> chunks(String text) {
        List<String> chunks = new ArrayList<>();
        if (text != null && delivery.partials()) {
            for (int start = 0; start < text.length(); start += delivery.chunk()) {
                chunks.add(text.substring(start, Math.min(text.length(), start + delivery.chunk())));
            }
        }
        return chunks;
    }

    private void think(String chunk) {
        PartialThinking thinking = new PartialThinking(chunk);
        if (delivery.contexts()) {
            handler.onPartialThinking(thinking, new PartialThinkingContext(this));
        } else {
            handler.onPartialThinking(thinking);
        }
    }

    private void say(String chunk) {
        if (delivery.contexts()) {
            handler.onPartialResponse(new PartialResponse(chunk), new PartialResponseContext(this));
        } else {
            handler.onPartialResponse(chunk);
        }
    }

    private void call(int index, ToolExecutionRequest request, String chunk) {
        PartialToolCall call = PartialToolCall.builder()
                .index(index)
                .id(request.id())
                .name(request.name())
                .partialArguments(chunk)
                .build();
        if (delivery.contexts()) {
            handler.onPartialToolCall(call, new PartialToolCallContext(this));
        } else {
            handler.onPartialToolCall(call);
        }
    }
}
