package io.github.langchain4j.ptc.samples.expense.company;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;

/**
 * What was agreed with one person in place of the standard budget.
 *
 * @param userId the person's employee id
 * @param hasCustomBudget whether anything was agreed; if not, the standard budget holds
 * @param travelBudget travel budget for each quarter in USD; {@code null} if nothing was agreed
 * @param reason why; {@code null} if nothing was agreed
 */
@JsonNaming(SnakeCaseStrategy.class)
public record CustomBudget(String userId, boolean hasCustomBudget, BigDecimal travelBudget, String reason) {

    /** The answer for a person with whom nothing was agreed. */
    public static CustomBudget none(String userId) {
        return new CustomBudget(userId, false, null, null);
    }
}
