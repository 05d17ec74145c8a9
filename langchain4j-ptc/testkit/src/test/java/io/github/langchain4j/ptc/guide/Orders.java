package io.github.langchain4j.ptc.guide;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.util.List;
import java.util.Map;

class Orders {

    record Order(String id, int cents, boolean paid) {}

    private final Map<String, List<Order>> orders = Map.of(
            "Ann", List.of(new Order("A1", 9_900, true), new Order("A2", 12_050, false)),
            "Bob", List.of(new Order("B1", 3_000, false), new Order("B2", 4_500, false)),
            "Eve", List.of(new Order("E1", 800, true)));

    @Tool("Names of all customers")
    List<String> customers() {
        return orders.keySet().stream().sorted().toList();
    }

    @Tool("Orders of a customer")
    List<Order> findOrders(@P("name of the customer") String customer) {
        return orders.getOrDefault(customer, List.of());
    }
}
