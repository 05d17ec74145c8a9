package io.github.langchain4j.ptc.testkit;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * A streaming chat model that plays a script, and asserts the requests that it gets; the streaming twin of
 * {@link ScriptedChatModel}, with the same scenes:
 *
 * <pre>{@code
 * Hold hold = new Hold();
 * try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
 *         .program("print(await add(a=1, b=2))")
 *         .chunk(3)
 *         .holdAfter(2, hold)
 *         .answer("It is 3.")
 *         .build()) {
 *     script.chat(request, handler);
 *     hold.awaitReached(); // the handler has got "It " and "is "
 *     hold.release();
 * }
 * }</pre>
 *
 * <p>A response is streamed as LangChain4j's own models do: thinking in chunks, text in chunks, for each tool call its
 * arguments in chunks and then the complete call, at last the whole response. Each of these is one callback where
 * callbacks are counted. After a cancellation through the handle in the contexts nothing comes any more. A failed
 * expectation, and a request for which there is no scene, is an {@link AssertionError} to {@code onError};
 * {@link #verify()}, which {@link #close()} calls, throws it again.
 *
 * <p>Callbacks come on a thread of the model, one for each request, unless {@link Builder#callbacksOn} says otherwise.
 *
 * <p>Thread-safe; requests that arrive at once take their scenes in an undefined order.
 */
public final class ScriptedStreamingChatModel implements StreamingChatModel, AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Script script;
    private final List<StreamDelivery> deliveries;
    private final ChatRequestParameters defaults;
    private final List<ChatModelListener> listeners;
    private final Set<Capability> capabilities;
    private final ModelProvider provider;
    private final Executor executor;
    private final AtomicInteger threadNumber = new AtomicInteger();
    // Guarded by this.
    private final List<Thread> threads = new ArrayList<>();
    private final List<StreamPlayer> players = new ArrayList<>();

    private ScriptedStreamingChatModel(Builder builder) {
        script = builder.script();
        deliveries = List.copyOf(builder.deliveries);
        defaults = builder.defaults;
        listeners = List.copyOf(builder.listeners);
        capabilities = Set.copyOf(builder.capabilities);
        provider = builder.provider;
        executor = builder.executor.orElse(this::startThread);
    }

    /** An empty script. */
    public static Builder builder() {
        return new Builder();
    }

    private void startThread(Runnable task) {
        Thread thread = new Thread(task, "scripted-model-" + threadNumber.incrementAndGet());
        thread.setDaemon(true);
        synchronized (this) {
            threads.add(thread);
        }
        thread.start();
    }

    @Override
    public void chat(ChatRequest request, ChatRequestOptions given, StreamingChatResponseHandler handler) {
        script.record(given);
        StreamingChatModel.super.chat(request, given, handler);
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        int scene;
        try {
            scene = script.next(request);
        } catch (AssertionError e) {
            executor.execute(() -> handler.onError(e));
            return;
        }
        StreamDelivery delivery = deliveries.get(scene);
        if (delivery.played().isPresent()) {
            script.play(scene, request);
            delivery.played().get().accept(request, handler);
            return;
        }
        StreamPlayer player = new StreamPlayer(delivery, handler);
        synchronized (this) {
            players.add(player);
        }
        executor.execute(() -> play(scene, request, handler, player));
    }

    private void play(int scene, ChatRequest request, StreamingChatResponseHandler handler, StreamPlayer player) {
        ChatResponse response;
        try {
            response = script.play(scene, request);
        } catch (RuntimeException | AssertionError e) {
            handler.onError(e);
            return;
        }
        player.play(response);
    }

    /** The requests so far, with the default parameters merged in, in the order of arrival. */
    public List<ChatRequest> requests() {
        return script.requests();
    }

    /** The options of the requests so far, in the order of arrival. */
    public List<ChatRequestOptions> options() {
        return script.options();
    }

    /** How many streams have been cancelled through their handles. */
    public synchronized long cancellations() {
        return players.stream().filter(StreamPlayer::isCancelled).count();
    }

    /**
     * Checks that the whole script was played.
     *
     * @throws AssertionError if a request failed, or scenes are left
     */
    public void verify() {
        script.verify();
    }

    /**
     * Ends streams that are held, waits for the threads of the model, and does what {@link #verify()} does.
     *
     * @throws AssertionError the same, or if a thread does not end within a minute
     */
    @Override
    public void close() {
        List<Thread> ending;
        synchronized (this) {
            players.forEach(StreamPlayer::end);
            ending = List.copyOf(threads);
        }
        try {
            for (Thread thread : ending) {
                thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
                if (thread.isAlive()) {
                    throw new AssertionError("A callback of " + thread.getName() + " does not return");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        verify();
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return defaults;
    }

    @Override
    public List<ChatModelListener> listeners() {
        return listeners;
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return capabilities;
    }

    @Override
    public ModelProvider provider() {
        return provider;
    }

    /** Writes a script. Not thread-safe. */
    public static final class Builder extends ScriptBuilder<Builder> {

        private final List<StreamDelivery> deliveries = new ArrayList<>();
        private final List<StreamDelivery.HoldPoint> holds = new ArrayList<>();
        private Optional<StreamDelivery.FailurePoint> failure = Optional.empty();
        private Optional<BiConsumer<ChatRequest, StreamingChatResponseHandler>> played = Optional.empty();
        private Optional<Executor> executor = Optional.empty();
        private int chunk = 8;
        private boolean partials = true;
        private boolean contexts = true;
        private boolean cancellable = true;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** Characters per partial callback in the scenes that follow. Default: 8. */
        public Builder chunk(int characters) {
            if (characters < 1) {
                throw new IllegalArgumentException("A chunk needs at least one character, not " + characters);
            }
            this.chunk = characters;
            return this;
        }

        /**
         * Whether there are partial callbacks in the scenes that follow; some providers give only complete tool calls
         * and responses. Default: true.
         */
        public Builder partials(boolean partials) {
            this.partials = partials;
            return this;
        }

        /**
         * Whether partial callbacks of the scenes that follow come with a context, and so with a handle to cancel.
         * Default: true.
         */
        public Builder contexts(boolean contexts) {
            this.contexts = contexts;
            return this;
        }

        /** Whether the handles of the scenes that follow can cancel, or throw instead. Default: true. */
        public Builder cancellable(boolean cancellable) {
            this.cancellable = cancellable;
            return this;
        }

        /** Makes the next scene stop after so many callbacks; 0 is before the first. */
        public Builder holdAfter(int callbacks, Hold hold) {
            holds.add(new StreamDelivery.HoldPoint(callbacks, Objects.requireNonNull(hold, "hold")));
            return this;
        }

        /**
         * Makes the next scene fail after so many callbacks, with {@code onError}; 0 is before the first. Nothing of it
         * comes after that.
         */
        public Builder failAfter(int callbacks, Throwable failure) {
            this.failure =
                    Optional.of(new StreamDelivery.FailurePoint(callbacks, Objects.requireNonNull(failure, "failure")));
            return this;
        }

        /**
         * A scene that does with the handler whatever it likes, on the thread that called {@code chat}; what it throws
         * is thrown.
         */
        public Builder scene(BiConsumer<ChatRequest, StreamingChatResponseHandler> played) {
            this.played = Optional.of(played);
            return response(request -> null);
        }

        @Override
        void sceneAdded() {
            deliveries.add(new StreamDelivery(chunk, partials, contexts, cancellable, holds, failure, played));
            holds.clear();
            failure = Optional.empty();
            played = Optional.empty();
        }

        /**
         * Where the callbacks of all scenes come from; {@code Runnable::run} is the thread that called {@code chat}.
         * Default: a new thread for each request.
         */
        public Builder callbacksOn(Executor executor) {
            this.executor = Optional.of(executor);
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalStateException if expectations, holds or a failure follow the last scene
         */
        public ScriptedStreamingChatModel build() {
            if (!holds.isEmpty() || failure.isPresent()) {
                throw new IllegalStateException(
                        "holdAfter(…) and failAfter(…) belong before the scene; none follows the last one");
            }
            return new ScriptedStreamingChatModel(this);
        }
    }
}
