package io.github.langchain4j.ptc.samples.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.langchain4j.ptc.samples.expense.company.Company;
import io.github.langchain4j.ptc.samples.expense.company.ExpenseTools;
import io.github.langchain4j.ptc.samples.expense.company.Quarter;
import io.github.langchain4j.ptc.samples.proxy.ScriptedEndpoint.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The expense scenario: its question, its tools on the client's side, and the right answer. */
final class Expenses {

    static final String QUESTION = "Which engineering team members exceeded their Q3 travel budget?";

    static final String ANSWER = """
            E1003 | Amara Okafor | 7412.00 | 5000.00
            E1018 | Tomasz Zielinski | 3644.00 | 3000.00
            E1034 | Hannah Weiss | 11286.00 | 10000.00""";

    /** All tools of the scenario, as JSON for the API. */
    static final String TOOLS = """
            [{"type": "code_execution_20260120", "name": "code_execution"},
             {"name": "get_team_members", "description": "All members of a department",
              "allowed_callers": ["code_execution_20260120"],
              "input_schema": {"type": "object", "properties": {"department": {"type": "string"}},
                               "required": ["department"]}},
             {"name": "get_expenses", "description": "Expenses of an employee in a quarter of any year",
              "allowed_callers": ["code_execution_20260120"],
              "input_schema": {"type": "object",
                               "properties": {"employee_id": {"type": "string"},
                                              "quarter": {"type": "string", "enum": ["Q1", "Q2", "Q3", "Q4"]}},
                               "required": ["employee_id", "quarter"]}},
             {"name": "get_custom_budget", "description": "The custom travel budget of an employee, if there is one",
              "allowed_callers": ["code_execution_20260120"],
              "input_schema": {"type": "object", "properties": {"user_id": {"type": "string"}},
                               "required": ["user_id"]}}]""";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .propertyNamingStrategy(com.fasterxml.jackson.databind.PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final ExpenseTools tools = new ExpenseTools(Company.load());

    /** What a tool gives. */
    String call(String name, JsonNode input) {
        Object result = switch (name) {
            case "get_team_members" ->
                tools.teamMembers(input.path("department").asText());
            case "get_expenses" ->
                tools.expenses(
                        input.path("employee_id").asText(),
                        Quarter.valueOf(input.path("quarter").asText()));
            case "get_custom_budget" -> tools.customBudget(input.path("user_id").asText());
            default -> throw new AssertionError("No tool " + name);
        };
        try {
            return JSON.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The recorded program, from a model behind an endpoint. */
    static void script(ScriptedEndpoint endpoint) {
        endpoint.script(
                java.util.regex.Pattern.quote(QUESTION),
                turn -> new Answer(
                        "I compare what each of them spent with the budget.",
                        Answer.program(program()).calls(),
                        0,
                        () -> {}),
                turn -> Answer.text(turn.result()));
    }

    private static String[] program() {
        try (var in = Expenses.class.getResourceAsStream("/recordings.json")) {
            List<String> lines = new ArrayList<>();
            for (JsonNode conversation : JSON.readTree(in)) {
                if (conversation.path("question").asText().equals(QUESTION)) {
                    conversation
                            .path("answers")
                            .path(0)
                            .path("calls")
                            .path(0)
                            .path("program")
                            .forEach(line -> lines.add(line.asText()));
                }
            }
            return lines.toArray(String[]::new);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
