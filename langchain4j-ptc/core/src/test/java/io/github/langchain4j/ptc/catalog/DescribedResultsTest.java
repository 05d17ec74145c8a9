package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import dev.langchain4j.service.tool.ToolExecutionResult;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What LangChain4j's own executor writes is, read by the declared type, the value that a program gets from the bean. */
class DescribedResultsTest {

    static final Instant NOON = Instant.parse("2025-12-31T12:00:00.123456789Z");

    enum Status {
        OPEN,
        @JsonProperty("on-hold")
        ON_HOLD
    }

    enum Priority {
        LOW,
        HIGH;

        @JsonValue
        int rank() {
            return ordinal() + 1;
        }
    }

    record Line(String sku, int count, BigDecimal price, Optional<String> note) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Order(
            long id,
            Status status,
            LocalDate placed,
            Instant paid,
            Duration age,
            List<Line> lines,
            Map<String, Instant> events,
            String comment,

            @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = "dd.MM.yyyy")
            LocalDate printed) {}

    record Node(String name, Instant at, List<Node> children) {}

    record Page<T>(List<T> items, T first, int total) {}

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side, Instant drawn) implements Shape {}

    record Drawing(Shape main, List<Shape> others) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Cat.class, name = "cat"),
        @JsonSubTypes.Type(value = Dog.class, name = "dog")
    })
    interface Animal {}

    record Cat(String name, boolean indoors) implements Animal {}

    record Dog(String name, int tricks) implements Animal {}

    static class Bean {
        private final String secret = "field";

        public int getSize() {
            return secret.length();
        }
    }

    @SuppressWarnings("unused")
    static class Tools {

        @Tool
        int number() {
            return 7;
        }

        @Tool
        Integer none() {
            return null;
        }

        @Tool
        long large() {
            return 9_007_199_254_740_993L;
        }

        @Tool
        double fraction() {
            return 0.1;
        }

        @Tool
        double whole() {
            return 3.0;
        }

        @Tool
        float single() {
            return 0.1f;
        }

        @Tool
        boolean flag() {
            return true;
        }

        @Tool
        char letter() {
            return 'x';
        }

        @Tool
        BigInteger huge() {
            return new BigInteger("123456789012345678901234567890");
        }

        @Tool
        BigDecimal exact() {
            return new BigDecimal("12.30");
        }

        @Tool
        Status status() {
            return Status.ON_HOLD;
        }

        @Tool
        Priority priority() {
            return Priority.HIGH;
        }

        @Tool
        DayOfWeek day() {
            return DayOfWeek.FRIDAY;
        }

        @Tool
        LocalDate date() {
            return LocalDate.of(2025, 12, 31);
        }

        @Tool
        LocalTime time() {
            return LocalTime.of(14, 30);
        }

        @Tool
        LocalDateTime dateTime() {
            return LocalDateTime.of(2025, 12, 31, 14, 30);
        }

        @Tool
        Instant instant() {
            return NOON;
        }

        @Tool
        OffsetDateTime offset() {
            return NOON.atOffset(ZoneOffset.UTC);
        }

        @Tool
        ZonedDateTime zoned() {
            return NOON.atZone(ZoneOffset.UTC);
        }

        @Tool
        OffsetTime offsetTime() {
            return OffsetTime.of(14, 30, 0, 0, ZoneOffset.ofHours(1));
        }

        @Tool
        Date oldDate() {
            return Date.from(NOON);
        }

        @Tool
        Duration duration() {
            return Duration.ofMinutes(90);
        }

        @Tool
        Period period() {
            return Period.ofMonths(14);
        }

        @Tool
        Year year() {
            return Year.of(2025);
        }

        @Tool
        YearMonth month() {
            return YearMonth.of(2025, 12);
        }

        @Tool
        MonthDay anniversary() {
            return MonthDay.of(12, 31);
        }

        @Tool
        UUID uuid() {
            return new UUID(1, 2);
        }

        @Tool
        URI uri() {
            return URI.create("https://example.org/?q=1");
        }

        @Tool
        Locale locale() {
            return Locale.GERMANY;
        }

        @Tool
        byte[] bytes() {
            return "hello".getBytes(StandardCharsets.UTF_8);
        }

        @Tool
        Optional<String> some() {
            return Optional.of("text");
        }

        @Tool
        Optional<Instant> nothing() {
            return Optional.empty();
        }

        @Tool
        OptionalInt optionalInt() {
            return OptionalInt.of(3);
        }

        @Tool
        List<String> texts() {
            return List.of("a", "\"b\"", "");
        }

        @Tool
        List<Instant> instants() {
            return Arrays.asList(NOON, null);
        }

        @Tool
        Set<Status> statuses() {
            return Set.of(Status.OPEN);
        }

        @Tool
        int[][] matrix() {
            return new int[][] {{1, 2}, {3}};
        }

        @Tool
        Map<String, Duration> durations() {
            return new TreeMap<>(Map.of("a", Duration.ofSeconds(5), "b", Duration.ZERO));
        }

        @Tool
        Map<Status, List<Line>> byStatus() {
            return Map.of(Status.OPEN, List.of(line()));
        }

        private static Line line() {
            return new Line("s-1", 2, new BigDecimal("9.90"), Optional.empty());
        }

        @Tool
        Order order() {
            return new Order(
                    7,
                    Status.OPEN,
                    LocalDate.of(2025, 12, 31),
                    NOON,
                    Duration.ofHours(3),
                    List.of(line()),
                    Map.of("paid", NOON),
                    null,
                    LocalDate.of(2025, 1, 2));
        }

        @Tool
        List<Order> orders() {
            return List.of(order(), order());
        }

        @Tool
        Node tree() {
            return new Node("root", NOON, List.of(new Node("leaf", NOON, List.of())));
        }

        @Tool
        Page<Order> page() {
            return new Page<>(List.of(order()), order(), 1);
        }

        @Tool
        Page<Instant> instantPage() {
            return new Page<>(List.of(NOON), NOON, 1);
        }

        @Tool
        Shape shape() {
            return new Square(2, NOON);
        }

        @Tool
        List<Shape> shapes() {
            return List.of(new Circle(1), new Square(2, NOON));
        }

        @Tool
        Page<Shape> shapePage() {
            return new Page<>(List.of(new Circle(1)), new Square(2, null), 1);
        }

        @Tool
        Drawing drawing() {
            return new Drawing(new Circle(1), List.of(new Square(2, NOON)));
        }

        @Tool
        Animal animal() {
            return new Cat("Tom", true);
        }

        @Tool
        List<Animal> animals() {
            return List.of(new Cat("Tom", true), new Dog("Rex", 3));
        }

        @Tool
        Bean bean() {
            return new Bean();
        }

        @Tool
        JsonNode json() {
            return new JsonMapper().createObjectNode().put("a", 1);
        }

        @Tool
        Stream<Instant> stream() {
            return Stream.of(NOON, NOON);
        }

        @Tool
        IntStream ints() {
            return IntStream.of(1, 2);
        }

        @Tool
        void nothingAtAll() {}

        @Tool
        String text() {
            return "{\"looks\": \"like JSON\"}";
        }

        @Tool
        String quoted() {
            return "\"quoted\"";
        }

        @Tool
        String empty() {
            return "";
        }

        @Tool
        Object object() {
            return Map.of("a", 1);
        }

        @Tool
        Object objectText() {
            return "text";
        }
    }

    static Stream<String> tools() {
        return Arrays.stream(Tools.class.getDeclaredMethods())
                .filter(m -> m.isAnnotationPresent(Tool.class))
                .map(Method::getName)
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("tools")
    void the_text_gives_the_value_that_the_bean_gives(String name) throws NoSuchMethodException {
        assertThat(described(name, false)).isEqualTo(ofBean(name, false));
    }

    @ParameterizedTest
    @MethodSource("tools")
    void so_it_does_where_decimals_keep_their_digits(String name) throws NoSuchMethodException {
        assertThat(described(name, true)).isEqualTo(ofBean(name, true));
    }

    @Test
    void the_stubs_say_the_same_types_as_those_of_the_bean() {
        ToolCatalog.Builder described = ToolCatalog.builder().describe(new Tools());
        ToolSpecifications.toolSpecificationsFrom(Tools.class).forEach(described::add);

        assertThat(described.build().stubs())
                .isEqualTo(ToolCatalog.builder().add(new Tools()).build().stubs());
    }

    private static String ofBean(String name, boolean decimals) {
        ToolCatalog catalog =
                ToolCatalog.builder().add(new Tools()).decimals(decimals).build();
        CatalogTool tool = catalog.named(name).orElseThrow();
        return Calls.value(Calls.call(tool, "{}")).toString();
    }

    private static String described(String name, boolean decimals) throws NoSuchMethodException {
        Method method = Tools.class.getDeclaredMethod(name);
        ToolSpecification specification = ToolSpecifications.toolSpecificationFrom(method);
        ToolExecutionRequest request =
                ToolExecutionRequest.builder().name(name).arguments("{}").build();
        String text = new DefaultToolExecutor(new Tools(), method).execute(request, null);
        CatalogTool tool = ToolCatalog.builder()
                .add(specification)
                .describe(Tools.class)
                .decimals(decimals)
                .build()
                .named(name)
                .orElseThrow();
        return Calls.value(tool.outcome(
                        ToolExecutionResult.builder().resultText(text).build()))
                .toString();
    }
}
