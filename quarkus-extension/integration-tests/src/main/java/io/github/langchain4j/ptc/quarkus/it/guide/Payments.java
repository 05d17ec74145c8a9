package io.github.langchain4j.ptc.quarkus.it.guide;

import dev.langchain4j.agent.tool.Tool;
import io.github.langchain4j.ptc.catalog.Caller;
import io.github.langchain4j.ptc.quarkus.AllowedCallers;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
public class Payments {

    @Tool("Pays an expense")
    @AllowedCallers(Caller.DIRECT)
    public String pay(String expense) {
        return "paid " + expense;
    }

    @Tool("What an expense costs, in cents")
    @AllowedCallers({Caller.DIRECT, Caller.CODE})
    public int price(String expense) {
        return 4200;
    }

    @Tool("Cancels an expense")
    public boolean cancel(String expense) {
        return true;
    }
}
