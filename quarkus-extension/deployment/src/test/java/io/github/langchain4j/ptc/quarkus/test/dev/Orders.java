package io.github.langchain4j.ptc.quarkus.test.dev;

import dev.langchain4j.agent.tool.Tool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The tools that the tests change. */
@ApplicationScoped
public class Orders {

    /** What one of them returns. */
    public record Order(String id, double total) {}

    @Tool("Orders of a customer")
    public List<Order> findOrders(String customer) {
        return List.of(new Order(customer + "-1", 10), new Order(customer + "-2", 32));
    }

    // more tools
}
