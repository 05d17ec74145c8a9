package io.github.langchain4j.ptc.testkit;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the builders of {@link ScriptedChatModel} and {@link ScriptedStreamingChatModel} share: the scenes, and what the
 * model says of itself. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract class ScriptBuilder<B extends ScriptBuilder<B>> {

    private final List<Script.Scene> scenes = new ArrayList<>();
    private final List<Consumer<ChatRequest>> expectations = new ArrayList<>();
    final List<ChatModelListener> listeners = new ArrayList<>();
    ChatRequestParameters defaults = DefaultChatRequestParameters.EMPTY;
    Set<Capability> capabilities = Set.of();
    ModelProvider provider = ModelProvider.OTHER;
    private TokenUsage usage;
    private String codeTool = "execute_python";
    private int calls;

    ScriptBuilder() {}

    abstract B self();

    /** Called when a scene has been added. */
    void sceneAdded() {}

    /** Adds an assertion about the request that the next scene answers. */
    public final B expect(Consumer<ChatRequest> expectation) {
        expectations.add(Objects.requireNonNull(expectation, "expectation"));
        return self();
    }

    /** A scene: the model answers with a text. */
    public final B answer(String text) {
        return message(AiMessage.from(text));
    }

    /**
     * A scene: the model calls the code tool, once for each program. The ids of all programs of a script are
     * {@code call_1}, {@code call_2} and so on.
     */
    public final B program(String... programs) {
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
    public final B message(AiMessage message) {
        return response(ChatResponse.builder()
                .aiMessage(message)
                .finishReason(message.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP)
                .tokenUsage(usage)
                .build());
    }

    /** A scene: the model gives this response. */
    public final B response(ChatResponse response) {
        return response(request -> response);
    }

    /** A scene: the response follows from the request; what the function throws is thrown. */
    public final B response(Function<ChatRequest, ChatResponse> answer) {
        scenes.add(new Script.Scene(List.copyOf(expectations), Objects.requireNonNull(answer, "answer")));
        expectations.clear();
        sceneAdded();
        return self();
    }

    /** A scene: the model fails. */
    public final B failure(RuntimeException failure) {
        return response(request -> {
            throw failure;
        });
    }

    /** Token usage of the scenes that follow, except for those with a whole response. Default: unknown. */
    public final B usage(TokenUsage usage) {
        this.usage = usage;
        return self();
    }

    /** Name of the code tool in the programs that follow. Default: {@code execute_python}. */
    public final B codeTool(String name) {
        this.codeTool = Objects.requireNonNull(name, "name");
        return self();
    }

    /** The model's default parameters. Default: none. */
    public final B defaultRequestParameters(ChatRequestParameters defaults) {
        this.defaults = Objects.requireNonNull(defaults, "defaults");
        return self();
    }

    /** Adds a listener. */
    public final B listener(ChatModelListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return self();
    }

    /** What the model says it can do. Default: nothing. */
    public final B supportedCapabilities(Capability... capabilities) {
        this.capabilities = Set.of(capabilities);
        return self();
    }

    /** The model's provider. Default: {@link ModelProvider#OTHER}. */
    public final B provider(ModelProvider provider) {
        this.provider = Objects.requireNonNull(provider, "provider");
        return self();
    }

    /**
     * The script.
     *
     * @throws IllegalStateException if expectations follow the last scene
     */
    final Script script() {
        if (!expectations.isEmpty()) {
            throw new IllegalStateException(
                    "expect(…) belongs before the scene that answers the request; none follows the last one");
        }
        return new Script(scenes);
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
