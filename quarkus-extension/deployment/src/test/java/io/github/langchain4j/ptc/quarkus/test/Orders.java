package io.github.langchain4j.ptc.quarkus.test;

import dev.langchain4j.agent.tool.Tool;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Tools for programs. */
@ApplicationScoped
public class Orders {

    /** Calls both tools. */
    public static final String PROGRAM = "print(sum(o.total for o in findOrders('c7')), greet('you'))";

    /** What {@link #PROGRAM} prints; the exclamation mark stands for the request scope. */
    public static final String PRINTED = "42.0 Hello you!";

    public record Order(String id, double total) {}

    @Tool("Orders of a customer")
    List<Order> findOrders(String customer) {
        return List.of(new Order(customer + "-1", 10), new Order(customer + "-2", 32));
    }

    @Tool("Says hello")
    String greet(String name) {
        return "Hello " + name + (Arc.container().requestContext().isActive() ? "!" : "?");
    }
}
