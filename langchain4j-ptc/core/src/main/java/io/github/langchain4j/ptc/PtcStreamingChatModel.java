package io.github.langchain4j.ptc;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.langchain4j.ptc.chat.StreamingChatLoop;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * A streaming chat model with programmatic tool calling, in front of any other: the streaming twin of
 * {@link PtcChatModel}, which says what such a model does, hides and returns.
 *
 * <pre>{@code
 * StreamingChatModel model = PtcStreamingChatModel.builder()
 *         .model(openAi)
 *         .sandbox(sandbox)
 *         .tools(new Expenses())
 *         .build();
 * Assistant assistant = AiServices.create(Assistant.class, model); // whose methods return TokenStream
 * }</pre>
 *
 * <p><b>Threads.</b> {@code chat} returns at once. Programs, and tools without an executor of their own, run on a thread
 * that each call has while it runs ({@link Builder#executor}), never on one of the decorated model's; the handler's
 * {@code onCompleteToolCall}, {@code onCompleteResponse} and {@code onError} come on it, too. Parts of responses come on
 * the thread on which the decorated model gives them.
 *
 * <p><b>What is streamed.</b> Text and thinking of all responses, those before a program included, so that the parts
 * together can be more than the text of the final response. Tool calls while they are written, of the code tool and of
 * the caller's tools; their indices are unique within a call. {@code onCompleteToolCall} comes only for tool calls that
 * the caller is to answer, in the order of the response that follows.
 *
 * <p>With {@code toolCalling} FENCED or AUTO, text is held back from where a program may begin; if there was none, it
 * comes when that is clear, at the latest before the final response.
 *
 * <p><b>Cancelling.</b> The {@code StreamingHandle} of the contexts stays the same for the whole call, whatever happens
 * in it. {@code cancel()} stops the decorated model's stream (where that cannot be stopped, it is ignored), a running
 * program, a tool (by an interrupt), and a wait between retries; nothing more is told to the handler but a callback that
 * is just on its way. Any thread may cancel, at any time, also twice.
 *
 * <p><b>Failures.</b> Everything that goes wrong is told to {@code onError}, once: also what {@link PtcChatModel} would
 * throw. A failure of the decorated model after a program ran is repaired by asking it again only as long as nothing of
 * the failed response was told. What the handler throws is told to its {@code onError}, and the call goes on.
 *
 * <p>Thread-safe and without state of conversations: one model can serve any number of services and threads.
 */
public final class PtcStreamingChatModel implements StreamingChatModel, AutoCloseable {

    private final StreamingChatModel model;
    private final StreamingChatLoop loop;
    private final PtcModelBuilder.Parts parts;

    private PtcStreamingChatModel(StreamingChatModel model, PtcModelBuilder.Parts parts, Optional<Executor> executor) {
        this.model = model;
        this.parts = parts;
        this.loop = new StreamingChatLoop(parts.loop(), parts.runner().catalog(), model, executor);
    }

    /** A builder; {@code model} and {@code sandbox} are required. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A decorator that knows no tools: programs may call those of each request, and the caller executes their calls. The
     * same as {@code builder().model(model).sandbox(sandbox).build()}.
     *
     * @param model to decorate; stays the caller's
     * @param sandbox where programs run; stays the caller's to close, after the model
     */
    public static PtcStreamingChatModel wrap(StreamingChatModel model, Sandbox sandbox) {
        return builder().model(model).sandbox(sandbox).build();
    }

    /**
     * Starts to answer the request; programs that the model writes on the way are run.
     *
     * @param request as for any streaming chat model; its tools must not have names of ours
     * @param options passed to the decorated model
     * @param handler told everything else, on the threads that the class says
     */
    @Override
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        loop.chat(request, options, handler);
    }

    /**
     * The same as {@link #chat(ChatRequest, StreamingChatResponseHandler)}, for decorators that skip the listeners of
     * what they decorate.
     */
    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        loop.chat(request, ChatRequestOptions.EMPTY, handler);
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
        return parts.loop().capabilities(model.supportedCapabilities());
    }

    /**
     * Ends what this model started: calls are cancelled and their handlers told so by {@code onError}, on this thread.
     * Sandbox, executor and a given runner stay open.
     */
    @Override
    public void close() {
        loop.close();
        parts.close();
    }

    /** Collects the parts of a {@link PtcStreamingChatModel}. Not thread-safe. */
    public static final class Builder extends PtcModelBuilder<Builder> {

        private StreamingChatModel model;
        private Optional<Executor> executor = Optional.empty();

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** The model to decorate; stays the caller's. Required. */
        public Builder model(StreamingChatModel model) {
            this.model = Objects.requireNonNull(model, "model");
            return this;
        }

        /**
         * Where calls run, one thread for each from {@code chat} to the last callback; stays the caller's. It needs as
         * many threads as there are calls at once, those that handlers make and wait for included. A task is interrupted
         * when its call is cancelled. Default: virtual threads where the JDK has them, else daemon threads of this model,
         * in both cases as many as needed.
         */
        public Builder executor(Executor executor) {
            this.executor = Optional.of(executor);
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalStateException if something required is missing, or given twice
         * @throws IllegalArgumentException if something does not fit; the message says what, where, and what to do
         */
        public PtcStreamingChatModel build() {
            if (model == null) {
                throw new IllegalStateException("No model: call model(…) with the StreamingChatModel to decorate");
            }
            if (model instanceof PtcStreamingChatModel) {
                throw new IllegalArgumentException(
                        "model(…) got a PtcStreamingChatModel: decorate the original model, once, with all tools");
            }
            return new PtcStreamingChatModel(model, parts(), executor);
        }
    }
}
