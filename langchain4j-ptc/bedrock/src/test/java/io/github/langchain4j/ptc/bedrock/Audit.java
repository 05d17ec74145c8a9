package io.github.langchain4j.ptc.bedrock;

import dev.langchain4j.agent.tool.Tool;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The expense scenario, small: who spent more on travel than the budget allows? Thread-safe. */
final class Audit {

    static final String QUESTION = "Which engineering team members exceeded their Q3 travel budget?";

    /** What the program returns, as the model reads it. */
    static final String FINDING = "[{\"name\":\"Ann\",\"spent\":5400,\"budget\":5000},"
            + "{\"name\":\"Eve\",\"spent\":3100,\"budget\":3000}]";

    /** What the model then answers. */
    static final String ANSWER = "Over budget: " + FINDING;

    /** Quotes, escapes and line breaks, because they have to survive JSON that is torn into pieces. */
    static final String PROGRAM = """
            # who is "over"? (\\u00fc, \\t and \\n stay as they are)
            team = await get_team_members("engineering")
            over = []
            for member in team:
                records, custom = await asyncio.gather(
                    get_expenses(member["id"], "Q3"), get_custom_budget(member["id"]))
                spent = sum(r["amount"] for r in records
                            if r["category"] == 'travel' and r["status"] == "approved")
                budget = custom["amount"] if custom else 5000
                if spent > budget:
                    over.append({"name": member["name"], "spent": spent, "budget": budget})
            over
            """;

    record Member(String id, String name) {}

    record Expense(String employee, LocalDate date, String category, String status, int amount) {}

    record Budget(int amount) {}

    private static final Map<String, Integer> TRAVEL = Map.of("E1", 5_400, "E2", 5_000, "E3", 3_100);

    private final AtomicInteger runs = new AtomicInteger();

    /** How many programs have begun to ask. */
    int runs() {
        return runs.get();
    }

    @Tool("The members of a department")
    List<Member> get_team_members(String department) {
        runs.incrementAndGet();
        return List.of(new Member("E1", "Ann"), new Member("E2", "Bob"), new Member("E3", "Eve"));
    }

    @Tool("All expenses of an employee in a quarter")
    List<Expense> get_expenses(String employee, String quarter) {
        LocalDate day = LocalDate.of(2025, 8, 1);
        int half = TRAVEL.get(employee) / 2;
        return List.of(
                new Expense(employee, day, "travel", "approved", half),
                new Expense(employee, day, "travel", "approved", TRAVEL.get(employee) - half),
                new Expense(employee, day, "travel", "rejected", 9_000),
                new Expense(employee, day, "lodging", "approved", 9_000));
    }

    @Tool("The custom budget of an employee, if there is one")
    Optional<Budget> get_custom_budget(String employee) {
        return employee.equals("E3") ? Optional.of(new Budget(3_000)) : Optional.empty();
    }
}
