package io.github.langchain4j.ptc.samples.expense.company;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * One record of the expense system.
 *
 * @param expenseId such as {@code X-00042}
 * @param employeeId who spent the money
 * @param date on which it was spent
 * @param category what for
 * @param description in words
 * @param vendor who was paid
 * @param city where
 * @param amount in the currency
 * @param currency always {@code USD}
 * @param status whether the company pays it
 * @param paymentMethod how it was paid
 * @param projectCode which project it belongs to
 * @param receiptId of the stored receipt
 * @param submittedOn day on which it was handed in
 * @param reviewedBy employee who approved or rejected it; {@code null} while it is pending
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Expense(
        String expenseId,
        String employeeId,
        LocalDate date,
        Category category,
        String description,
        String vendor,
        String city,
        BigDecimal amount,
        String currency,
        Status status,
        String paymentMethod,
        String projectCode,
        String receiptId,
        LocalDate submittedOn,
        String reviewedBy) {}
