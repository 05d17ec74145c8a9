package io.github.langchain4j.ptc.samples.expense;

import io.github.langchain4j.ptc.samples.expense.company.Category;
import io.github.langchain4j.ptc.samples.expense.company.Company;
import io.github.langchain4j.ptc.samples.expense.company.CustomBudget;
import io.github.langchain4j.ptc.samples.expense.company.Employee;
import io.github.langchain4j.ptc.samples.expense.company.Expense;
import io.github.langchain4j.ptc.samples.expense.company.Status;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** The question that the sample asks if it is given no other, and its one right answer. */
public final class Question {

    /** Says exactly what counts, so that there is nothing to guess. */
    public static final String TEXT = """
            Which engineering team members exceeded their Q3 travel budget?

            What counts: expenses of the category "travel" alone (not lodging or any other category), with the status \
            "approved" alone (not pending or rejected), dated from 2025-07-01 to 2025-09-30. The budget of a person for \
            that quarter is 5,000.00 USD, unless the person has a custom travel budget: that one replaces it, be it \
            higher or lower. Who spent exactly the budget did not exceed it.

            Answer with one line for each such person and nothing else, ordered by employee id, in this form:
            employee id | name | amount spent | budget""";

    static final LocalDate FIRST_DAY = LocalDate.of(2025, 7, 1);
    static final LocalDate LAST_DAY = LocalDate.of(2025, 9, 30);
    static final BigDecimal STANDARD_BUDGET = new BigDecimal("5000.00");

    private Question() {}

    /** The right answer, from the records. */
    public static List<Overspend> rightAnswer(Company company) {
        return company.employees().stream()
                .filter(employee -> employee.department().equals("engineering"))
                .map(employee -> new Overspend(
                        employee.employeeId(), employee.name(), spent(company, employee), budget(company, employee)))
                .filter(person -> person.amount().compareTo(person.limit()) > 0)
                .sorted()
                .toList();
    }

    private static BigDecimal spent(Company company, Employee employee) {
        return company.expenses().stream()
                .filter(expense -> expense.employeeId().equals(employee.employeeId()))
                .filter(expense -> expense.category() == Category.TRAVEL && expense.status() == Status.APPROVED)
                .filter(expense ->
                        !expense.date().isBefore(FIRST_DAY) && !expense.date().isAfter(LAST_DAY))
                .map(Expense::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal budget(Company company, Employee employee) {
        return company.budgets().stream()
                .filter(budget -> budget.userId().equals(employee.employeeId()))
                .map(CustomBudget::travelBudget)
                .findFirst()
                .orElse(STANDARD_BUDGET);
    }
}
