package io.github.langchain4j.ptc.testkit;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

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

    private final List<Scene> scenes;
    private final ChatRequestParameters defaults;
    private final List<ChatModelListener> listeners;
    private final Set<Capability> capabilities;
    private final ModelProvider provider;
    // Guarded by this.
    private final List<ChatRequest> requests = new ArrayList<>();
    private final List<ChatRequestOptions> options = new ArrayList<>();
    private final List<AssertionError> failures = new ArrayList<>();

    private record Scene(List<Consumer<ChatRequest>> expectations, Function<ChatRequest, ChatResponse> answer) {}

    private ScriptedChatModel(Builder builder) {
        scenes = List.copyOf(builder.scenes);
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
        synchronized (this) {
            options.add(given);
        }
        return ChatModel.super.chat(request, given);
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        Scene scene = next(request);
        try {
            scene.expectations.forEach(expectation -> expectation.accept(request));
        } catch (AssertionError e) {
            throw failed(e);
        }
        return scene.answer.apply(request);
    }

    private synchronized Scene next(ChatRequest request) {
        requests.add(request);
        if (requests.size() > scenes.size()) {
            AssertionError unexpected = new AssertionError("Request " + requests.size()
                    + " has no scene: the script has" + " only " + scenes.size() + ". It ends with " + lastOf(request));
            failures.add(unexpected);
            throw unexpected;
        }
        return scenes.get(requests.size() - 1);
    }

    private synchronized AssertionError failed(AssertionError failure) {
        failures.add(failure);
        return failure;
    }

    private static Object lastOf(ChatRequest request) {
        return request.messages().get(request.messages().size() - 1);
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
    public synchronized List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    /** The options of the requests so far, in the order of arrival. */
    public synchronized List<ChatRequestOptions> options() {
        return List.copyOf(options);
    }

    /**
     * Checks that the whole script was played.
     *
     * @throws AssertionError if a request failed, or scenes are left
     */
    public synchronized void verify() {
        if (!failures.isEmpty()) {
            // A new one: the first may be on its way out of the same try statement.
            throw new AssertionError(failures.get(0).getMessage(), failures.get(0));
        }
        if (requests.size() < scenes.size()) {
            throw new AssertionError("Only " + requests.size() + " of " + scenes.size() + " scenes were played");
        }
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
    public static final class Builder {

        private final List<Scene> scenes = new ArrayList<>();
        private final List<Consumer<ChatRequest>> expectations = new ArrayList<>();
        private final List<ChatModelListener> listeners = new ArrayList<>();
        private ChatRequestParameters defaults = DefaultChatRequestParameters.EMPTY;
        private Set<Capability> capabilities = Set.of();
        private ModelProvider provider = ModelProvider.OTHER;
        private TokenUsage usage;
        private String codeTool = "execute_python";
        private int calls;

        private Builder() {}

        /** Adds an assertion about the request that the next scene answers. */
        public Builder expect(Consumer<ChatRequest> expectation) {
            expectations.add(Objects.requireNonNull(expectation, "expectation"));
            return this;
        }

        /** A scene: the model answers with a text. */
        public Builder answer(String text) {
            return message(AiMessage.from(text));
        }

        /**
         * A scene: the model calls the code tool, once for each program. The ids of all programs of a script are
         * {@code call_1}, {@code call_2} and so on.
         */
        public Builder program(String... programs) {
            List<ToolExecutionRequest> requests = new ArrayList<>();
            for (String program : programs) {
                requests.add(ToolExecutionRequest.builder()
                        .id("call_" + ++calls)
                        .name(codeTool)
                        .arguments("{\"code\":" + quoted(program) + "}")
                        .build());
            }
            return message(AiMessage.from(requests));
        }

        /** A scene: the model answers with this message. */
        public Builder message(AiMessage message) {
            return response(ChatResponse.builder()
                    .aiMessage(message)
                    .finishReason(message.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP)
                    .tokenUsage(usage)
                    .build());
        }

        /** A scene: the model gives this response. */
        public Builder response(ChatResponse response) {
            return response(request -> response);
        }

        /** A scene: the response follows from the request; what the function throws is thrown. */
        public Builder response(Function<ChatRequest, ChatResponse> answer) {
            scenes.add(new Scene(List.copyOf(expectations), Objects.requireNonNull(answer, "answer")));
            expectations.clear();
            return this;
        }

        /** A scene: the model fails. */
        public Builder failure(RuntimeException failure) {
            return response(request -> {
                throw failure;
            });
        }

        /** Token usage of the scenes that follow, except for those with a whole response. Default: unknown. */
        public Builder usage(TokenUsage usage) {
            this.usage = usage;
            return this;
        }

        /** Name of the code tool in the programs that follow. Default: {@code execute_python}. */
        public Builder codeTool(String name) {
            this.codeTool = Objects.requireNonNull(name, "name");
            return this;
        }

        /** The model's default parameters. Default: none. */
        public Builder defaultRequestParameters(ChatRequestParameters defaults) {
            this.defaults = Objects.requireNonNull(defaults, "defaults");
            return this;
        }

        /** Adds a listener. */
        public Builder listener(ChatModelListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** What the model says it can do. Default: nothing. */
        public Builder supportedCapabilities(Capability... capabilities) {
            this.capabilities = Set.of(capabilities);
            return this;
        }

        /** The model's provider. Default: {@link ModelProvider#OTHER}. */
        public Builder provider(ModelProvider provider) {
            this.provider = Objects.requireNonNull(provider, "provider");
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalStateException if expectations follow the last scene
         */
        public ScriptedChatModel build() {
            if (!expectations.isEmpty()) {
                throw new IllegalStateException(
                        "expect(…) belongs before the scene that answers the request; none follows the last one");
            }
            return new ScriptedChatModel(this);
        }

        private static String quoted(String text) {
            return TextNode.valueOf(text).toString();
        }
    }
}
