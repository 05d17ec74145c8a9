package io.github.langchain4j.ptc.chat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.Programs;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What the tests of streaming share beside {@link LoopFixture}. */
final class StreamingFixture {

    static final ChatRequest QUESTION =
            ChatRequest.builder().messages(UserMessage.from("Go")).build();

    private StreamingFixture() {}

    /** A loop over programs that need not be real. */
    static StreamingChatLoop streaming(StreamingChatModel model, Programs programs) {
        return streaming(model, programs, LoopFixture.SETTINGS, Optional.empty());
    }

    static StreamingChatLoop streaming(
            StreamingChatModel model, Programs programs, ChatSettings settings, Optional<Executor> executor) {
        ToolCatalog catalog =
                ToolCatalog.builder().add(new LoopFixture.Office()).build();
        return new StreamingChatLoop(new ChatLoop(catalog, "", programs, settings), catalog, model, executor);
    }

    static StreamRecorder ask(StreamingChatLoop loop) {
        return ask(loop, QUESTION);
    }

    static StreamRecorder ask(StreamingChatLoop loop, ChatRequest request) {
        StreamRecorder recorder = new StreamRecorder();
        ask(loop, request, recorder);
        return recorder;
    }

    static void ask(StreamingChatLoop loop, ChatRequest request, StreamingChatResponseHandler handler) {
        loop.chat(request, null, handler);
    }
}
