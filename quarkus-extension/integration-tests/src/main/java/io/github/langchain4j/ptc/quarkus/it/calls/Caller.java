package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.agent.tool.Tool;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.Context;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

/** Tools that tell who calls them, and where. */
@ApplicationScoped
public class Caller {

    private final SecurityIdentity identity;
    private final Visit visit;
    private final HttpHeaders headers;

    Caller(SecurityIdentity identity, Visit visit, @jakarta.ws.rs.core.Context HttpHeaders headers) {
        this.identity = identity;
        this.visit = visit;
        this.headers = headers;
    }

    @Tool("Name of the user")
    public String user() {
        return identity.isAnonymous() ? "nobody" : identity.getPrincipal().getName();
    }

    @Tool("Name of the user, after some time")
    public String userAfter(int milliseconds) throws InterruptedException {
        Thread.sleep(milliseconds);
        return user();
    }

    @Tool("Number of the HTTP request")
    public String visit() {
        return visit.id();
    }

    @Tool("A header of the HTTP request")
    public String header(String name) {
        return headers.getHeaderString(name);
    }

    @Tool("The secret of administrators")
    @RolesAllowed("admin")
    public String secret() {
        return "the secret of " + user();
    }

    @Tool("Name of the thread, and what kind it is")
    public String thread() {
        return Thread.currentThread().getName() + (Context.isOnEventLoopThread() ? " of the event loop" : "");
    }
}
