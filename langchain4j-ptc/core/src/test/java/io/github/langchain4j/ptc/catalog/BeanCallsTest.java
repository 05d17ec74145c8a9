package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeanCallsTest {

    enum Color {
        RED,
        GREEN
    }

    record Page<T>(List<T> items, int number) {}

    record Line(String name, BigDecimal amount, Optional<Integer> count) {}

    static class Tools {

        @Tool
        String longs(long id) {
            return "" + id;
        }

        @Tool
        String big(BigInteger id, BigDecimal amount) {
            return id + " " + amount;
        }

        @Tool
        String date(LocalDate day, Instant at, YearMonth month, Duration length) {
            return day.plusDays(1) + " " + at.plusSeconds(1) + " " + month.plusMonths(1) + " " + length.plusHours(1);
        }

        @Tool
        String offset(OffsetDateTime at) {
            return at.toString();
        }

        @Tool
        String other(URI uri, char letter, byte[] bytes) {
            return uri.getHost() + letter + bytes.length;
        }

        @Tool
        String page(Page<Line> page) {
            Line first = page.items().get(0);
            return first.name() + " " + first.amount() + " " + first.count();
        }

        @Tool
        String nested(List<List<Integer>> lists, Map<Color, Set<Long>> map, int[][] matrix) {
            long sum = 0;
            for (List<Integer> list : lists) {
                for (Integer number : list) {
                    sum += number;
                }
            }
            for (Long number : map.get(Color.RED)) {
                sum += number;
            }
            return "" + (sum + matrix[0][0]);
        }

        @Tool
        String optional(
                Optional<String> text,
                OptionalInt number,
                @P(required = false, value = "") Integer boxed,
                @P(required = false, value = "") int primitive) {
            return text + " " + number + " " + boxed + " " + primitive;
        }

        @Tool
        String color(Color color) {
            return color.name();
        }

        @Tool
        String remember(@ToolMemoryId String memory, InvocationContext context, String what) {
            return memory + "," + context.chatMemoryId() + "," + what;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            longs ~ {"id":9007199254740993} ~ 9007199254740993
            longs ~ {"id":5.0} ~ 5
            big ~ {"id":123456789012345678901234567890,"amount":1.20} ~ 123456789012345678901234567890 1.20
            big ~ {"id":1,"amount":{"\\u0000decimal":"0.10000000000000000001"}} ~ 1 0.10000000000000000001
            date ~ {"day":"2025-07-01","at":"2025-07-01T10:00:00Z","month":"2025-12","length":"PT1H"} ~ 2025-07-02 2025-07-01T10:00:01Z 2026-01 PT2H
            offset ~ {"at":"2025-07-01T10:00:00+02:00"} ~ 2025-07-01T10:00+02:00
            other ~ {"uri":"https://example.org/a","letter":"x","bytes":"AQID"} ~ example.orgx3
            page ~ {"page":{"items":[{"name":"a","amount":1.50}],"number":1}} ~ a 1.50 Optional.empty
            nested ~ {"lists":[[1,2],[3]],"map":{"RED":[4]},"matrix":[[5]]} ~ 15
            optional ~ {} ~ Optional.empty OptionalInt.empty null 0
            optional ~ {"text":null,"number":null,"boxed":null,"primitive":null} ~ Optional.empty OptionalInt.empty null 0
            optional ~ {"text":"a","number":1,"boxed":2,"primitive":3} ~ Optional[a] OptionalInt[1] 2 3
            color ~ {"color":"GREEN"} ~ GREEN
            remember ~ {"what":"x"} ~ memory,memory,x
            """)
    void arguments_reach_the_method_exactly(String tool, String arguments, String expected) {
        assertThat(Calls.value(new Tools(), tool, arguments).asText()).isEqualTo(expected);
    }

    @Test
    void what_langchain4j_sends_for_a_direct_call_is_understood_too() {
        ToolCatalog catalog = ToolCatalog.builder()
                .add(new Dates())
                .callers("next", Set.of(Caller.DIRECT, Caller.CODE))
                .build();

        ToolExecutionResult result = catalog.named("next")
                .orElseThrow()
                .executor()
                .executeWithContext(
                        ToolExecutionRequest.builder()
                                .name("next")
                                .arguments("{\"day\":{\"year\":2025,\"month\":12,\"day\":31},\"days\":\"1\"}")
                                .build(),
                        InvocationContext.builder().build());

        assertThat(result.resultText()).isEqualTo("\"2026-01-01\"");
        assertThat(result.result()).isEqualTo(LocalDate.of(2026, 1, 1));
    }

    static class Dates {

        @Tool
        LocalDate next(LocalDate day, int days) {
            return day.plusDays(days);
        }

        @Tool
        void none() {}

        @Tool
        String text() {
            return "text";
        }
    }

    @Test
    void the_text_of_a_result_is_that_of_langchain4j() {
        ToolCatalog catalog = ToolCatalog.builder().add(new Dates()).build();
        ToolExecutionRequest request =
                ToolExecutionRequest.builder().name("x").arguments("").build();

        assertThat(catalog.find("none").orElseThrow().executor().execute(request, null))
                .isEqualTo("Success");
        assertThat(catalog.find("text").orElseThrow().executor().execute(request, null))
                .isEqualTo("text");
    }

    record Range(int from, int to) {

        Range {
            if (from > to) {
                throw new IllegalArgumentException("from is after to");
            }
        }
    }

    static class Ranges {

        @Tool
        int length(List<Range> ranges) {
            return ranges.size();
        }
    }

    @Test
    void what_a_constructor_refuses_is_told_with_its_reason() {
        assertThat(Calls.failure(Calls.call(new Ranges(), "length", "{\"ranges\":[{\"from\":2,\"to\":1}]}")))
                .isEqualTo("IllegalArgumentException: ranges: from is after to");
    }

    static class OwnException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OwnException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static class Failing {

        @Tool
        String own() {
            throw new OwnException("no budget for you", new IOException("disk"));
        }

        @Tool
        String checked() throws IOException {
            throw new IOException("disk full");
        }

        @Tool
        String error() {
            throw new AssertionError("wrong");
        }

        @Tool
        String silent() {
            throw new IllegalStateException();
        }

        @Tool
        String anonymous() {
            throw new IllegalStateException("unnamed") {
                private static final long serialVersionUID = 1L;
            };
        }

        @Tool
        String wrapped() {
            throw new CompletionException(new UndeclaredThrowableException(new IOException("deep")));
        }

        @Tool
        String itself(int n) {
            return "" + n;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            own ~ OwnException: no budget for you
            checked ~ IOException: disk full
            error ~ AssertionError: wrong
            silent ~ 'IllegalStateException: '
            anonymous ~ IllegalStateException: unnamed
            wrapped ~ IOException: deep
            """)
    void a_failure_tells_type_and_message_of_what_the_tool_threw(String tool, String expected) {
        assertThat(Calls.failure(Calls.call(new Failing(), tool, "{}"))).isEqualTo(expected);
    }

    @Test
    void what_other_executors_throw_is_unwrapped() {
        CatalogTool tool =
                ToolCatalog.builder().add(new Failing()).build().find("own").orElseThrow();

        assertThat(Calls.failure(tool.failure(new ToolExecutionException(new IOException("inside")))))
                .isEqualTo("IOException: inside");
        assertThat(Calls.failure(tool.failure(new ToolExecutionException("said by the executor"))))
                .endsWith("said by the executor");
        assertThat(Calls.failure(tool.failure(new CompletionException("bare", null))))
                .isEqualTo("CompletionException: bare");
    }
}
