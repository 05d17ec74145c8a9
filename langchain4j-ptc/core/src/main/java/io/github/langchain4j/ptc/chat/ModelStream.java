package io.github.langchain4j.ptc.chat;

import dev.langchain4j.exception.LangChain4jException;
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
import io.github.langchain4j.ptc.written.HeldText;
import io.github.langchain4j.ptc.written.ReplyReader;
import io.github.langchain4j.ptc.written.WrittenPrograms;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One response of the decorated model while it comes: parts of it pass to the caller's handler, on the thread that they
 * come on; its end is what {@link #await()} waits for. What comes after the end is ignored. Thread-safe.
 */
final class ModelStream implements StreamingChatResponseHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ModelStream.class);

    private sealed interface Ending {}

    private record Completed(ChatResponse response) implements Ending {}

    private record Failed(Throwable failure) implements Ending {}

    private record Stopped() implements Ending {}

    private final StreamedCall call;
    private final Predicate<String> visible;
    private final Optional<ReplyReader> reader;
    private final Optional<HeldText> held; // guarded by this
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    // Guarded by this.
    private boolean passedOn;
    private boolean inContext; // the model gives texts with one
    private boolean stopped;
    private StreamingHandle cancelled; // of the model; it has been told to cancel
    private StreamingHandle handle; // of the model, once known

    /**
     * @param call whose handler gets the parts
     * @param visible whether the caller sees the calls of a tool while they are written
     * @param reader knows programs in texts, which the caller does not see
     */
    ModelStream(StreamedCall call, Predicate<String> visible, Optional<ReplyReader> reader) {
        this.call = call;
        this.visible = visible;
        this.reader = reader;
        this.held = reader.map(HeldText::new);
    }

    /**
     * Waits for the end of the response. Throws what the model failed with.
     *
     * @throws StreamStoppedException after {@link #stop()}
     * @throws LangChain4jException if the thread is interrupted; the interrupt flag is set
     */
    ChatResponse await() {
        try {
            Ending end = ending.get();
            if (end instanceof Completed completed) {
                call.numbers().responseEnds(completed.response().aiMessage().toolExecutionRequests());
                return completed.response();
            }
            throw end instanceof Failed failed ? thrown(failed.failure()) : new StreamStoppedException();
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Interrupted while the model answered", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Never completed exceptionally", e);
        }
    }

    private static RuntimeException thrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException exception ? exception : new ModelFailure(failure);
    }

    /** Ends the response before its time: no more is passed on, and the model is told to stop if it can be. */
    void stop() {
        synchronized (this) {
            stopped = true;
            ending.complete(new Stopped());
        }
        cancelIfDue();
    }

    /** Whether the caller has seen a part of the response. */
    synchronized boolean hasPassedOn() {
        return passedOn;
    }

    @Override
    public void onPartialResponse(String text) {
        shown(text).ifPresent(shown -> pass(handler -> handler.onPartialResponse(shown)));
    }

    @Override
    public void onPartialResponse(PartialResponse text, PartialResponseContext context) {
        know(context.streamingHandle());
        synchronized (this) {
            inContext = true;
        }
        shown(text.text())
                .map(shown -> shown.equals(text.text()) ? text : new PartialResponse(shown))
                .ifPresent(
                        shown -> pass(handler -> handler.onPartialResponse(shown, new PartialResponseContext(call))));
    }

    private synchronized Optional<String> shown(String text) {
        return held.isEmpty() || text == null
                ? Optional.ofNullable(text)
                : notEmpty(held.get().add(text));
    }

    private static Optional<String> notEmpty(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** What looked like a program to the end, and was none. */
    private void showRest(ChatResponse response) {
        Optional<WrittenPrograms> programs = reader.flatMap(known -> WrittenReplies.programs(response, known));
        Optional<String> rest;
        boolean context;
        synchronized (this) {
            rest = held.map(text -> programs.map(found -> text.restBefore(found.start()))
                            .orElseGet(text::rest))
                    .flatMap(ModelStream::notEmpty);
            context = inContext;
        }
        rest.ifPresent(text -> pass(handler -> {
            if (context) {
                handler.onPartialResponse(new PartialResponse(text), new PartialResponseContext(call));
            } else {
                handler.onPartialResponse(text);
            }
        }));
    }

    @Override
    public void onPartialThinking(PartialThinking thinking) {
        pass(handler -> handler.onPartialThinking(thinking));
    }

    @Override
    public void onPartialThinking(PartialThinking thinking, PartialThinkingContext context) {
        know(context.streamingHandle());
        pass(handler -> handler.onPartialThinking(thinking, new PartialThinkingContext(call)));
    }

    @Override
    public void onPartialToolCall(PartialToolCall part) {
        if (visible.test(part.name())) {
            pass(handler -> handler.onPartialToolCall(call.numbers().partial(part)));
        }
    }

    @Override
    public void onPartialToolCall(PartialToolCall part, PartialToolCallContext context) {
        know(context.streamingHandle());
        if (visible.test(part.name())) {
            pass(handler -> handler.onPartialToolCall(call.numbers().partial(part), new PartialToolCallContext(call)));
        }
    }

    /** Kept for the end of the call: only then is it known which tool calls are the caller's. */
    @Override
    public synchronized void onCompleteToolCall(CompleteToolCall complete) {
        if (!ending.isDone()) {
            call.numbers().completed(complete);
        }
    }

    /** Overrides a method that handlers have since LangChain4j 1.17. */
    public void onUnmappedRawEvent(Object event) {
        pass(handler -> RawEvents.pass(handler, event));
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        if (response != null) {
            showRest(response);
        }
        end(
                response == null
                        ? new Failed(new LangChain4jException("The model completed without a response"))
                        : new Completed(response));
    }

    @Override
    public void onError(Throwable error) {
        end(new Failed(error == null ? new LangChain4jException("The model failed and did not say why") : error));
    }

    private void pass(Consumer<StreamingChatResponseHandler> callback) {
        synchronized (this) {
            if (ending.isDone()) {
                return;
            }
            passedOn = true; // before the end, which decides whether the model may be asked again
        }
        call.tell(callback);
    }

    private synchronized void end(Ending how) {
        if (!ending.complete(how) && how instanceof Failed failed) {
            LOG.debug("Ignored a failure of the model after the end of its response", failed.failure());
        }
    }

    private void know(StreamingHandle known) {
        synchronized (this) {
            handle = known;
        }
        cancelIfDue();
    }

    private void cancelIfDue() {
        StreamingHandle due;
        synchronized (this) {
            if (!stopped || handle == null || handle == cancelled) {
                return;
            }
            due = handle;
            cancelled = handle;
        }
        try {
            due.cancel();
        } catch (RuntimeException e) {
            LOG.debug("The model's stream cannot be cancelled; what still comes is ignored", e);
        }
    }
}
