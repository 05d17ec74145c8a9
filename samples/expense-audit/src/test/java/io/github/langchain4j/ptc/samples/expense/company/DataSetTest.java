package io.github.langchain4j.ptc.samples.expense.company;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Reads the files as bare JSON, so that nothing of the sample is trusted here. */
class DataSetTest {

    private static final Set<String> RIGHT = Set.of("E1003", "E1018", "E1034");

    private static final Predicate<JsonNode> TRAVEL = is("category", "travel");
    private static final Predicate<JsonNode> APPROVED = is("status", "approved");
    private static final Predicate<JsonNode> THIS_QUARTER = record -> {
        String date = record.path("date").asText();
        return date.compareTo("2025-07-01") >= 0 && date.compareTo("2025-09-30") <= 0;
    };
    private static final Predicate<JsonNode> ANY_THIRD_QUARTER = record ->
            Set.of("07", "08", "09").contains(record.path("date").asText().substring(5, 7));

    private final JsonNode employees = read("employees.json");
    private final JsonNode expenses = read("expenses.json");
    private final JsonNode budgets = read("budgets.json");

    @Test
    void has_eight_engineers_and_more_people_elsewhere() {
        assertThat(ids("engineering")).hasSize(8).doesNotHaveDuplicates();
        assertThat(employees.size()).isGreaterThan(8);
    }

    @Test
    void has_20_to_50_records_of_15_fields_for_each_person_in_all_and_in_the_third_quarters() {
        for (JsonNode employee : employees) {
            String id = employee.path("employee_id").asText();
            assertThat(count(id, record -> true)).as(id).isBetween(20, 50);
            assertThat(count(id, ANY_THIRD_QUARTER)).as(id).isBetween(20, 50);
        }
        assertThat(expenses).allSatisfy(record -> assertThat(record).hasSize(15));
    }

    @Test
    void has_every_status_several_categories_and_dates_within_and_outside_the_quarter() {
        assertThat(values("status")).containsExactly("approved", "pending", "rejected");
        assertThat(values("category")).hasSizeGreaterThan(5).contains("travel", "lodging", "meals", "software");
        assertThat(expenses).anyMatch(THIS_QUARTER).anyMatch(THIS_QUARTER.negate());
        assertThat(values("expense_id")).hasSize(expenses.size());
    }

    @Test
    void has_one_right_answer() {
        assertThat(over(TRAVEL.and(APPROVED).and(THIS_QUARTER), true)).isEqualTo(RIGHT);
    }

    @Test
    void gives_a_wrong_answer_to_whoever_counts_what_is_pending() {
        assertThat(over(TRAVEL.and(APPROVED.or(is("status", "pending"))).and(THIS_QUARTER), true))
                .isNotEqualTo(RIGHT);
    }

    @Test
    void gives_a_wrong_answer_to_whoever_counts_what_was_rejected() {
        assertThat(over(TRAVEL.and(APPROVED.or(is("status", "rejected"))).and(THIS_QUARTER), true))
                .isNotEqualTo(RIGHT);
    }

    @Test
    void gives_a_wrong_answer_to_whoever_takes_lodging_for_travel() {
        assertThat(over(TRAVEL.or(is("category", "lodging")).and(APPROVED).and(THIS_QUARTER), true))
                .isNotEqualTo(RIGHT);
    }

    @Test
    void gives_a_wrong_answer_to_whoever_counts_the_year_before() {
        assertThat(over(TRAVEL.and(APPROVED).and(ANY_THIRD_QUARTER), true)).isNotEqualTo(RIGHT);
    }

    @Test
    void gives_a_wrong_answer_to_whoever_forgets_custom_budgets() {
        assertThat(over(TRAVEL.and(APPROVED).and(THIS_QUARTER), false))
                .doesNotContain("E1018")
                .contains("E1012");
    }

    @Test
    void has_someone_who_spent_exactly_the_budget() {
        assertThat(ids("engineering"))
                .anyMatch(id -> spent(id, TRAVEL.and(APPROVED).and(THIS_QUARTER)) == budget(id, true));
    }

    @Test
    void is_loaded_in_full() {
        assertThat(Company.load().employees()).hasSize(employees.size());
        assertThat(Company.load().expenses()).hasSize(expenses.size());
        assertThat(Company.load().budgets()).hasSize(budgets.size());
    }

    private Set<String> over(Predicate<JsonNode> counts, boolean custom) {
        Set<String> over = new TreeSet<>();
        for (String id : ids("engineering")) {
            if (spent(id, counts) > budget(id, custom)) {
                over.add(id);
            }
        }
        return over;
    }

    /** In binary floating point, as a Python program adds up. */
    private double spent(String id, Predicate<JsonNode> counts) {
        double sum = 0;
        for (JsonNode record : expenses) {
            if (record.path("employee_id").asText().equals(id) && counts.test(record)) {
                sum += record.path("amount").asDouble();
            }
        }
        return sum;
    }

    private double budget(String id, boolean custom) {
        for (JsonNode budget : budgets) {
            if (custom && budget.path("user_id").asText().equals(id)) {
                return budget.path("travel_budget").asDouble();
            }
        }
        return 5000;
    }

    private int count(String id, Predicate<JsonNode> counts) {
        int count = 0;
        for (JsonNode record : expenses) {
            if (record.path("employee_id").asText().equals(id) && counts.test(record)) {
                count++;
            }
        }
        return count;
    }

    private List<String> ids(String department) {
        List<String> ids = new ArrayList<>();
        for (JsonNode employee : employees) {
            if (employee.path("department").asText().equals(department)) {
                ids.add(employee.path("employee_id").asText());
            }
        }
        return ids;
    }

    private Set<String> values(String field) {
        TreeMap<String, Boolean> values = new TreeMap<>();
        expenses.forEach(record -> values.put(record.path(field).asText(), true));
        return values.keySet();
    }

    private static Predicate<JsonNode> is(String field, String value) {
        return record -> record.path(field).asText().equals(value);
    }

    private static JsonNode read(String file) {
        try (InputStream in = DataSetTest.class.getResourceAsStream("/data/" + file)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
