package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResultsTest {

    enum Level {
        LOW("low"),
        HIGH("high");

        private final String label;

        Level(String label) {
            this.label = label;
        }

        @JsonValue
        String label() {
            return label;
        }
    }

    enum Plain {
        A
    }

    record Everything(
            boolean flag,
            int number,
            long large,
            double real,
            float small,
            char letter,
            BigDecimal amount,
            BigInteger huge,
            String text,
            Level level,
            Plain plain,
            LocalDate date,
            LocalTime time,
            LocalDateTime dateTime,
            Instant instant,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Date old,
            Duration duration,
            Year year,
            UUID id,
            URI uri,
            Locale locale,
            byte[] bytes,
            Optional<String> present,
            Optional<String> absent,
            OptionalDouble real2,
            List<Optional<Integer>> numbers,
            Map<Level, int[]> byLevel,
            @JsonRawValue String raw,
            JsonNode node) {}

    static final Everything EVERYTHING = new Everything(
            true,
            7,
            9007199254740993L,
            0.1,
            0.1f,
            'x',
            new BigDecimal("1.20"),
            new BigInteger("123456789012345678901234567890"),
            "a \"text\"",
            Level.HIGH,
            Plain.A,
            LocalDate.of(2025, 7, 1),
            LocalTime.of(14, 30),
            LocalDateTime.of(2025, 7, 1, 14, 30),
            Instant.parse("2025-07-01T14:30:00Z"),
            OffsetDateTime.parse("2025-07-01T14:30:00+02:00"),
            ZonedDateTime.parse("2025-07-01T14:30:00+02:00[Europe/Berlin]"),
            Date.from(Instant.parse("2025-07-01T14:30:00Z")),
            Duration.ofMinutes(90),
            Year.of(2025),
            UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
            URI.create("https://example.org"),
            Locale.forLanguageTag("de-AT"),
            new byte[] {1, 2, 3},
            Optional.of("here"),
            Optional.empty(),
            OptionalDouble.of(1.5),
            List.of(Optional.of(1), Optional.empty()),
            Map.of(Level.LOW, new int[] {1, 2}),
            "{\"x\":[1]}",
            JsonNodeFactory.instance.objectNode().put("k", 1));

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Cat.class, name = "cat"))
    interface Animal {}

    record Cat(int lives) implements Animal {}

    static class Cycle {
        public Cycle self = this;
    }

    static class Broken {
        public String getValue() {
            throw new IllegalStateException("no value today");
        }
    }

    static class Tools {

        @Tool
        Everything everything() {
            return EVERYTHING;
        }

        @Tool
        String json_text() {
            return "[1, 2]";
        }

        @Tool
        String no_text() {
            return null;
        }

        @Tool
        void nothing() {}

        @Tool
        Object object() {
            return List.of(1, "a");
        }

        @Tool
        List<Shape> shapes() {
            return List.of(new Circle(1), new Square(2));
        }

        @Tool
        List<Animal> animals() {
            return List.of(new Cat(9));
        }

        @Tool
        Map<String, List<Double>> special() {
            return Map.of("x", List.of(Double.NaN, Double.POSITIVE_INFINITY));
        }

        @Tool
        CompletionStage<List<LocalDate>> later() {
            return CompletableFuture.supplyAsync(() -> List.of(LocalDate.of(2025, 1, 2)));
        }

        @Tool
        Future<String> never() {
            return CompletableFuture.failedFuture(new IllegalStateException("no luck"));
        }

        @Tool
        Stream<Shape> stream() {
            return Stream.of(new Square(3));
        }

        @Tool
        IntStream ints() {
            return IntStream.range(0, 3);
        }

        @Tool
        Iterator<String> iterator() {
            return List.of("a", "b").iterator();
        }

        @Tool
        Stream<Integer> endless() {
            return Stream.iterate(1, i -> i + 1);
        }

        @Tool
        Cycle cycle() {
            return new Cycle();
        }

        @Tool
        Broken broken() {
            return new Broken();
        }

        @Tool
        String surrogate() {
            return "a\uD800b\uD83D\uDE00";
        }

        @Tool
        Map<String, String> surrogates() {
            return Map.of("k\uDC00", "v\uD800");
        }

        @Tool
        Optional<Everything> no_record() {
            return Optional.empty();
        }

        @Tool
        int[][] matrix() {
            return new int[][] {{1}, {2, 3}};
        }

        @Tool
        BigDecimal amount() {
            return new BigDecimal("1234567890.123456789");
        }
    }

    private static JsonNode value(String tool) {
        return Calls.value(call(tool));
    }

    private static ToolOutcome call(String tool) {
        return Calls.call(
                ToolCatalog.builder().add(new Tools()).build().named(tool).orElseThrow(), "{}");
    }

    @Test
    void values_of_all_types() {
        assertThat(value("everything").toPrettyString().replace(" : ", ": ")).isEqualTo("""
                        {
                          "flag": true,
                          "number": 7,
                          "large": 9007199254740993,
                          "real": 0.1,
                          "small": 0.1,
                          "letter": "x",
                          "amount": 1.20,
                          "huge": 123456789012345678901234567890,
                          "text": "a \\"text\\"",
                          "level": "high",
                          "plain": "A",
                          "date": "2025-07-01",
                          "time": "14:30:00",
                          "dateTime": "2025-07-01T14:30:00",
                          "instant": "2025-07-01T14:30:00Z",
                          "offset": "2025-07-01T14:30:00+02:00",
                          "zoned": "2025-07-01T14:30:00+02:00",
                          "old": "2025-07-01T14:30:00.000+00:00",
                          "duration": "PT1H30M",
                          "year": 2025,
                          "id": "123e4567-e89b-12d3-a456-426614174000",
                          "uri": "https://example.org",
                          "locale": "de_AT",
                          "bytes": "AQID",
                          "present": "here",
                          "absent": null,
                          "real2": 1.5,
                          "numbers": [ 1, null ],
                          "byLevel": {
                            "low": [ 1, 2 ]
                          },
                          "raw": {
                            "x": [ 1 ]
                          },
                          "node": {
                            "k": 1
                          }
                        }""");
    }

    @Test
    void text_stays_text() {
        assertThat(value("json_text").asText()).isEqualTo("[1, 2]");
        assertThat(value("json_text").isTextual()).isTrue();
        assertThat(value("no_text").isNull()).isTrue();
    }

    @Test
    void nothing_is_none() {
        assertThat(value("nothing").isNull()).isTrue();
        assertThat(value("no_record").isNull()).isTrue();
    }

    @Test
    void values_of_types_that_are_known_only_when_they_come() {
        assertThat(value("object").toString()).isEqualTo("[1,\"a\"]");
        assertThat(value("matrix").toString()).isEqualTo("[[1],[2,3]]");
    }

    @Test
    void subtypes_in_lists_keep_what_tells_them_apart() {
        assertThat(value("shapes").toString())
                .isEqualTo("[{\"type\":\"Circle\",\"radius\":1.0},{\"type\":\"Square\",\"side\":2.0}]");
        assertThat(value("animals").toString()).isEqualTo("[{\"kind\":\"cat\",\"lives\":9}]");
        assertThat(value("stream").toString()).isEqualTo("[{\"type\":\"Square\",\"side\":3.0}]");
    }

    @Test
    void numbers_that_json_does_not_know() {
        assertThat(value("special").get("x").get(0).doubleValue()).isNaN();
        assertThat(value("special").get("x").get(1).doubleValue()).isInfinite();
    }

    @Test
    void futures_streams_and_iterators() {
        assertThat(value("later").toString()).isEqualTo("[\"2025-01-02\"]");
        assertThat(value("ints").toString()).isEqualTo("[0,1,2]");
        assertThat(value("iterator").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(Calls.failure(call("never"))).isEqualTo("IllegalStateException: no luck");
        assertThat(Calls.failure(call("endless"))).contains("more than 1000000 elements");
    }

    @Test
    void what_cannot_be_written_is_a_failure() {
        assertThat(Calls.failure(call("cycle"))).startsWith("ResultError: the tool returned a value that cannot");
        assertThat(Calls.failure(call("broken"))).startsWith("ResultError: ").contains("no value today");
    }

    @Test
    void lone_surrogates_are_replaced() {
        assertThat(value("surrogate").asText()).isEqualTo("a\uFFFDb\uD83D\uDE00");
        assertThat(value("surrogates").toString()).isEqualTo("{\"k\uFFFD\":\"v\uFFFD\"}");
    }

    @Test
    void decimals_are_floats_or_decimals() {
        assertThat(value("amount").decimalValue()).isEqualTo("1234567890.123456789");
        ToolCatalog catalog =
                ToolCatalog.builder().add(new Tools()).decimals(true).build();
        assertThat(Calls.value(Calls.call(catalog.named("amount").orElseThrow(), "{}"))
                        .toString())
                .isEqualTo("{\"\\u0000decimal\":\"1234567890.123456789\"}");
        assertThat(Calls.value(Calls.call(catalog.named("everything").orElseThrow(), "{}"))
                        .get("amount")
                        .toString())
                .isEqualTo("{\"\\u0000decimal\":\"1.20\"}");
    }

    @Test
    void every_stub_says_what_is_written() {
        String stubs = ToolCatalog.builder().add(new Tools()).build().stubs();
        JsonNode value = value("everything");
        List<String> fields = new ArrayList<>();
        value.fieldNames().forEachRemaining(fields::add);

        Map<String, String> said = new LinkedHashMap<>();
        String body = stubs.substring(stubs.indexOf("class Everything(TypedDict):"));
        body = body.substring(
                body.indexOf('\n') + 1,
                body.indexOf("\nclass ", 1) < 0 ? body.indexOf("\ndef ") : body.indexOf("\nclass ", 1));
        for (String entry : body.split("[;\n]")) {
            said.put(entry.strip().split(": ")[0], entry.strip().split(": ", 2)[1]);
        }
        assertThat(said.keySet()).containsExactlyElementsOf(fields);
        said.forEach((field, type) -> {
            JsonNode written = value.get(field);
            boolean number = type.equals("int") || type.startsWith("float");
            assertThat(written.isNumber())
                    .as(field + ": " + type + " = " + written)
                    .isEqualTo(number);
            assertThat(type.startsWith("list")).as(field).isEqualTo(written.isArray());
        });
    }

    @Test
    void errors_of_other_executors_are_failures() {
        CatalogTool tool =
                ToolCatalog.builder().add(new Tools()).build().named("nothing").orElseThrow();

        ToolOutcome outcome = tool.outcome(ToolExecutionResult.builder()
                .isError(true)
                .resultText("went wrong")
                .build());

        assertThat(Calls.failure(outcome)).isEqualTo("ToolExecutionException: went wrong");
    }
}
