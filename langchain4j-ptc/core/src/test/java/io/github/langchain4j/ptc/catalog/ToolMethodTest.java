package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import java.lang.reflect.Method;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tools whose Java methods a framework calls. */
class ToolMethodTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    record Order(long id, String note) {}

    @SuppressWarnings("unused")
    static class Orders {

        @Tool
        List<Order> find(@P("who") String arg0, Optional<LocalDate> arg1, int arg2, @ToolMemoryId Object arg3) {
            return List.of();
        }

        @Tool
        String greeting() {
            return "";
        }

        @Tool
        void forget() {}
    }

    /** A framework's specification: nothing is required, and dates are texts. */
    private static final ToolSpecification FIND = ToolSpecification.builder()
            .name("find")
            .parameters(JsonObjectSchema.builder()
                    .addProperty("customer", new JsonStringSchema())
                    .addProperty("since", JsonObjectSchema.builder().build())
                    .addIntegerProperty("limit")
                    .build())
            .build();

    private static Method method(String name) {
        return Arrays.stream(Orders.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static CatalogTool tool(ToolSpecification specification, String... parameters) {
        ToolExecutor executor = (request, memoryId) -> request.arguments();
        ToolMethod method = new ToolMethod(method(specification.name()), Orders.class, List.of(parameters));
        return ToolCatalog.builder()
                .add(specification, executor, method)
                .build()
                .named(specification.name())
                .orElseThrow();
    }

    private static CatalogTool tool(String name) {
        return tool(ToolSpecification.builder().name(name).build());
    }

    private static ToolOutcome outcome(CatalogTool tool, String text) {
        return tool.outcome(ToolExecutionResult.builder().resultText(text).build());
    }

    private static ObjectNode arguments(String json) throws Exception {
        return (ObjectNode) MAPPER.readTree(json);
    }

    @Test
    void theMethodSaysWhatTheToolTakesAndReturns() {
        assertThat(tool(FIND, "customer", "since", "limit", "memory")
                        .descriptor()
                        .documentation())
                .contains("customer: str")
                .contains("limit: int")
                .contains("since: Date | None = None")
                .contains("list[Order]")
                .doesNotContain("memory");
    }

    @Test
    void argumentsAreCheckedByTheMethodBecauseTheFrameworkDoesNot() throws Exception {
        CatalogTool find = tool(FIND, "customer", "since", "limit", "memory");
        assertThat(find.check(arguments("{\"customer\": \"c\", \"limit\": 1}"))).isEmpty();
        assertThat(find.check(arguments("{\"customer\": \"c\"}"))).isPresent();
        assertThat(find.check(arguments("{\"customer\": 5, \"limit\": 1}"))).isPresent();
        assertThat(find.check(arguments("{\"customer\": \"c\", \"limit\": 1, \"other\": 2}")))
                .isPresent();
        assertThat(find.request("1", arguments("{\"customer\": \"c\", \"limit\": 1}"))
                        .arguments())
                .isEqualTo("{\"customer\":\"c\",\"limit\":1}");
    }

    @Test
    void resultsAreJsonAndTextsToo() throws Exception {
        assertThat(outcome(tool("greeting"), "\"say \\\"hi\\\"\""))
                .isEqualTo(new ToolOutcome.Value(MAPPER.valueToTree("say \"hi\"")));
        assertThat(outcome(tool("greeting"), "null")).isEqualTo(new ToolOutcome.Value(MAPPER.nullNode()));
        // what a guardrail says in place of a result
        assertThat(outcome(tool("greeting"), "[withheld]"))
                .isEqualTo(new ToolOutcome.Value(MAPPER.valueToTree("[withheld]")));
        assertThat(outcome(tool("forget"), "Success")).isEqualTo(new ToolOutcome.Value(MAPPER.nullNode()));
        assertThat(outcome(tool(FIND, "a", "b", "c", "d"), "[{\"id\": 9007199254740993, \"note\": null}]"))
                .isEqualTo(new ToolOutcome.Value(MAPPER.readTree("[{\"id\": 9007199254740993, \"note\": null}]")));
    }

    @Test
    void theFrameworkExecutesIt() {
        CatalogTool greeting = tool("greeting");
        assertThat(greeting.hasExecutor()).isTrue();
        assertThat(greeting.executor().execute(greeting.request("1", MAPPER.createObjectNode()), null))
                .isEqualTo("{}");
        assertThat(greeting.callers()).isEqualTo(Set.of(Caller.CODE));
    }

    @Test
    void namesMustFitTheMethod() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ToolMethod(method("find"), Orders.class, List.of("customer")))
                .withMessageContaining("4 parameters")
                .withMessageContaining("[customer]");
    }
}
