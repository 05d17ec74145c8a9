package io.github.langchain4j.ptc.testkit;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;

/**
 * A chat model that plays a script, and asserts the requests that it gets:
 *
 * <pre>{@code
 * try (ScriptedChatModel script = ScriptedChatModel.builder()
 *         .program("print(await add(a=1, b=2))")
 *         .expect(request -> assertThat(ScriptedChatModel.lastResults(request)).containsExactly("3"))
 *         .answer("It is 3.")
 *         .build()) {
 *     ChatModel model = PtcChatModel.builder().model(script).sandbox(sandbox).tools(new Sums()).build();
 *     assertThat(model.chat("What is 1 + 2?")).isEqualTo("It is 3.");
 * }
 * }</pre>
 *
 * <p>Each request takes the next scene of the script: its expectations are checked, then it is answered. A request that
 * fails an expectation, or for which there is no scene left, is answered by an {@link AssertionError}; {@link #verify()},
 * which {@link #close()} calls, throws it again in case that the code under test swallowed it, and fails if scenes are
 * left.
 *
 * <p>Thread-safe; requests that arrive at once take their scenes in an undefined order.
 */
public final class ScriptedChatModel implements ChatModel, AutoCloseable {

    private final Script script;
    private final ChatRequestParameters defaults;
    private final List<ChatModelListener> listeners;
    private final Set<Capability> capabilities;
    private final ModelProvider provider;

    private ScriptedChatModel(Builder builder) {
        script = builder.script();
        defaults = builder.defaults;
        listeners = List.copyOf(builder.listeners);
        capabilities = Set.copyOf(builder.capabilities);
        provider = builder.provider;
    }

    /** An empty script. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions given) {
        script.record(given);
        return ChatModel.super.chat(request, given);
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return script.play(script.next(request), request);
    }

    /**
     * The texts of the tool results at the end of a request, in their order; empty if it ends otherwise.
     *
     * @param request whose results are all texts
     */
    public static List<String> lastResults(ChatRequest request) {
        LinkedList<String> texts = new LinkedList<>();
        List<ChatMessage> messages = request.messages();
        for (int i = messages.size() - 1; i >= 0 && messages.get(i) instanceof ToolExecutionResultMessage result; i--) {
            texts.addFirst(result.text());
        }
        return List.copyOf(texts);
    }

    /** The requests so far, with the default parameters merged in, in the order of arrival. */
    public List<ChatRequest> requests() {
        return script.requests();
    }

    /** The options of the requests so far, in the order of arrival. */
    public List<ChatRequestOptions> options() {
        return script.options();
    }

    /**
     * Checks that the whole script was played.
     *
     * @throws AssertionError if a request failed, or scenes are left
     */
    public void verify() {
        script.verify();
    }

    /** The same as {@link #verify()}. */
    @Override
    public void close() {
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

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalStateException if expectations follow the last scene
         */
        public ScriptedChatModel build() {
            return new ScriptedChatModel(this);
        }
    }
}
