package io.github.langchain4j.ptc.samples.expense.web;

import io.github.langchain4j.ptc.samples.expense.Question;
import io.github.langchain4j.ptc.samples.expense.TokenCounter;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the page asks for. */
@Path("/audit")
final class AuditResource {

    private static final int LONGEST_QUESTION = 4_000;

    private final Audit audit;
    private final AuditConfig config;
    private final String sandbox;

    AuditResource(
            Audit audit,
            AuditConfig config,
            @ConfigProperty(name = "quarkus.langchain4j.ptc.sandbox.type", defaultValue = "embedded") String sandbox) {
        this.audit = audit;
        this.config = config;
        this.sandbox = sandbox;
    }

    /**
     * What the page says before anything is asked.
     *
     * @param recorded whether the model is the recorded one, which answers the standard question alone
     */
    record Setup(String question, String model, boolean recorded, String sandbox, String tokenizer) {}

    /**
     * What is asked.
     *
     * @param question the standard one if {@code null}
     * @param compare whether to ask by ordinary tool calling, too
     */
    record Ask(String question, boolean compare) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Setup setup() {
        return new Setup(Question.TEXT, config.model(), config.isRecorded(), sandbox, TokenCounter.ENCODING);
    }

    /**
     * Asks, and streams what happens. A POST with JSON, because an answer of a real model costs money: pages of other sites
     * cannot send it, and nothing repeats it by itself.
     */
    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> ask(Ask ask, @Context Sse sse) {
        String question = ask == null || ask.question() == null ? Question.TEXT : ask.question();
        requireAnswerable(question);
        return audit.ask(question, ask != null && ask.compare())
                .map(event -> sse.newEventBuilder()
                        .name(event.name())
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(event.data())
                        .build());
    }

    private void requireAnswerable(String question) {
        if (question.isBlank() || question.length() > LONGEST_QUESTION) {
            throw refused("A question has 1 to " + LONGEST_QUESTION + " characters");
        }
        if (config.isRecorded() && !question.equals(Question.TEXT)) {
            throw refused(
                    "The recorded model answers the recorded question alone: for others, choose a real model with "
                            + "audit.model");
        }
    }

    private static BadRequestException refused(String message) {
        return new BadRequestException(Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity(message)
                .build());
    }
}
