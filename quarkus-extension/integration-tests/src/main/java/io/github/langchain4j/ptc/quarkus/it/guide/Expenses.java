package io.github.langchain4j.ptc.quarkus.it.guide;

import dev.langchain4j.agent.tool.Tool;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;

@ApplicationScoped
public class Expenses {

    public enum Status {
        APPROVED,
        PENDING
    }

    public record Expense(String id, String category, Status status, BigDecimal amount) {}

    @Tool("Ids of the members of a department")
    public List<String> members(String department) {
        return List.of("E1", "E2", "E3");
    }

    @Tool("Expenses of one person in a quarter such as \"Q3\"")
    public List<Expense> expenses(String employee, String quarter) {
        return List.of(
                new Expense(employee + "-1", "travel", Status.APPROVED, new BigDecimal("2400")),
                new Expense(employee + "-2", "travel", Status.PENDING, new BigDecimal("9000")),
                new Expense(employee + "-3", "meals", Status.APPROVED, new BigDecimal("80")));
    }
}
