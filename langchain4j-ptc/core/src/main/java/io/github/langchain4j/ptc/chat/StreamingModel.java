package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.written.ReplyReader;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A streaming model in one call of the loop, which waits for its responses while their parts pass to the caller. Used by
 * the thread of the call.
 */
final class StreamingModel implements Model {

    private final StreamingChatModel model;
    private final StreamedCall call;
    private final Predicate<String> own;
    private final Set<String> directTools;
    private Optional<ModelStream> last = Optional.empty();

    /**
     * @param model the decorated one
     * @param call of the caller
     * @param own whether a tool is answered by the loop
     * @param directTools those of them that are not the code tool
     */
    StreamingModel(StreamingChatModel model, StreamedCall call, Predicate<String> own, Set<String> directTools) {
        this.model = model;
        this.call = call;
        this.own = own;
        this.directTools = directTools;
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public ChatResponse ask(ChatRequest request, ChatRequestOptions options) {
        return ask(request, options, new ModelStream(call, visible(request), Optional.empty()));
    }

    @Override
    public ChatResponse ask(ChatRequest request, ChatRequestOptions options, ReplyReader reader) {
        return ask(request, options, new ModelStream(call, visible(request), Optional.of(reader)));
    }

    private ChatResponse ask(ChatRequest request, ChatRequestOptions options, ModelStream stream) {
        last = Optional.of(stream);
        call.numbers().responseBegins();
        call.listensTo(stream);
        try {
            send(request, options, stream);
            return stream.await();
        } finally {
            call.listensToNone();
        }
    }

    private void send(ChatRequest request, ChatRequestOptions options, ModelStream stream) {
        try {
            // Models written before options existed override only chat(ChatRequest, handler).
            if (options.equals(ChatRequestOptions.EMPTY)) {
                model.chat(request, stream);
            } else {
                model.chat(request, options, stream);
            }
        } catch (RuntimeException | Error e) {
            stream.onError(e);
        }
    }

    /** The code tool and the caller's tools: what is neither is answered here and no business of the caller's. */
    private Predicate<String> visible(ChatRequest request) {
        Set<String> offered = Stream.ofNullable(request.toolSpecifications())
                .flatMap(tools -> tools.stream().filter(Objects::nonNull))
                .map(ToolSpecification::name)
                .collect(Collectors.toUnmodifiableSet());
        return tool -> !directTools.contains(tool) && (offered.contains(tool) || own.test(tool));
    }

    @Override
    public boolean isWanted() {
        return call.isRunning();
    }

    @Override
    public boolean canAskAgain() {
        return last.map(stream -> !stream.hasPassedOn()).orElse(true) && call.isRunning();
    }
}
