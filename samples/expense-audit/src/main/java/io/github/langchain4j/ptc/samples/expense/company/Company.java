package io.github.langchain4j.ptc.samples.expense.company;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * All records of the company. Immutable.
 *
 * @param employees of all departments
 * @param expenses of all employees, ordered by employee and date
 * @param budgets the custom ones
 */
public record Company(List<Employee> employees, List<Expense> expenses, List<CustomBudget> budgets) {

    public Company {
        employees = List.copyOf(employees);
        expenses = List.copyOf(expenses);
        budgets = List.copyOf(budgets);
    }

    /** Reads the files that are shipped with the sample. */
    public static Company load() {
        return new Company(
                read("employees.json", new TypeReference<>() {}),
                read("expenses.json", new TypeReference<>() {}),
                read("budgets.json", new TypeReference<>() {}));
    }

    /** The names of all departments, in alphabetical order. */
    public List<String> departments() {
        return employees.stream().map(Employee::department).distinct().sorted().toList();
    }

    private static <T> List<T> read(String file, TypeReference<List<T>> type) {
        try (InputStream in = Company.class.getResourceAsStream("/data/" + file)) {
            return RecordFiles.MAPPER.readValue(Objects.requireNonNull(in, file), type);
        } catch (IOException e) {
            throw new UncheckedIOException("The file data/" + file + " of the sample cannot be read", e);
        }
    }
}
