package io.github.langchain4j.ptc.samples.expense.company;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * A person who works for the company.
 *
 * @param employeeId such as {@code E1004}
 * @param name given and family name
 * @param email at work
 * @param department where the person works, such as {@code engineering}
 * @param title of the job
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Employee(String employeeId, String name, String email, String department, String title) {}
