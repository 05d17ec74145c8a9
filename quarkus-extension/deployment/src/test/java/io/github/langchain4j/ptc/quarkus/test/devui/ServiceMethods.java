package io.github.langchain4j.ptc.quarkus.test.devui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What the methods behind the pages do. */
final class ServiceMethods {

    private static final int PATIENCE_SECONDS = 60;

    private final DevUIClient client;

    ServiceMethods(DevUIClient client) {
        this.client = client;
    }

    Stream<DynamicTest> tests() {
        return Stream.of(
                dynamicTest(
                        "The catalogue has the code tool with the stubs, and the direct tools beside it", this::tools),
                dynamicTest("The catalogue has the tools of a service without programs as they are", this::plainTools),
                dynamicTest(
                        "A program of the editor calls the application's tools in a request context", this::program),
                dynamicTest("The policies of the application hold for the editor", this::policy),
                dynamicTest("A program of the editor that goes over a limit is ended, and says so", this::limit),
                dynamicTest("A program of the editor can be stopped", this::stop),
                dynamicTest("What is no program is not run, and the reason is told", this::noProgram),
                dynamicTest("Large results are cut, and their full size is told", this::large),
                dynamicTest("The list comes again only when something has changed", this::unchanged));
    }

    private JsonNode service(String name) throws Exception {
        for (JsonNode service : client.call("services", Map.of())) {
            if (service.path("service").asText().endsWith(name)) {
                return service;
            }
        }
        throw new AssertionError("No service " + name);
    }

    private JsonNode execute(String program) throws Exception {
        String part = service("ExpenseAssistant").path("id").asText();
        return client.call(
                "execute",
                Map.of(
                        "part",
                        part,
                        "code",
                        program,
                        "ticket",
                        UUID.randomUUID().toString()));
    }

    private JsonNode detail(JsonNode executed) throws Exception {
        return client.call("detail", Map.of("run", executed.path("run").asText()));
    }

    private void tools() throws Exception {
        JsonNode service = service("ExpenseAssistant");
        assertThat(service.path("offered").findValuesAsText("name")).containsExactly("execute_python", "notifyPerson");
        JsonNode codeTool = service.path("offered").get(0);
        assertThat(codeTool.path("runsPrograms").asBoolean()).isTrue();
        assertThat(codeTool.path("description").asText())
                .contains("def listExpenses(", "class Expense(TypedDict", "Lists all expenses of an employee")
                .doesNotContain("notifyPerson");
        assertThat(codeTool.path("parameters").asText()).contains("\"code\"");
        assertThat(codeTool.path("characters").asInt())
                .isGreaterThan(codeTool.path("description").asText().length());
        assertThat(service.path("tools").asInt()).isEqualTo(6);
        assertThat(service.path("tokensWithout").asInt()).isPositive();
    }

    private void plainTools() throws Exception {
        JsonNode service = service("PlainAssistant");
        assertThat(service.path("programs").asBoolean()).isFalse();
        assertThat(service.path("runnable").asBoolean()).isFalse();
        assertThat(service.path("offered").findValuesAsText("name"))
                .hasSize(6)
                .contains("listExpenses", "notifyPerson");
    }

    private void program() throws Exception {
        JsonNode executed = execute("print(customBudget('ada'))\ninRequest()");
        assertThat(executed.path("problem").asText()).isEmpty();
        assertThat(executed.path("text").path("text").asText()).contains("4500.0", "true");
        JsonNode run = detail(executed);
        assertThat(run.path("summary").path("succeeded").asBoolean()).isTrue();
        assertThat(run.path("summary").path("service").asText()).isEqualTo(ExpenseAssistant.class.getName());
        assertThat(run.path("calls").findValuesAsText("tool")).containsExactly("customBudget", "inRequest");
        assertThat(run.path("output").path("text").asText()).isEqualTo("4500.0\n");
    }

    private void policy() throws Exception {
        JsonNode run = detail(execute("findEmployees('payroll')"));
        assertThat(run.path("ending").path("title").asText()).isEqualTo("ToolError");
        assertThat(run.path("calls").get(0).path("failed").asBoolean()).isTrue();
        assertThat(run.path("calls").get(0).path("result").path("text").asText())
                .contains("Not payroll");
    }

    private void limit() throws Exception {
        JsonNode run = detail(execute("print('before')\nwhile True: pass"));
        assertThat(run.path("ending").path("limit").asText()).isEqualTo("compute time");
        assertThat(run.path("output").path("text").asText()).isEqualTo("before\n");
    }

    private void stop() throws Exception {
        String ticket = UUID.randomUUID().toString();
        String part = service("ExpenseAssistant").path("id").asText();
        try (DevUIClient other = client.another()) {
            other.send(
                    "execute",
                    Map.of("part", part, "code", "import asyncio\nawait asyncio.sleep(200)", "ticket", ticket));
            awaitRunning(ticket);
            assertThat(client.call("stop", Map.of("ticket", ticket)).asBoolean())
                    .isTrue();
            assertThat(detail(other.answer()).path("ending").path("title").asText())
                    .isEqualTo("Stopped from outside");
        }
    }

    private void awaitRunning(String ticket) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isRunning(ticket)) {
            assertThat(System.nanoTime()).as("The program does not start").isLessThan(end);
        }
    }

    private boolean isRunning(String ticket) throws Exception {
        for (JsonNode run : client.call("runs", Map.of("known", "")).path("runs")) {
            if (run.path("ticket").asText().equals(ticket)) {
                return run.path("running").asBoolean();
            }
        }
        return false;
    }

    private void noProgram() throws Exception {
        JsonNode executed = execute("  \n");
        assertThat(executed.path("run").asInt()).isZero();
        assertThat(executed.path("text").path("text").asText()).contains("Nothing was run", "empty");
    }

    private void large() throws Exception {
        JsonNode run = detail(execute("x = listExpenses('ada', 'q3')\nprint('y' * 50000)"));
        JsonNode result = run.path("calls").get(0).path("result");
        assertThat(result.path("cut").asBoolean()).isTrue();
        assertThat(result.path("characters").asInt())
                .isGreaterThan(result.path("text").asText().length());
        assertThat(run.path("output").path("characters").asInt()).isEqualTo(50001);
        assertThat(run.path("output").path("text").asText()).hasSizeLessThanOrEqualTo(20_000);
    }

    private void unchanged() throws Exception {
        JsonNode news = client.call("runs", Map.of("known", ""));
        assertThat(news.path("runs")).isNotEmpty();
        try (DevUIClient other = client.another()) {
            other.send("runs", Map.of("known", news.path("revision").asText()));
            execute("'news'");
            JsonNode later = other.answer();
            assertThat(later.path("revision")).isNotEqualTo(news.path("revision"));
            assertThat(later.path("runs").get(0).path("beginning").asText()).isEqualTo("'news'");
        }
    }
}
