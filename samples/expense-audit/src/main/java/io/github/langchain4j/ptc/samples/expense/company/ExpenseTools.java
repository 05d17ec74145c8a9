package io.github.langchain4j.ptc.samples.expense.company;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * The expense system as tools: ordinary methods on an ordinary bean, which know nothing of how a model calls them.
 * Thread-safe.
 */
public final class ExpenseTools {

    private final Company company;

    /** @param company whose records the tools read */
    public ExpenseTools(Company company) {
        this.company = Objects.requireNonNull(company, "company");
    }

    /** All members of a department. */
    @Tool(name = "get_team_members", value = "All members of a department")
    public List<Employee> teamMembers(
            @P(name = "department", value = "in lower case, such as engineering") String department) {
        List<Employee> members = company.employees().stream()
                .filter(employee -> employee.department().equals(department))
                .toList();
        if (members.isEmpty()) {
            throw new NoSuchElementException(
                    "There is no department '" + department + "'; there are " + company.departments());
        }
        return members;
    }

    /** The expenses of one person that are dated in a quarter, of every year on file. */
    @Tool(
            name = "get_expenses",
            value = "All expense records of one employee dated in a quarter, of every year on file, "
                    + "whatever their category and status")
    public List<Expense> expenses(
            @P(name = "employee_id", value = "such as E1004") String employeeId,
            @P(name = "quarter", value = "the quarter, of any year") Quarter quarter) {
        requireEmployee(employeeId);
        return company.expenses().stream()
                .filter(expense -> expense.employeeId().equals(employeeId))
                .filter(expense -> Quarter.of(expense.date()) == quarter)
                .toList();
    }

    /** The custom budget of one person. */
    @Tool(name = "get_custom_budget", value = "The custom travel budget per quarter of one employee, if there is one")
    public CustomBudget customBudget(@P(name = "user_id", value = "the employee id, such as E1004") String userId) {
        requireEmployee(userId);
        return company.budgets().stream()
                .filter(budget -> budget.userId().equals(userId))
                .findFirst()
                .orElseGet(() -> CustomBudget.none(userId));
    }

    private void requireEmployee(String id) {
        if (company.employees().stream()
                .noneMatch(employee -> employee.employeeId().equals(id))) {
            throw new NoSuchElementException("There is no employee with the id '" + id + "'");
        }
    }
}
