package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.langchain4j.ptc.quarkus.it.EchoModel;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** {@link EchoModel}, streamed: it answers on an event loop thread, as the clients of Quarkus do. */
public final class EchoStream implements StreamingChatModel {

    /** For {@code streamingChatLanguageModelSupplier}. */
    public static final class Factory implements Supplier<StreamingChatModel> {
        @Override
        public StreamingChatModel get() {
            return new EchoStream();
        }
    }

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        ChatResponse response = new EchoModel().chat(request);
        Vertx.currentContext().runOnContext(ready -> {
            if (response.aiMessage().text() != null) {
                handler.onPartialResponse(response.aiMessage().text());
            }
            handler.onCompleteResponse(response);
        });
    }
}
