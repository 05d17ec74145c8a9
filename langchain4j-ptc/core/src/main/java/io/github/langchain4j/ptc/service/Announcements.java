package io.github.langchain4j.ptc.service;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.observability.api.event.AiServiceCompletedEvent;
import dev.langchain4j.observability.api.event.AiServiceErrorEvent;
import dev.langchain4j.observability.api.event.AiServiceEvent;
import dev.langchain4j.observability.api.event.AiServiceRequestIssuedEvent;
import dev.langchain4j.observability.api.event.AiServiceResponseReceivedEvent;
import dev.langchain4j.observability.api.listener.AiServiceCompletedListener;
import dev.langchain4j.observability.api.listener.AiServiceErrorListener;
import dev.langchain4j.observability.api.listener.AiServiceRequestIssuedListener;
import dev.langchain4j.observability.api.listener.AiServiceResponseReceivedListener;
import dev.langchain4j.service.AiServiceContext;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.UUID;

/** What the events of a service tell about its invocations. Thread-safe. */
final class Announcements {

    private record Issued(WeakReference<ChatRequest> request, UUID invocation) {}

    private final AiServiceContext service;
    private final Invocations invocations;
    // A request is announced on the thread that then hands it to the model, which is told nothing of the invocation.
    private final ThreadLocal<Issued> issued = new ThreadLocal<>();
    private volatile UUID begun;

    Announcements(AiServiceContext service, Invocations invocations) {
        this.service = service;
        this.invocations = invocations;
    }

    /** An invocation begins; events that do not say whose they are, are of the last one. */
    void begin(UUID invocation) {
        begun = invocation;
    }

    void register() {
        service.eventListenerRegistrar.register((AiServiceRequestIssuedListener) this::onRequest);
        service.eventListenerRegistrar.register((AiServiceResponseReceivedListener) this::onResponse);
        service.eventListenerRegistrar.register((AiServiceCompletedListener) this::onCompletion);
        service.eventListenerRegistrar.register((AiServiceErrorListener) this::onError);
    }

    private UUID invocation(AiServiceEvent event) {
        UUID known = event.invocationContext().invocationId();
        return known == null ? begun : known;
    }

    private void onRequest(AiServiceRequestIssuedEvent event) {
        if (service.streamingChatModel != null) {
            issued.set(new Issued(new WeakReference<>(event.request()), invocation(event)));
        }
    }

    private void onResponse(AiServiceResponseReceivedEvent event) {
        issued.remove(); // a blocking model did not ask
        invocations.find(invocation(event)).ifPresent(invocation -> invocation.responded(event.response()));
    }

    private void onCompletion(AiServiceCompletedEvent event) {
        invocations.end(invocation(event));
    }

    private void onError(AiServiceErrorEvent event) {
        invocations.end(invocation(event));
    }

    /** Whose request it is; empty if it was not announced on this thread. */
    Optional<Invocation> invocation(ChatRequest request) {
        Issued last = issued.get();
        issued.remove();
        return last != null && last.request().get() == request ? invocations.find(last.invocation()) : Optional.empty();
    }
}
