package io.github.langchain4j.ptc.chat;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * The loop for a streaming model: each call has a thread of its own, in which the loop waits for the model and runs
 * programs, so that the model's threads only carry its callbacks. Thread-safe.
 */
public final class StreamingChatLoop implements AutoCloseable {

    private final ChatLoop loop;
    private final Set<String> directTools;
    private final StreamingChatModel model;
    private final Executor executor;
    private final Optional<StreamThreads> ownThreads;
    private final Set<StreamedCall> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param loop does the work; stays the caller's to close
     * @param catalog the loop's tools
     * @param model the decorated model
     * @param executor where calls run; empty for threads of its own
     */
    public StreamingChatLoop(
            ChatLoop loop, ToolCatalog catalog, StreamingChatModel model, Optional<Executor> executor) {
        this.loop = loop;
        this.directTools = catalog.direct().stream().map(CatalogTool::name).collect(Collectors.toUnmodifiableSet());
        this.model = model;
        this.ownThreads = executor.isPresent() ? Optional.empty() : Optional.of(new StreamThreads());
        this.executor = executor.orElseGet(ownThreads::get);
    }

    /**
     * Starts to answer a request, and returns. The handler is told all else, failures of any kind included.
     *
     * @param request the caller's
     * @param options the caller's; null counts as none
     * @param handler gets parts of the responses on the model's threads, the rest on the call's
     */
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        Objects.requireNonNull(request, "request");
        StreamedCall call = new StreamedCall(Objects.requireNonNull(handler, "handler"), running::remove);
        running.add(call);
        if (closed) {
            call.abort(closedModel());
            return;
        }
        try {
            StreamingModel asked = new StreamingModel(model, call, loop::isOwn, directTools);
            executor.execute(() -> call.run(() -> loop.chat(asked, request, options), loop::abandon));
        } catch (RuntimeException | Error e) {
            call.fail(e);
        }
    }

    private static IllegalStateException closedModel() {
        return new IllegalStateException(
                "The PtcStreamingChatModel is closed, so the question is not answered. Close it after its last call.");
    }

    /** Ends the calls that run; their handlers are told. */
    @Override
    public void close() {
        closed = true;
        running.forEach(call -> call.abort(closedModel()));
        ownThreads.ifPresent(StreamThreads::close);
    }
}
