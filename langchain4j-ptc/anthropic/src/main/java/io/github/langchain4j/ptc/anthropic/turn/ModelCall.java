package io.github.langchain4j.ptc.anthropic.turn;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
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
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Asks the model behind and waits for its response, whose parts are written as they come. */
final class ModelCall {

    private final Backing backing;
    private final boolean streamed;
    private final Cancellation cancellation;

    /**
     * @param backing has the models
     * @param streamed whether the client wants parts
     * @param cancellation ends the call
     */
    ModelCall(Backing backing, boolean streamed, Cancellation cancellation) {
        this.backing = backing;
        this.streamed = streamed;
        this.cancellation = cancellation;
    }

    /**
     * Asks the model.
     *
     * @param writer gets the parts; not the end
     * @throws InterruptedException if the thread is interrupted; the model's stream is cancelled
     */
    ChatResponse ask(ChatRequest request, RoundWriter writer) throws InterruptedException {
        boolean streams =
                backing.streaming().isPresent() && (streamed || backing.model().isEmpty());
        if (!streams) {
            return backing.model().orElseThrow().chat(request);
        }
        Handler handler = new Handler(writer);
        try {
            StreamingChatModel model = backing.streaming().get();
            model.chat(request, handler);
            return handler.response.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : ModelErrors.of(e.getCause());
        } catch (InterruptedException e) {
            writer.giveUp();
            handler.stop();
            throw e;
        }
    }

    private final class Handler implements StreamingChatResponseHandler {

        private final RoundWriter writer;
        private final CompletableFuture<ChatResponse> response = new CompletableFuture<>();
        private volatile StreamingHandle handle;

        Handler(RoundWriter writer) {
            this.writer = writer;
        }

        /** For an interrupt that did not come from the cancellation. */
        void stop() {
            Cancellation stopped = new Cancellation();
            stopped.run();
            if (handle != null) {
                stopped.know(handle);
            }
        }

        private void know(StreamingHandle known) {
            handle = known;
            cancellation.know(known);
        }

        @Override
        public void onPartialResponse(String text) {
            writer.text(text);
        }

        @Override
        public void onPartialResponse(PartialResponse text, PartialResponseContext context) {
            know(context.streamingHandle());
            writer.text(text.text());
        }

        @Override
        public void onPartialThinking(PartialThinking thinking) {
            writer.thinking(thinking.text());
        }

        @Override
        public void onPartialThinking(PartialThinking thinking, PartialThinkingContext context) {
            know(context.streamingHandle());
            writer.thinking(thinking.text());
        }

        @Override
        public void onPartialToolCall(PartialToolCall part) {
            writer.partialCall(part);
        }

        @Override
        public void onPartialToolCall(PartialToolCall part, PartialToolCallContext context) {
            know(context.streamingHandle());
            writer.partialCall(part);
        }

        @Override
        public void onCompleteToolCall(CompleteToolCall complete) {
            writer.completeCall(complete);
        }

        @Override
        public void onCompleteResponse(ChatResponse complete) {
            if (complete == null) {
                onError(null);
            } else {
                response.complete(complete);
            }
        }

        @Override
        public void onError(Throwable error) {
            writer.giveUp();
            response.completeExceptionally(
                    error == null ? new IllegalStateException("The model gave no reason") : error);
        }
    }
}
