package io.github.langchain4j.ptc.chat;

import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/** Events of providers that LangChain4j does not model: handlers have a callback for them since LangChain4j 1.17. */
final class RawEvents {

    private static final Optional<MethodHandle> CALLBACK = callback();

    private RawEvents() {}

    private static Optional<MethodHandle> callback() {
        try {
            return Optional.of(MethodHandles.publicLookup()
                    .findVirtual(
                            StreamingChatResponseHandler.class,
                            "onUnmappedRawEvent",
                            MethodType.methodType(void.class, Object.class)));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Optional.empty();
        }
    }

    /** Passes an event to a handler that can take it. */
    static void pass(StreamingChatResponseHandler handler, Object event) {
        if (CALLBACK.isEmpty()) {
            return;
        }
        try {
            CALLBACK.get().invoke(handler, event);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
