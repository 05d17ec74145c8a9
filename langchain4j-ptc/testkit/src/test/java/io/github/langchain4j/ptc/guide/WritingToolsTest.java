package io.github.langchain4j.ptc.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import io.github.langchain4j.ptc.catalog.Caller;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.CodeTool;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import java.io.IOException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page docs/guide/writing-tools.md. */
@RequiresPython
class WritingToolsTest extends PageFixture {

    private static final String PAGE = "writing-tools.md";

    /** The value of a program's last expression. */
    private static String result(ToolCatalog catalog, String program) throws InterruptedException {
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .catalog(catalog)
                        .build();
                ProgramSession session = runner.open()) {
            ProgramReport report = session.run(program);
            assertThat(report.outcome()).as(report.output()).isInstanceOf(Outcome.Returned.class);
            return ((Outcome.Returned) report.outcome()).result();
        }
    }

    @Test
    void theStubsAreThoseOfThePage() throws IOException {
        ToolCatalog catalog = ToolCatalog.builder().add(new Trips()).build();
        assertShown(PAGE, "python", catalog.stubs());
    }

    record Point(int x, int y) {}

    @SuppressWarnings("unused") // read by reflection
    abstract static class Returns {

        @Tool
        abstract String string();

        @Tool
        abstract int integer();

        @Tool
        abstract BigInteger large();

        @Tool
        abstract double floating();

        @Tool
        abstract BigDecimal amount();

        @Tool
        abstract boolean flag();

        @Tool
        abstract Trips.Status status();

        @Tool
        abstract LocalDate date();

        @Tool
        abstract Instant instant();

        @Tool
        abstract Duration duration();

        @Tool
        abstract UUID uuid();

        @Tool
        abstract byte[] bytes();

        @Tool
        abstract Optional<String> maybe();

        @Tool
        abstract List<Point> points();

        @Tool
        abstract Map<String, Integer> counts();

        @Tool
        abstract CompletableFuture<String> later();

        @Tool
        abstract void nothing();

        @Tool
        abstract Object anything();
    }

    private static String simple(Method method) {
        return method.getGenericReturnType().getTypeName().replaceAll("\\w+[.$](?=\\w)", "");
    }

    @Test
    void theTableOfTypesIsThatOfTheStubs() throws IOException {
        ToolCatalog catalog = ToolCatalog.builder().describe(Returns.class).build();
        ToolCatalog.Builder tools = catalog.toBuilder();
        Arrays.stream(Returns.class.getDeclaredMethods())
                .forEach(method -> tools.add(
                        ToolSpecification.builder().name(method.getName()).build()));
        Map<String, String> types = Arrays.stream(Returns.class.getDeclaredMethods())
                .collect(Collectors.toMap(
                        WritingToolsTest::simple,
                        method -> tools.build()
                                .named(method.getName())
                                .orElseThrow()
                                .descriptor()
                                .signature()
                                .replaceAll(".* -> ", "")));
        assertThat(table(PAGE, "Java"))
                .hasSameSizeAs(types.keySet())
                .allSatisfy(row -> assertThat(types).containsEntry(plain(row.get(0)), plain(row.get(1))));
    }

    @Test
    void programsGetPlainPythonValues() throws InterruptedException {
        ToolCatalog catalog = ToolCatalog.builder().add(new Trips()).build();
        assertThat(result(catalog, "findTrips('E1003')"))
                .isEqualTo("[{\"id\":\"T1\",\"start\":\"2025-07-01\",\"status\":\"BOOKED\",\"cost\":120.1,"
                        + "\"note\":null}]");
        assertThat(result(catalog, """
                import datetime
                trips = findTrips('E1007', datetime.date(2025, 9, 1))
                [trip["id"] for trip in trips if trip["status"] == "PLANNED"]""")).isEqualTo("[\"T2\"]");
        assertThat(result(catalog, "'nothing' if cancelTrip('T1') is None else 'something'"))
                .isEqualTo("nothing");
    }

    @Test
    void amountsCanKeepAllTheirDigits() throws InterruptedException {
        ToolCatalog catalog =
                ToolCatalog.builder().add(new Trips()).decimals(true).build();
        assertThat(catalog.stubs()).contains("cost: Decimal");
        assertThat(result(catalog, "str(sum(t['cost'] for i in ('E1003', 'E1007') for t in findTrips(i)))"))
                .isEqualTo("200.30");
    }

    @Test
    void aToolsExceptionIsAToolError() throws InterruptedException {
        ToolCatalog catalog = ToolCatalog.builder().add(new Trips()).build();
        assertThat(result(catalog, """
                try:
                    findTrips("Ann")
                except ToolError as e:
                    said = [e.type, e.message]
                said"""))
                .isEqualTo("[\"IllegalArgumentException\",\"No traveller Ann; ids look like E1003\"]");
    }

    static class Invoices {

        @Tool("Open invoices")
        List<String> openInvoices() {
            return List.of("I1", "I2");
        }

        @Tool(value = "Pays an invoice", metadata = "{\"allowed_callers\": [\"direct\"]}")
        String payInvoice(String id) {
            return "paid " + id;
        }

        @Tool(value = "An invoice", metadata = "{\"allowed_callers\": [\"direct\", \"code\"]}")
        String invoice(String id) {
            return "invoice " + id;
        }
    }

    @Test
    void aToolSaysWhoMayCallIt() {
        ToolCatalog catalog = ToolCatalog.builder().add(new Invoices()).build();
        assertThat(names(catalog.programmatic())).containsExactly("invoice", "openInvoices");
        assertThat(names(catalog.direct())).containsExactly("invoice", "payInvoice");
    }

    @Test
    void theBuilderSaysWhoMayCallATool() {
        ToolCatalog catalog = ToolCatalog.builder()
                .add(new Invoices())
                .callers("openInvoices", Set.of(Caller.DIRECT, Caller.CODE))
                .build();
        assertThat(names(catalog.direct())).contains("openInvoices");
    }

    private static List<String> names(List<CatalogTool> tools) {
        return tools.stream().map(CatalogTool::name).toList();
    }

    static class Prices {

        private final CyclicBarrier together = new CyclicBarrier(2);

        @Tool("Price of an article, in cents")
        int price(String article) throws Exception {
            together.await(60, TimeUnit.SECONDS);
            return article.length() * 100;
        }

        @Tool("Prices of articles, in cents; at most 500 articles")
        Map<String, Integer> prices(@P("article numbers") List<String> articles) {
            return articles.stream().collect(Collectors.toMap(article -> article, article -> article.length() * 100));
        }
    }

    @Test
    void oneCallForManyIsOneCall() throws InterruptedException {
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Prices())
                        .build();
                ProgramSession session = runner.open()) {
            ProgramReport report = session.run("sum((await prices(['A', 'BB', 'CCC'])).values())");
            assertThat(((Outcome.Returned) report.outcome()).result()).isEqualTo("600");
            assertThat(report.calls()).hasSize(1);
        }
    }

    @Test
    void callsOverlapOnAnExecutor() throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Prices())
                        .executeToolsConcurrently(executor)
                        .build();
                ProgramSession session = runner.open()) {
            ProgramReport report = session.run("await asyncio.gather(price('A'), price('BB'))");
            assertThat(((Outcome.Returned) report.outcome()).result()).isEqualTo("[100,200]");
        } finally {
            executor.shutdown();
        }
    }

    private static ToolSpecification weather() {
        return ToolSpecification.builder()
                .name("get-weather")
                .description("The weather of a city")
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("city")
                        .required("city")
                        .build())
                .addMetadata("output_schema", """
                        {"type": "object", "required": ["celsius"], "properties": {"celsius": {"type": "number"}}}""")
                .build();
    }

    @Test
    void aSchemaGivesAToolWithoutAMethodItsType() throws IOException, InterruptedException {
        ToolCatalog catalog = ToolCatalog.builder()
                .add(weather(), (request, memoryId) -> "{\"celsius\": 21.5}")
                .build();
        assertShown(PAGE, "python", catalog.stubs());
        assertThat(result(catalog, "get_weather(city='Rome')['celsius']")).isEqualTo("21.5");
    }

    @Test
    void withoutASchemaOnlyObjectsAndArraysAreRead() throws InterruptedException {
        ToolSpecification any = ToolSpecification.builder().name("anything").build();
        assertThat(result(
                        ToolCatalog.builder()
                                .add(any, (request, memoryId) -> "[1, 2]")
                                .build(),
                        "len(anything())"))
                .isEqualTo("2");
        assertThat(result(
                        ToolCatalog.builder()
                                .add(any, (request, memoryId) -> "12")
                                .build(),
                        "anything() + '3'"))
                .isEqualTo("123");
    }

    static class Search {

        @Tool
        String find(Optional<String> text, @P(value = "how many", required = false) Integer limit) {
            return text.orElse("everything") + limit;
        }
    }

    @Test
    void parametersCanBeLeftOut() throws InterruptedException {
        ToolCatalog catalog = ToolCatalog.builder().add(new Search()).build();
        assertThat(catalog.stubs()).contains("text: str | None = None, limit: int | None = None");
        assertThat(result(catalog, "find()")).isEqualTo("everythingnull");
    }

    @Test
    void namesThatPythonDoesNotAllowAreChanged() {
        ToolCatalog.Builder tools = ToolCatalog.builder();
        for (String name : List.of("get-weather", "filter", "class")) {
            tools.add(ToolSpecification.builder().name(name).build());
        }
        assertThat(tools.build().programmatic().stream().map(CatalogTool::pythonName))
                .containsExactly("class_", "filter_", "get_weather");
        assertThatThrownBy(() -> tools.add(
                                ToolSpecification.builder().name("get_weather").build())
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ToolCatalog many(int count, int description) {
        Map<ToolSpecification, dev.langchain4j.service.tool.ToolExecutor> tools = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            tools.put(
                    ToolSpecification.builder()
                            .name("shelf_" + i)
                            .description("x".repeat(description))
                            .build(),
                    (request, memoryId) -> "");
        }
        return ToolCatalog.builder().add(tools).build();
    }

    @Test
    void manyToolsAreSearched() {
        ToolCatalog some = many(20, 500);
        ToolCatalog more = many(23, 500);
        assertThat(some.stubs().length()).isBetween(10_000, 12_000);
        assertThat(more.stubs().length()).isBetween(12_001, 14_000);
        assertThat(CodeTool.of("execute_python", some, "", SessionScope.CALL, false, ImagesToModel.NONE)
                        .specification()
                        .description())
                .contains("def shelf_7()")
                .doesNotContain("search_tools");
        assertThat(CodeTool.of("execute_python", more, "", SessionScope.CALL, false, ImagesToModel.NONE)
                        .specification()
                        .description())
                .contains("shelf_* (23)", "search_tools", "help(f)")
                .doesNotContain("def ");
    }
}
