package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.invocation.InvocationParameters;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The services, over HTTP. */
@Path("/calls")
@Produces(MediaType.TEXT_PLAIN)
public class CallsResource {

    private final Clerk clerk;
    private final DirectClerk direct;
    private final CarefulClerk careful;
    private final Diary diary;
    private final Speaker speaker;
    private final Visit visit;
    private final Ledger ledger;
    private final ExecutorService virtualThreads;

    CallsResource(
            Clerk clerk,
            DirectClerk direct,
            CarefulClerk careful,
            Diary diary,
            Speaker speaker,
            Visit visit,
            Ledger ledger,
            @VirtualThreads ExecutorService virtualThreads) {
        this.clerk = clerk;
        this.direct = direct;
        this.careful = careful;
        this.diary = diary;
        this.speaker = speaker;
        this.visit = visit;
        this.ledger = ledger;
        this.virtualThreads = virtualThreads;
    }

    @POST
    public String ask(String program) {
        return clerk.ask(program);
    }

    @POST
    @Path("/direct")
    public String direct(String call) {
        return direct.ask(call);
    }

    @POST
    @Path("/careful")
    public String careful(String program) {
        return careful.ask(program);
    }

    @POST
    @Path("/diary/{id}")
    public String diary(@RestPath String id, String program) {
        return diary.ask(id, program);
    }

    @POST
    @Path("/parameters")
    public String parameters(@RestQuery String tenant, String program) {
        return clerk.askFor(program, InvocationParameters.from("tenant", tenant));
    }

    /** The request before and after, as well. */
    @POST
    @Path("/visit")
    public String visit(String program) {
        return visit.id() + "\n" + clerk.ask(program) + "\n" + visit.id();
    }

    /** The transaction before and after, as well. */
    @POST
    @Path("/transaction")
    @Transactional
    public String transaction(String program) throws SystemException {
        return ledger.transaction() + "\n" + clerk.ask(program) + "\n" + ledger.transaction();
    }

    @POST
    @Path("/direct-transaction")
    @Transactional
    public String directTransaction(String call) throws SystemException {
        return ledger.transaction() + "\n" + direct.ask(call);
    }

    @POST
    @Path("/event-loop")
    @NonBlocking
    public String eventLoop(String program) {
        return clerk.ask(program);
    }

    @POST
    @Path("/uni")
    public Uni<String> uni(String program) {
        return Uni.createFrom().item(() -> clerk.ask(program));
    }

    /** On a virtual thread, if there are any. */
    @POST
    @Path("/virtual")
    public String virtual(String program) throws ExecutionException, InterruptedException {
        return virtualThreads
                .submit(() -> Thread.currentThread() + "\n" + clerk.ask(program))
                .get();
    }

    @POST
    @Path("/stream")
    public Multi<String> stream(String program) {
        return speaker.ask(program);
    }

    @POST
    @Path("/visit-stream")
    public Multi<String> visitStream(String program) {
        String id = visit.id();
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(() -> id + "\n"), speaker.ask(program));
    }

    @ServerExceptionMapper
    public Response failed(RuntimeException failure) {
        return Response.serverError()
                .type(MediaType.TEXT_PLAIN)
                .entity(failure.getClass().getSimpleName() + ": " + failure.getMessage())
                .build();
    }
}
