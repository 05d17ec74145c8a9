package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments come from a sandbox: whatever does not fit is refused with where, what was expected and what came. */
class ArgumentsTest {

    enum Status {
        APPROVED,
        PENDING
    }

    record Range(LocalDate from, LocalDate to) {}

    record Filter(
            String text,
            Optional<Integer> limit,
            @JsonProperty("max_amount") BigDecimal maxAmount,
            List<Range> ranges) {}

    record Node(String name, List<Node> children) {}

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    static class Open {
        public String known;

        @JsonIgnore
        public final Map<String, Object> others = new HashMap<>();

        @JsonAnySetter
        public void put(String key, Object value) {
            others.put(key, value);
        }
    }

    @SuppressWarnings("unused")
    static class Tools {

        @Tool
        void text(String quarter) {}

        @Tool
        void integer(int n) {}

        @Tool
        void number(double x, float y) {}

        @Tool
        void bool(boolean b) {}

        @Tool
        void constant(Status status) {}

        @Tool
        void date(LocalDate day, @P(required = false, value = "") Instant at) {}

        @Tool
        void offset(OffsetDateTime at) {}

        @Tool
        void uuid(UUID id) {}

        @Tool
        void filter(Filter filter) {}

        @Tool
        void map(Map<String, List<Integer>> counts) {}

        @Tool
        void tree(Node node) {}

        @Tool
        void shape(Shape shape) {}

        @Tool
        void any(Object value) {}

        @Tool
        void open(Open open) {}

        @Tool
        void two(String first_name, String last_name, @P(required = false, value = "") Integer age) {}

        @Tool
        void decimal(BigDecimal amount) {}
    }

    private final ToolCatalog catalog = ToolCatalog.builder().add(new Tools()).build();

    private String check(String tool, String arguments) {
        return catalog.named(tool).orElseThrow().check(Calls.json(arguments)).orElse("fine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            text     ~ {"quarter":3} ~ quarter: expected str, got 3
            text     ~ {"quarter":null} ~ quarter: expected str, got None
            text     ~ {"quarter":["2025-Q3"]} ~ quarter: expected str, got a list
            text     ~ {"quarter":"2025-Q3"} ~ fine
            text     ~ {} ~ missing argument quarter
            text     ~ {"quartr":"x"} ~ unknown argument "quartr"; did you mean "quarter"?
            text     ~ {"quarter":"x","zzz":1} ~ unknown argument "zzz"
            two      ~ {} ~ missing arguments first_name, last_name
            two      ~ {"first_name":"a","last_name":"b","age":null} ~ fine
            two      ~ {"first_name":"a","last_name":"b"} ~ fine
            two      ~ {"first_name":"a","last_name":"b","age":"7"} ~ age: expected int, got "7"
            integer  ~ {"n":2} ~ fine
            integer  ~ {"n":2.0} ~ fine
            integer  ~ {"n":2e3} ~ fine
            integer  ~ {"n":2.5} ~ n: expected int, got 2.5
            integer  ~ {"n":true} ~ n: expected int, got True
            integer  ~ {"n":"2"} ~ n: expected int, got "2"
            integer  ~ {"n":3000000000} ~ n: expected int from -2147483648 to 2147483647, got 3000000000
            integer  ~ {"n":1e999999999} ~ n: the number is too large
            number   ~ {"x":1,"y":2.5} ~ fine
            number   ~ {"x":1e999,"y":0} ~ x: expected float, got 1E+999
            number   ~ {"x":"1","y":0} ~ x: expected float, got "1"
            bool     ~ {"b":false} ~ fine
            bool     ~ {"b":0} ~ b: expected bool, got 0
            bool     ~ {"b":"true"} ~ b: expected bool, got "true"
            constant ~ {"status":"APPROVED"} ~ fine
            constant ~ {"status":"APROVED"} ~ status: expected Literal["APPROVED", "PENDING"], got "APROVED"; did you mean "APPROVED"?
            constant ~ {"status":"approved"} ~ status: expected Literal["APPROVED", "PENDING"], got "approved"; did you mean "APPROVED"?
            constant ~ {"status":0} ~ status: expected Literal["APPROVED", "PENDING"], got 0
            date     ~ {"day":"2025-07-01"} ~ fine
            date     ~ {"day":"2025-07-01","at":"2025-07-01T10:00:00Z"} ~ fine
            date     ~ {"day":"2025-07-01","at":"2025-07-01T10:00:00+02:00"} ~ fine
            date     ~ {"day":"01.07.2025"} ~ day: expected str like 2025-12-31, got "01.07.2025"
            date     ~ {"day":""} ~ day: expected str like 2025-12-31, got ""
            date     ~ {"day":"2025-02-30"} ~ day: expected str like 2025-12-31, got "2025-02-30"
            date     ~ {"day":20250701} ~ day: expected str like 2025-12-31, got 20250701
            offset   ~ {"at":"2025-07-01T10:00:00+02:00"} ~ fine
            offset   ~ {"at":"2025-07-01T10:00:00"} ~ at: expected str like 2025-12-31T14:30:00Z, got "2025-07-01T10:00:00"
            uuid     ~ {"id":"123e4567-e89b-12d3-a456-426614174000"} ~ fine
            uuid     ~ {"id":"123"} ~ id: expected str like 123e4567-e89b-12d3-a456-426614174000, got "123"
            filter   ~ {"filter":{"text":"a","ranges":[]}} ~ fine
            filter   ~ {"filter":{"text":"a","limit":null,"max_amount":null,"ranges":[]}} ~ fine
            filter   ~ {"filter":{"ranges":[]}} ~ filter: the key "text" is missing
            filter   ~ {"filter":{"text":"a","ranges":[{"from":"2025-01-01","to":"x"}]}} ~ filter["ranges"][0]["to"]: expected str like 2025-12-31, got "x"
            filter   ~ {"filter":{"text":"a","ranges":[],"maxAmount":1}} ~ filter: unknown key "maxAmount"; did you mean "max_amount"?
            filter   ~ {"filter":[]} ~ filter: expected Filter, got a list
            map      ~ {"counts":{"a":[1,2],"b":[]}} ~ fine
            map      ~ {"counts":{"a":[1,"2"]}} ~ counts["a"][1]: expected int, got "2"
            tree     ~ {"node":{"name":"a","children":[{"name":"b","children":[]}]}} ~ fine
            tree     ~ {"node":{"name":"a","children":[{"name":1,"children":[]}]}} ~ node["children"][0]["name"]: expected str, got 1
            shape    ~ {"shape":{"type":"Circle","radius":1}} ~ fine
            shape    ~ {"shape":{"type":"Circle","side":1}} ~ shape: the key "radius" is missing
            shape    ~ {"shape":{"type":"Oval"}} ~ shape: expected Circle | Square, got a dict (told apart by type="Circle", type="Square")
            any      ~ {"value":{"a":[1,null,"x"]}} ~ fine
            any      ~ {"value":null} ~ fine
            open     ~ {"open":{"known":"a","more":{"b":1}}} ~ fine
            decimal  ~ {"amount":{"\\u0000decimal":"1.20"}} ~ fine
            decimal  ~ {"amount":{"\\u0000decimal":"abc"}} ~ amount: expected float, got a dict
            decimal  ~ {"amount":{"\\u0000decimal":"1e99999999"}} ~ amount: the number is too large
            """)
    void checks(String tool, String arguments, String expected) {
        assertThat(check(tool, arguments)).isEqualTo(expected);
    }

    @Test
    void long_and_hostile_values_are_shown_short_and_on_one_line() {
        String wrong = check("integer", "{\"n\":\"" + "x\\n\\u202e\\\"".repeat(1000) + "\"}");

        assertThat(wrong)
                .startsWith("n: expected int, got \"x\\n\\u202e\\\"x")
                .hasSizeLessThan(250)
                .doesNotContain("\n");
        assertThat(check("text", "{\"" + "k".repeat(10_000) + "\":1,\"quarter\":\"\"}"))
                .hasSizeLessThan(250);
    }

    @Test
    void depth_is_bounded() {
        String deep = "{\"name\":\"a\",\"children\":[".repeat(60) + "]}".repeat(60);

        assertThat(check("tree", "{\"node\":" + deep + "}"))
                .contains("nested too deeply")
                .hasSizeLessThan(2_000);
        assertThat(check("any", "{\"value\":" + "[".repeat(90) + "]".repeat(90) + "}"))
                .contains("nested too deeply");
    }

    @Test
    void a_request_has_plain_json_under_java_names_without_what_is_none() {
        CatalogTool two = catalog.named("two").orElseThrow();
        assertThat(two.request("1", Calls.json("{\"first_name\":\"a\",\"last_name\":\"b\",\"age\":null}"))
                        .arguments())
                .isEqualTo("{\"first_name\":\"a\",\"last_name\":\"b\"}");
        CatalogTool map = catalog.named("map").orElseThrow();
        assertThat(map.request("1", Calls.json("{\"counts\":{\"a\":[1.0,2e2]}}"))
                        .arguments())
                .isEqualTo("{\"counts\":{\"a\":[1,200]}}");
        CatalogTool decimal = catalog.named("decimal").orElseThrow();
        assertThat(decimal.request("1", Calls.json("{\"amount\":{\"\\u0000decimal\":\"1.20\"}}"))
                        .arguments())
                .isEqualTo("{\"amount\":1.20}");
    }
}
