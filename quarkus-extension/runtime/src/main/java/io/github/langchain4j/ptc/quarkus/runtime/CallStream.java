package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolExecution;
import io.quarkiverse.langchain4j.runtime.aiservice.AiServiceMethodCreateInfo;
import io.quarkiverse.langchain4j.runtime.aiservice.ChatEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** What a streaming method of an AI service answers: its programs end when nobody wants the answer any more. */
final class CallStream {

    private CallStream() {}

    /**
     * The stream for the application. Who gets the events of a call gets those of the tools that programs call, too, as if
     * the model had called them: before that of the code tool which tells that the program has ended.
     *
     * @param stream of Quarkus
     * @param tools of the call
     */
    static Multi<?> of(Multi<?> stream, AiServiceMethodCreateInfo method, CollapsedTools tools) {
        // Output guardrails let no event of tools pass.
        if (!isOfEvents(method.getReturnType()) || method.getOutputGuardrails().hasGuardrails()) {
            return stream.onCancellation().invoke(tools::end);
        }
        return Multi.createFrom().<Object>emitter(emitter -> {
            tools.watch(before -> emitter.emit(event(before)), after -> emitter.emit(event(after)));
            Cancellable subscription = subscribe(stream, emitter);
            emitter.onTermination(() -> {
                subscription.cancel();
                tools.end();
            });
        });
    }

    private static Cancellable subscribe(Multi<?> stream, MultiEmitter<? super Object> emitter) {
        return stream.subscribe().with(emitter.context(), emitter::emit, emitter::fail, emitter::complete);
    }

    private static boolean isOfEvents(Type type) {
        return type instanceof ParameterizedType multi && multi.getActualTypeArguments()[0] == ChatEvent.class;
    }

    private static ChatEvent event(BeforeToolExecution before) {
        return new ChatEvent.BeforeToolExecutionEvent(before.request());
    }

    private static ChatEvent event(ToolExecution after) {
        return new ChatEvent.ToolExecutedEvent(after);
    }
}
