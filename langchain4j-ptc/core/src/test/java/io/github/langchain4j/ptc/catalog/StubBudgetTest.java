package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request pays for the stubs each time, so a handful of ordinary tools must stay cheap. */
class StubBudgetTest {

    enum Category {
        TRAVEL,
        LODGING,
        MEALS,
        SOFTWARE,
        EQUIPMENT,
        OTHER
    }

    enum Status {
        APPROVED,
        PENDING,
        REJECTED
    }

    record TeamMember(String id, String name, String role, String department, String email) {}

    record Expense(
            String id,
            String employeeId,
            LocalDate date,
            Category category,
            BigDecimal amount,
            String currency,
            Status status,
            String description,
            String vendor,
            String location,
            String project,
            String costCenter,
            String paymentMethod,
            boolean receipt,
            Optional<String> approver) {}

    record CustomBudget(String userId, BigDecimal travelBudget, String reason) {}

    static class Tools {

        @Tool("The members of a department.")
        public List<TeamMember> get_team_members(@P("for example engineering") String department) {
            return List.of();
        }

        @Tool("All expense records of one employee in a quarter, whatever their status.")
        public List<Expense> get_expenses(String employee_id, @P("for example 2025-Q3") String quarter) {
            return List.of();
        }

        @Tool("The custom travel budget of an employee; None if the standard budget applies.")
        public Optional<CustomBudget> get_custom_budget(String user_id) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"O200K_BASE", "CL100K_BASE"})
    void three_tools_with_large_records_take_less_than_four_hundred_tokens(EncodingType encoding) {
        String stubs = ToolCatalog.builder().add(new Tools()).build().stubs();

        int tokens =
                Encodings.newDefaultEncodingRegistry().getEncoding(encoding).countTokens(stubs);

        assertThat(tokens).as(stubs).isLessThanOrEqualTo(400);
    }
}
