package io.github.langchain4j.ptc;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.chat.Model;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A chat model with programmatic tool calling, in front of any other: the model writes Python programs that call the
 * tools, and only what these print or return reaches it.
 *
 * <pre>{@code
 * ChatModel model = PtcChatModel.builder()
 *         .model(openAi)
 *         .sandbox(sandbox)
 *         .tools(new Expenses())
 *         .build();
 * Assistant assistant = AiServices.create(Assistant.class, model);
 * }</pre>
 *
 * <p><b>With tools of its own</b> ({@code tools(…)}), programs call these, here, and what a program needs is done within
 * one {@code chat}. The tools of a request are the caller's, as always: requests for them are returned, even if the
 * model asked for programs in the same message. Tools of its own that the model may call directly ({@code
 * allowed_callers}) are executed here, on the calling thread, and each result goes to the model.
 *
 * <p><b>Without</b> ({@link #wrap}), programs call the tools of the request, and the caller executes the calls: {@code
 * chat} returns them as ordinary tool requests while the program rests, and goes on with it when a request ends with all
 * the results, which do not reach the model. At most eight calls go out at once, and at most fifty times for one
 * question. Only the results are taken from that request: what the model has seen is kept here for as long as the program
 * rests, so a chat memory may have dropped it. The same results sent again never run anything twice. A user message
 * instead of results, or a wait of more than 15 minutes, ends the program, and the model is told so. Metadata of a tool
 * ({@code allowed_callers}) say otherwise in both cases.
 *
 * <p><b>What it does in one turn.</b> The model is offered the code tool besides the tools that it may call itself, and
 * asked again after its programs until it answers, needs the caller, or has been asked {@code maxRounds} times; the last
 * time without tools of ours. Programs run one after the other in a session that lasts until the model has answered, or
 * as long as the conversation ({@link Builder#sessionScope}).
 *
 * <p><b>Models without tool calling</b> write programs into their replies ({@link Builder#toolCalling}): the request has
 * no tools then, the system message says what programs can do, and their output is a user message.
 *
 * <p><b>What it hides.</b> The returned message carries in its attribute {@code ptc} what the model said and was
 * answered before it, as plain JSON values of about 100,000 characters at most, which survive message serialization.
 * When the message comes back in the history of a later request, the model sees all of it again. An attribute that is
 * missing or cannot be read is ignored: the model then sees what the caller sees. Code and output of programs are
 * therefore wherever the chat memory is stored.
 *
 * <p><b>Failures.</b> A program that fails, or is ended at a limit, is an answer to the model. If the decorated model
 * fails after a program ran, only its call is repeated ({@code modelRetries}), so that no program runs twice; if it
 * keeps failing, and in all other cases, its exception is thrown as it is, and calling {@code chat} again starts the
 * turn afresh; a turn that the caller was asked in goes on where it was. A sandbox that cannot run programs at all is a
 * {@code SandboxUnavailableException} to the caller. If the thread is interrupted, the running program is ended and a
 * {@code LangChain4jException} thrown, with the interrupt flag set.
 *
 * <p>Token usage is the sum over the calls of the model since the last response, the rest of the metadata that of the
 * last one. Listeners, capabilities, provider and default parameters are the decorated model's (without response formats
 * where it gets no tools); its listeners see each of its calls.
 *
 * <p>Thread-safe: one model can serve any number of services, conversations and threads. It keeps programs that wait for callers, in
 * number and time bounded ({@code maxSuspended}, {@code pauseTime}), and with {@code SessionScope.CONVERSATION} the
 * sessions of conversations; all else travels in the messages.
 */
public final class PtcChatModel implements ChatModel, AutoCloseable {

    private final ChatModel model;
    private final Model asked;
    private final PtcModelBuilder.Parts parts;

    private PtcChatModel(ChatModel model, PtcModelBuilder.Parts parts) {
        this.model = model;
        this.asked = Model.of(model);
        this.parts = parts;
    }

    /**
     * A decorator that knows no tools: programs may call those of each request, and the caller executes their calls. The
     * same as {@code builder().model(model).sandbox(sandbox).build()}.
     *
     * @param model to decorate; stays the caller's
     * @param sandbox where programs run; stays the caller's to close, after the model
     */
    public static PtcChatModel wrap(ChatModel model, Sandbox sandbox) {
        return builder().model(model).sandbox(sandbox).build();
    }

    /** A builder; {@code model} and {@code sandbox} are required. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers the request; programs that the model writes on the way are run.
     *
     * @param request as for any chat model; its tools must not have names of ours
     * @param options passed to the decorated model
     * @throws io.github.langchain4j.ptc.sandbox.SandboxUnavailableException if no program can be run
     * @throws IllegalArgumentException if a tool of the request has the name of one of ours, or if results of tool calls
     *     are missing or belong elsewhere; the message says which and what to do
     */
    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        return parts.loop().chat(asked, request, options);
    }

    /** The same as {@link #chat(ChatRequest)}, for decorators that skip the listeners of what they decorate. */
    @Override
    public ChatResponse doChat(ChatRequest request) {
        return parts.loop().chat(asked, request, ChatRequestOptions.EMPTY);
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

    /** Ends what this model started: programs that run or wait are cancelled. Sandbox, executor and a given runner stay open. */
    @Override
    public void close() {
        parts.close();
    }

    /** Collects the parts of a {@link PtcChatModel}. Not thread-safe. */
    public static final class Builder extends PtcModelBuilder<Builder> {

        private ChatModel model;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** The model to decorate; stays the caller's. Required. */
        public Builder model(ChatModel model) {
            this.model = Objects.requireNonNull(model, "model");
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalStateException if something required is missing, or given twice
         * @throws IllegalArgumentException if something does not fit; the message says what, where, and what to do
         */
        public PtcChatModel build() {
            if (model == null) {
                throw new IllegalStateException("No model: call model(…) with the ChatModel to decorate");
            }
            if (model instanceof PtcChatModel) {
                throw new IllegalArgumentException(
                        "model(…) got a PtcChatModel: decorate the original model, once, with all tools");
            }
            return new PtcChatModel(model, parts());
        }
    }
}
