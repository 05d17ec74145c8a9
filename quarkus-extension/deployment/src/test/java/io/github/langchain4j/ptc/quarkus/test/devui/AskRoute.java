package io.github.langchain4j.ptc.quarkus.test.devui;

import io.quarkus.arc.Arc;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Asks the AI service what is posted. */
@ApplicationScoped
public class AskRoute {

    @Inject
    ExpenseAssistant assistant;

    void route(@Observes Router router) {
        router.post("/ask").handler(BodyHandler.create()).blockingHandler(this::ask);
    }

    private void ask(RoutingContext exchange) {
        var request = Arc.container().requestContext();
        request.activate();
        try {
            exchange.response().end(assistant.ask(exchange.body().asString()));
        } finally {
            request.terminate();
        }
    }
}
