package io.github.langchain4j.ptc.quarkus.it.observe;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

@Path("/observe")
public class ObservedResource {

    private final ObservedAssistant assistant;
    private final SharedAssistant shared;
    private final Vertx vertx;

    public ObservedResource(ObservedAssistant assistant, SharedAssistant shared, Vertx vertx) {
        this.assistant = assistant;
        this.shared = shared;
        this.vertx = vertx;
    }

    @POST
    public String chat(String question) {
        return assistant.chat(question);
    }

    /** As a consumer of messages does: on a Vert.x context without a request. */
    @POST
    @Path("/message")
    public String consume(String question) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        return context.executeBlocking(() -> shared.chat(question))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
