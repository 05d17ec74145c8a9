package io.github.langchain4j.ptc.quarkus.test.dev;

import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.github.langchain4j.ptc.quarkus.test.EchoModel;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** What the tests ask the application. */
@ApplicationScoped
public class Routes {

    @Inject
    Assistant assistant;

    @Inject
    Sandboxes sandboxes;

    void add(@Observes Router router) {
        router.post("/programs/:conversation").handler(BodyHandler.create()).blockingHandler(this::run, false);
        router.get("/offered").handler(request -> request.end(EchoModel.description()));
        router.get("/sandbox")
                .blockingHandler(request -> request.end(String.valueOf(System.identityHashCode(sandbox()))));
        router.get("/ready")
                .blockingHandler(request -> request.end(String.valueOf(sandbox().idle())));
    }

    @ActivateRequestContext
    void run(RoutingContext request) {
        request.end(
                assistant.chat(request.pathParam("conversation"), request.body().asString()));
    }

    private WarmSandbox sandbox() {
        return sandboxes.sandbox(Sandboxes.DEFAULT);
    }
}
