package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tools that others execute and whose Java methods are described. */
class DescribedToolsTest {

    @Retention(RetentionPolicy.RUNTIME)
    @interface Nullable {}

    record Order(long id, Instant placed, Status status) {}

    enum Status {
        OPEN,
        SHIPPED
    }

    interface Store<T> {

        @Tool
        List<T> all();
    }

    @SuppressWarnings("unused")
    static class Orders implements Store<Order> {

        @Tool("Finds an order.")
        Order order(@P("its number") long id, LocalDate since, @ToolMemoryId Object memory) {
            if (id < 0) {
                throw new IllegalStateException("no order " + id);
            }
            return new Order(id, Instant.EPOCH, Status.OPEN);
        }

        @Override
        public List<Order> all() {
            return List.of(new Order(1, Instant.EPOCH, Status.SHIPPED));
        }

        @Tool
        Status status() {
            return Status.OPEN;
        }

        @Tool
        Instant now() {
            return Instant.EPOCH;
        }

        @Tool
        double ratio() {
            return Double.NaN;
        }

        @Tool
        void cancel() {}

        @Tool
        String text() {
            return null;
        }

        @Tool
        @Nullable
        String nickname() {
            return null;
        }
    }

    private static ToolSpecification specification(String name) {
        return ToolSpecification.builder().name(name).build();
    }

    private static CatalogTool described(String name) {
        return ToolCatalog.builder()
                .describe(new Orders())
                .add(specification(name))
                .build()
                .named(name)
                .orElseThrow();
    }

    private static ToolOutcome outcome(String name, String text) {
        return described(name)
                .outcome(ToolExecutionResult.builder().resultText(text).build());
    }

    private static String value(String name, String text) {
        return Calls.value(outcome(name, text)).toString();
    }

    private static Method method(Class<?> type, String name) {
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                return method;
            }
        }
        throw new AssertionError(name);
    }

    @Test
    void parameters_are_those_of_the_specification_and_the_result_that_of_the_method() {
        ToolSpecification made = ToolSpecifications.toolSpecificationFrom(method(Orders.class, "order"));
        CatalogTool tool = ToolCatalog.builder()
                .describe(Orders.class)
                .add(made)
                .build()
                .named("order")
                .orElseThrow();

        assertThat(tool.descriptor().documentation())
                .contains("status: Literal[\"OPEN\", \"SHIPPED\"]", "Finds an order.", "id: its number")
                .contains("-> Order:")
                .doesNotContain("memory");
        // LangChain4j's executor takes a date as its own schema says, which is not the text of ours.
        assertThat(made.parameters().properties().get("since")).isInstanceOf(JsonObjectSchema.class);
        String arguments = "{\"id\":7,\"since\":{\"year\":2025,\"month\":12,\"day\":31}}";
        assertThat(tool.check(Calls.json(arguments))).isEmpty();
        assertThat(tool.check(Calls.json("{\"id\":7,\"since\":\"2025-12-31\"}")))
                .isPresent();
        ToolExecutionRequest request = tool.request("1", Calls.json(arguments));
        String text = new DefaultToolExecutor(new Orders(), method(Orders.class, "order")).execute(request, "memory");
        assertThat(Calls.value(tool.outcome(
                                ToolExecutionResult.builder().resultText(text).build()))
                        .toString())
                .isEqualTo("{\"id\":7,\"placed\":\"1970-01-01T00:00:00Z\",\"status\":\"OPEN\"}");
    }

    @Test
    void generic_methods_have_the_type_arguments_of_the_bean_or_class() {
        for (Object given : List.of(new Orders(), Orders.class)) {
            ToolCatalog catalog = ToolCatalog.builder()
                    .describe(given)
                    .add(specification("all"))
                    .build();
            assertThat(catalog.named("all").orElseThrow().descriptor().signature())
                    .isEqualTo("all_() -> list[Order]");
        }
    }

    @Test
    void text_is_read_by_the_declared_type() {
        assertThat(value("text", "{\"a\":1}")).isEqualTo("\"{\\\"a\\\":1}\"");
        assertThat(value("text", "null")).isEqualTo("\"null\"");
        assertThat(value("nickname", "null")).isEqualTo("null");
        assertThat(value("nickname", "Bob")).isEqualTo("\"Bob\"");
        assertThat(value("cancel", "Success")).isEqualTo("null");
        assertThat(value("status", "\"OPEN\"")).isEqualTo("\"OPEN\"");
        assertThat(value("now", "0.000000000")).isEqualTo("\"1970-01-01T00:00:00Z\"");
        assertThat(Calls.value(outcome("ratio", "\"NaN\"")).doubleValue()).isNaN();
        assertThat(value("order", "null")).isEqualTo("null");
        assertThat(value("order", " ")).isEqualTo("null");
    }

    @Test
    void constants_and_times_may_come_without_quotes() {
        assertThat(value("status", "SHIPPED")).isEqualTo("\"SHIPPED\"");
        assertThat(value("now", "2025-12-31T12:00:00Z")).isEqualTo("\"2025-12-31T12:00:00Z\"");
    }

    @Test
    void other_text_that_stands_in_place_of_the_result_is_a_failure() {
        assertThat(Calls.failure(outcome("order", "The order does not exist.")))
                .isEqualTo("ToolExecutionException: The order does not exist.");
        assertThat(Calls.failure(outcome("status", "UNKNOWN"))).endsWith("UNKNOWN");
        assertThat(Calls.failure(outcome("now", "sometime"))).endsWith("sometime");
    }

    @Test
    void an_error_is_a_failure_whatever_is_declared() {
        ToolExecutionRequest request = ToolExecutionRequest.builder()
                .name("order")
                .arguments("{\"id\":-1}")
                .build();
        ToolExecutionResult result = new DefaultToolExecutor(new Orders(), method(Orders.class, "order"))
                .executeWithContext(
                        request, InvocationContext.builder().chatMemoryId("m").build());

        assertThat(result.isError()).isTrue();
        for (String name : List.of("order", "text", "cancel")) {
            assertThat(Calls.failure(described(name).outcome(result))).isEqualTo("ToolExecutionException: no order -1");
        }
    }

    @Test
    void the_value_itself_counts_where_it_comes_along() {
        ToolExecutionResult with = ToolExecutionResult.builder()
                .result(new Order(5, Instant.EPOCH, Status.OPEN))
                .resultText("shortened for the model")
                .build();
        ToolExecutionResult other = ToolExecutionResult.builder()
                .result("no order")
                .resultText("{\"id\":6}")
                .build();

        assertThat(Calls.value(described("order").outcome(with)).path("id").asInt())
                .isEqualTo(5);
        assertThat(Calls.value(described("order").outcome(other)).path("id").asInt())
                .isEqualTo(6);
    }

    @Test
    void tools_with_an_executor_are_described_too_and_beans_describe_themselves() {
        ToolCatalog catalog = ToolCatalog.builder()
                .describe(new Orders())
                .add(specification("now"), (request, memory) -> "0.5")
                .build();
        assertThat(Calls.value(Calls.call(catalog.find("now").orElseThrow(), "{}"))
                        .asText())
                .isEqualTo("1970-01-01T00:00:00.500Z");
        assertThat(ToolCatalog.builder()
                        .describe(new Orders())
                        .add(new Orders())
                        .build()
                        .stubs())
                .isEqualTo(ToolCatalog.builder().add(new Orders()).build().stubs());
    }

    @Test
    void a_method_whose_tool_is_not_there_is_ignored() {
        ToolCatalog catalog = ToolCatalog.builder()
                .describe(new Orders())
                .add(specification("other"))
                .build();
        assertThat(catalog.stubs()).isEqualTo("def other() -> Any: ...");
    }

    @Test
    void what_has_no_tools_describes_nothing_and_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolCatalog.builder().describe("text").build())
                .withMessageContaining("java.lang.String has no method with @Tool");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ToolCatalog.builder().describe(List.of(new Orders())).build())
                .withMessageContaining("not from a");
    }

    @SuppressWarnings("unused")
    static class ForTheModel {

        @Tool(returnBehavior = ReturnBehavior.IMMEDIATE)
        String answer() {
            return "";
        }

        @Tool
        Image picture() {
            return null;
        }

        @Tool
        CompletableFuture<Order> later() {
            return null;
        }
    }

    @Test
    void what_ends_the_turn_or_is_for_the_eyes_of_a_model_stays_direct() {
        ToolCatalog catalog = ToolCatalog.builder()
                .describe(ForTheModel.class)
                .add(specification("answer"))
                .add(specification("picture"))
                .add(specification("later"))
                .build();
        assertThat(catalog.direct()).extracting(CatalogTool::name).containsExactly("answer", "picture");
        assertThat(catalog.stubs()).endsWith("def later() -> Order: ...");
    }

    @SuppressWarnings("unused")
    static class OtherOrders {

        @Tool("Finds another order.")
        String order(String name) {
            return name;
        }

        @Tool
        List<Order> all() {
            return List.of();
        }
    }

    @Test
    void of_two_methods_of_one_name_the_one_counts_that_the_specification_was_made_of() {
        for (Class<?> type : List.of(Orders.class, OtherOrders.class)) {
            Method method = method(type, "order");
            ToolCatalog catalog = ToolCatalog.builder()
                    .describe(new Orders(), new OtherOrders())
                    .add(ToolSpecifications.toolSpecificationFrom(method))
                    .add(specification("all"))
                    .build();
            assertThat(catalog.find("order").orElseThrow().descriptor().signature())
                    .endsWith("-> " + (type == Orders.class ? "Order" : "str"));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolCatalog.builder()
                        .describe(new Orders(), new OtherOrders())
                        .add(specification("order"))
                        .build())
                .withMessageContainingAll(
                        "Two described methods have the name 'order'", "Orders.order", "OtherOrders.order");
    }

    sealed interface Pet permits Cat, Dog {}

    record Cat(String name) implements Pet {}

    record Dog(String name) implements Pet {}

    @SuppressWarnings("unused")
    static class Pets {

        @Tool
        List<Pet> pets() {
            return List.of();
        }
    }

    @Test
    void subtypes_that_look_alike_are_not_guessed() {
        CatalogTool tool = ToolCatalog.builder()
                .describe(new Pets())
                .add(specification("pets"))
                .build()
                .find("pets")
                .orElseThrow();
        String text = "[{\"type\":\"Dog\",\"name\":\"Rex\"},{\"name\":\"Tom\"}]";
        assertThat(Calls.value(tool.outcome(
                                ToolExecutionResult.builder().resultText(text).build()))
                        .toString())
                .isEqualTo(text);
    }
}
