package io.github.langchain4j.ptc.samples.expense.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ExpenseToolsTest {

    private final ExpenseTools tools = new ExpenseTools(Company.load());

    @Test
    void finds_the_members_of_a_department() {
        assertThat(tools.teamMembers("engineering"))
                .hasSize(8)
                .allMatch(person -> person.department().equals("engineering"));
    }

    @Test
    void names_the_departments_when_one_is_unknown() {
        assertThatThrownBy(() -> tools.teamMembers("Engineering"))
                .hasMessage("There is no department 'Engineering'; there are [engineering, finance, marketing, sales]");
    }

    @Test
    void finds_the_expenses_of_a_quarter_of_every_year() {
        assertThat(tools.expenses("E1003", Quarter.Q3))
                .allMatch(expense -> expense.employeeId().equals("E1003"))
                .allMatch(expense -> Quarter.of(expense.date()) == Quarter.Q3)
                .anyMatch(expense -> expense.date().getYear() == 2024)
                .anyMatch(expense -> expense.date().getYear() == 2025);
    }

    @Test
    void tells_whether_there_is_a_custom_budget() {
        assertThat(tools.customBudget("E1012").travelBudget()).isEqualTo(new BigDecimal("8000.00"));
        assertThat(tools.customBudget("E1003")).isEqualTo(CustomBudget.none("E1003"));
    }

    @Test
    void refuses_unknown_people() {
        assertThatThrownBy(() -> tools.expenses("E9", Quarter.Q3)).hasMessageContaining("'E9'");
        assertThatThrownBy(() -> tools.customBudget("E9")).hasMessageContaining("'E9'");
    }
}
