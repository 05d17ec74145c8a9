package io.github.langchain4j.ptc.chat;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A handler that writes down what it is told, and on which thread. */
class StreamRecorder implements StreamingChatResponseHandler {

    private static final long PATIENCE_SECONDS = 60;

    /** One callback. */
    record Told(String what, String text, Thread thread) {

        @Override
        public String toString() {
            return what + " " + text;
        }
    }

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Told> unread = new LinkedBlockingQueue<>();
    private final Set<StreamingHandle> handles = new LinkedHashSet<>(); // guarded by itself
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ChatResponse> end = new CompletableFuture<>();
    private volatile BiConsumer<String, String> reaction = (what, text) -> {};

    /** Does something at each callback, after writing it down. */
    StreamRecorder reacting(BiConsumer<String, String> then) {
        reaction = then;
        return this;
    }

    private void tell(String what, String text) {
        Told event = new Told(what, text, Thread.currentThread());
        told.add(event);
        unread.add(event);
        reaction.accept(what, text);
    }

    private void tell(String what, String text, StreamingHandle handle) {
        synchronized (handles) {
            handles.add(handle);
        }
        tell(what, text);
    }

    @Override
    public void onPartialResponse(String text) {
        tell("text", text);
    }

    @Override
    public void onPartialResponse(PartialResponse text, PartialResponseContext context) {
        tell("text+", text.text(), context.streamingHandle());
    }

    @Override
    public void onPartialThinking(PartialThinking thinking) {
        tell("thinking", thinking.text());
    }

    @Override
    public void onPartialThinking(PartialThinking thinking, PartialThinkingContext context) {
        tell("thinking+", thinking.text(), context.streamingHandle());
    }

    @Override
    public void onPartialToolCall(PartialToolCall call) {
        tell("call", call.index() + " " + call.name() + " " + call.partialArguments());
    }

    @Override
    public void onPartialToolCall(PartialToolCall call, PartialToolCallContext context) {
        tell("call+", call.index() + " " + call.name() + " " + call.partialArguments(), context.streamingHandle());
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall call) {
        tell(
                "called",
                call.index() + " " + call.toolExecutionRequest().name() + " "
                        + call.toolExecutionRequest().id());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        try {
            tell("response", response.aiMessage().text());
        } finally {
            end.complete(response);
        }
    }

    @Override
    public void onError(Throwable error) {
        errors.add(error);
        try {
            tell("error", error.getMessage());
        } finally {
            end.completeExceptionally(error);
        }
    }

    /** The response; throws an {@code ExecutionException} with the error if there is one. */
    ChatResponse response() throws Exception {
        return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for the end and gives the error. */
    Throwable error() throws Exception {
        end.handle((response, error) -> null).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (errors.isEmpty()) {
            throw new AssertionError("No error but " + told);
        }
        return errors.get(0);
    }

    /** Waits until something has been told that has not been waited for. */
    void await(String what) throws InterruptedException {
        Told next;
        do {
            next = unread.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("Not told: " + what + ", only " + told);
            }
        } while (!next.what.equals(what));
    }

    /** All that was told, as text. */
    List<String> events() {
        return told.stream().map(Told::toString).toList();
    }

    /** The parts of one kind. */
    List<String> texts(String what) {
        return told.stream()
                .filter(event -> event.what.equals(what))
                .map(Told::text)
                .toList();
    }

    List<Told> told() {
        return told;
    }

    /** The handles of all contexts, each once. */
    List<StreamingHandle> handles() {
        synchronized (handles) {
            return new ArrayList<>(handles);
        }
    }

    StreamingHandle handle() {
        return handles().get(0);
    }
}
