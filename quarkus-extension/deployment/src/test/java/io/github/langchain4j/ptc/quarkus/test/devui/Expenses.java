package io.github.langchain4j.ptc.quarkus.test.devui;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import io.github.langchain4j.ptc.catalog.Caller;
import io.github.langchain4j.ptc.quarkus.AllowedCallers;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Tools of the application that the Dev UI is tried with. */
@ApplicationScoped
public class Expenses {

    /** One expense. */
    public record Expense(String id, String employee, String category, double amount, String status) {}

    private final AtomicInteger notified = new AtomicInteger();

    @Tool("Finds the employees of a department")
    public List<String> findEmployees(@P("name of the department") String department) {
        return List.of("ada", "grace", "linus");
    }

    @Tool("Lists all expenses of an employee in a quarter")
    public List<Expense> listExpenses(String employee, String quarter) throws InterruptedException {
        Thread.sleep(40L * employee.length());
        return IntStream.range(0, 100)
                .mapToObj(i -> new Expense(
                        employee + "-" + quarter + "-" + i,
                        employee,
                        i % 3 == 0 ? "travel" : "meals",
                        100 + i,
                        i % 7 == 0 ? "rejected" : "approved"))
                .toList();
    }

    @Tool("Returns the custom budget of an employee, if there is one")
    public double customBudget(String employee) {
        if (employee.equals("linus")) {
            throw new IllegalArgumentException("There is no budget of linus");
        }
        return 4500;
    }

    @Tool("Returns what others wrote")
    public String readNote() {
        return "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>";
    }

    @Tool("Tells whether the request context is active")
    public boolean inRequest() {
        return Arc.container().requestContext().isActive();
    }

    @Tool("Sends a message to a person")
    @AllowedCallers(Caller.DIRECT)
    public int notifyPerson(String employee, String message) {
        return notified.incrementAndGet();
    }
}
