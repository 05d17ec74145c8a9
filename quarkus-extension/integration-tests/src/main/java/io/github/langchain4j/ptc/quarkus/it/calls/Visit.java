package io.github.langchain4j.ptc.quarkus.it.calls;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;

/** What is known of one HTTP request. */
@RequestScoped
public class Visit {

    private final String id = UUID.randomUUID().toString();
    private volatile boolean over;

    public String id() {
        if (over) {
            throw new IllegalStateException("The request is over");
        }
        return id;
    }

    @PreDestroy
    void end() {
        over = true;
    }
}
