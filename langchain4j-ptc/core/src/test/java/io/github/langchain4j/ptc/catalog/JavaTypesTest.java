package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.output.structured.Description;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
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
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JavaTypesTest {

    private static String stubs(Object bean) {
        return ToolCatalog.builder().add(bean).build().stubs();
    }

    enum Color {
        RED,
        GREEN
    }

    static class Scalars {

        @Tool
        void a(boolean a, Boolean b, byte c, short d, int e, Long f, float g, Double h, char i) {}

        @Tool
        BigInteger b(BigDecimal a, BigInteger b, String c, CharSequence d, Number e) {
            return null;
        }

        @Tool
        byte[] c(Color a, UUID b, URI c, Locale d, Currency e, byte[] f) {
            return null;
        }

        @Tool
        Object d(JsonNode a, ObjectNode b, Object c) {
            return null;
        }
    }

    @Test
    void scalars() {
        assertThat(stubs(new Scalars())).isEqualTo("""
                        UUID = str  # 123e4567-e89b-12d3-a456-426614174000
                        Base64 = str  # bytes in base64
                        def a(a: bool, b: bool, c: int, d: int, e: int, f: int, g: float, h: float, i: str) -> None: ...
                        def b(a: float, b: int, c: str, d: str, e: float) -> int: ...
                        def c(a: Literal["RED", "GREEN"], b: UUID, c: str, d: str, e: str, f: Base64) -> Base64: ...
                        def d(a: Any, b: dict[str, Any], c: Any) -> Any: ...""");
    }

    static class Times {

        @Tool
        LocalDate a(LocalTime a, LocalDateTime b, Instant c, OffsetDateTime d) {
            return null;
        }

        @Tool
        Duration b(ZonedDateTime a, Year b, YearMonth c) {
            return null;
        }
    }

    @Test
    void dates_and_times_are_text_in_a_named_format() {
        assertThat(stubs(new Times())).isEqualTo("""
                        Time = str  # 14:30:00
                        DateTime = str  # 2025-12-31T14:30:00
                        Timestamp = str  # 2025-12-31T14:30:00Z
                        Date = str  # 2025-12-31
                        YearMonth = str  # 2025-12
                        Duration = str  # ISO 8601, 90 minutes are PT1H30M
                        def a(a: Time, b: DateTime, c: Timestamp, d: Timestamp) -> Date: ...
                        def b(a: Timestamp, b: int, c: YearMonth) -> Duration: ...""");
    }

    static class Containers {

        @Tool
        List<String> a(Set<Integer> a, int[] b, String[][] c, Iterable<Long> d) {
            return null;
        }

        @Tool
        Map<String, List<Integer>> b(
                Map<Color, Double> a, EnumMap<Color, String> b, List<?> c, List<? extends Number> d) {
            return null;
        }

        @Tool
        Optional<String> c() {
            return null;
        }

        @Tool
        OptionalInt d() {
            return null;
        }

        @Tool
        Stream<String> e() {
            return null;
        }

        @Tool
        Iterator<Integer> f() {
            return null;
        }

        @Tool
        IntStream g() {
            return null;
        }

        @Tool
        CompletionStage<List<String>> h() {
            return null;
        }

        @Tool
        CompletableFuture<Void> i() {
            return null;
        }

        @Tool
        @SuppressWarnings("rawtypes")
        List j() {
            return null;
        }

        @Tool
        Optional<List<Optional<String>>> k() {
            return null;
        }
    }

    @Test
    void containers() {
        assertThat(stubs(new Containers())).isEqualTo("""
                        def a(a: list[int], b: list[int], c: list[list[str]], d: list[int]) -> list[str]: ...
                        def b(a: dict[str, float], b: dict[str, str], c: list[Any], d: list[float]) -> dict[str, list[int]]: ...
                        def c() -> str | None: ...
                        def d() -> int | None: ...
                        def e() -> list[str]: ...
                        def f() -> list[int]: ...
                        def g() -> list[int]: ...
                        def h() -> list[str]: ...
                        def i() -> None: ...
                        def j() -> list[Any]: ...
                        def k() -> list[str | None] | None: ...""");
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Nullable {}

    static class OptionalParameters {

        @Tool
        @Nullable
        String a(
                @P(value = "", required = false) String first,
                Optional<Integer> second,
                @Nullable Color third,
                String last,
                @P(value = "how many", required = false) int limit,
                @P(value = "", required = false) boolean all) {
            return null;
        }
    }

    @Test
    void optional_parameters_follow_the_required_ones() {
        assertThat(stubs(new OptionalParameters())).isEqualTo("""
                        def a(last: str, first: str | None = None, second: int | None = None, third: Literal["RED", "GREEN"] | None = None, limit: int = 0, all: bool = False) -> str | None:
                            \"\"\"limit: how many\"\"\"""");
    }

    record Money(BigDecimal amount, Currency currency) {}

    record Page<T>(List<T> items, @Nullable String next, int total) {}

    record Node(String name, List<Node> children, Node parent) {}

    record Tree<T>(T value, List<Tree<T>> branches) {}

    static class Records {

        @Tool
        List<Page<Money>> pages(Page<String> names) {
            return null;
        }

        @Tool
        Node node(Node node) {
            return null;
        }

        @Tool
        Tree<Map<String, Money>> tree() {
            return null;
        }
    }

    @Test
    void records_generic_and_recursive_types() {
        assertThat(stubs(new Records())).isEqualTo("""
                        class Node(TypedDict):
                            name: str; children: list[Node]; parent: Node
                        class StringPage(TypedDict):
                            items: list[str]; next: str | None; total: int
                        class Money(TypedDict):
                            amount: float; currency: str
                        class MoneyPage(TypedDict):
                            items: list[Money]; next: str | None; total: int
                        class StringMoneyMapTree(TypedDict):
                            value: dict[str, Money]; branches: list[StringMoneyMapTree]
                        def node(node: Node) -> Node: ...
                        def pages(names: StringPage) -> list[MoneyPage]: ...
                        def tree() -> StringMoneyMapTree: ...""");
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    static class Account {

        public String accountId;
        private int ownBalance;

        @JsonIgnore
        public String secret;

        @JsonProperty("the-owner")
        private String owner;

        transient String cache;
        static String shared;

        public int getOwnBalance() {
            return ownBalance;
        }

        public boolean isActive() {
            return true;
        }

        public String getAKind() {
            return "";
        }
    }

    static class Jackson {

        @Tool
        Account account() {
            return null;
        }
    }

    @Test
    void jackson_names_and_properties_that_exist_as_methods_only() {
        assertThat(stubs(new Jackson())).isEqualTo("""
                        Account = TypedDict("Account", {
                            "account_id": str,
                            "own_balance": int,
                            "the-owner": str,
                            "active": bool,
                            "akind": str,
                        })
                        def account() -> Account: ...""");
    }

    enum Level {
        LOW("low"),
        HIGH("high");

        private final String label;

        Level(String label) {
            this.label = label;
        }

        @JsonValue
        public String label() {
            return label;
        }
    }

    enum Renamed {
        @JsonProperty("first-class")
        FIRST,
        SECOND
    }

    enum Numbered {
        ONE,
        TWO;

        @JsonValue
        public int number() {
            return ordinal() + 1;
        }
    }

    record Id(@JsonValue String text) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Id {}
    }

    record Annotated(
            Id id,
            Level level,
            Renamed renamed,
            Numbered numbered,
            @JsonFormat(pattern = "dd.MM.yyyy") LocalDate day,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) Color color,
            @JsonSerialize(using = ToStringSerializer.class) BigDecimal exact,
            @Description("in EUR") int price,
            @JsonUnwrapped Money money) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"z", "a"})
    @Description("Comes with gaps.")
    record Sparse(int a, String z, Optional<String> b) {}

    static class Open {

        public String known;

        @JsonAnyGetter
        public Map<String, Object> others() {
            return Map.of();
        }
    }

    static class Marked {

        @Tool
        Annotated a() {
            return null;
        }

        @Tool
        Sparse b() {
            return null;
        }

        @Tool
        Id c(Id id, Level level) {
            return null;
        }

        @Tool
        Open d() {
            return null;
        }
    }

    @Test
    void jackson_annotations_on_types_and_properties() {
        assertThat(stubs(new Marked())).isEqualTo("""
                        class Annotated(TypedDict):
                            id: str; level: Literal["low", "high"]; renamed: Literal["first-class", "SECOND"]
                            numbered: Literal[1, 2]
                            day: str  # dd.MM.yyyy
                            color: int; exact: str
                            price: int  # in EUR
                            amount: float; currency: str
                        class Sparse(TypedDict):  # Comes with gaps.
                            z: NotRequired[str]; a: int; b: NotRequired[str]
                        class Open(TypedDict):
                            known: str
                        def a() -> Annotated: ...
                        def b() -> Sparse: ...
                        def c(id: str, level: Literal["low", "high"]) -> str: ...
                        def d() -> Open: ...""");
    }

    sealed interface Shape permits Circle, Square, Group {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    record Group(List<Shape> shapes) implements Shape {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Cat.class, name = "cat"),
        @JsonSubTypes.Type(value = Dog.class, name = "dog")
    })
    interface Animal {}

    record Cat(int lives) implements Animal {}

    record Dog(String name) implements Animal {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface ByClass {}

    static class Sums {

        @Tool
        Shape shape(List<Animal> animals) {
            return null;
        }

        @Tool
        Circle circle() {
            return null;
        }
    }

    static class TakesByClass {

        @Tool
        void take(List<ByClass> things) {}
    }

    @Test
    void sums_of_types_are_unions_told_apart_by_a_constant() {
        assertThat(stubs(new Sums())).isEqualTo("""
                        class JavaTypesTestCircle(TypedDict):
                            radius: float
                        class Cat(TypedDict):
                            kind: Literal["cat"]; lives: int
                        class Dog(TypedDict):
                            kind: Literal["dog"]; name: str
                        class ShapeCircle(TypedDict):
                            type: Literal["Circle"]; radius: float
                        class Square(TypedDict):
                            type: Literal["Square"]; side: float
                        class Group(TypedDict):
                            type: Literal["Group"]; shapes: list[ShapeCircle | Group | Square]
                        def circle() -> JavaTypesTestCircle: ...
                        def shape(animals: list[Cat | Dog]) -> ShapeCircle | Group | Square: ...""");
    }

    @Test
    void an_argument_must_not_choose_a_java_class() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stubs(new TakesByClass()))
                .withMessageContainingAll("TakesByClass.take", "ByClass", "CLASS", "use NAME");
    }

    static class Nested {

        record Item(int inner) {}

        @Tool
        Item nested(Other.Item other) {
            return null;
        }
    }

    static class Other {

        record Item(String outer) {}
    }

    @Test
    void types_of_one_name_are_told_apart() {
        assertThat(stubs(new Nested())).isEqualTo("""
                        class OtherItem(TypedDict):
                            outer: str
                        class NestedItem(TypedDict):
                            inner: int
                        def nested(other: OtherItem) -> NestedItem: ...""");
    }

    record Asymmetric(
            @JsonProperty(access = JsonProperty.Access.READ_ONLY)
            int id,

            String name) {}

    record Any(int x) {}

    static class Both {

        @Tool
        Asymmetric save(Asymmetric value) {
            return null;
        }

        @Tool
        Any any() {
            return null;
        }
    }

    @Test
    void a_type_that_reads_otherwise_than_it_writes_has_two_names_and_none_hides_a_name_of_the_stubs() {
        assertThat(stubs(new Both())).isEqualTo("""
                        class Any_(TypedDict):
                            x: int
                        class AsymmetricInput(TypedDict):
                            name: str
                        class Asymmetric(TypedDict):
                            id: int; name: str
                        def any_() -> Any_: ...
                        def save(value: AsymmetricInput) -> Asymmetric: ...""");
    }

    record Uses(Color first, Many second) {}

    enum Many {
        A,
        B,
        C
    }

    static class Repeated {

        @Tool
        Uses a(Many many, Color color) {
            return null;
        }
    }

    @Test
    void longer_constants_that_occur_twice_get_a_name() {
        assertThat(stubs(new Repeated())).isEqualTo("""
                        Many = Literal["A", "B", "C"]
                        class Uses(TypedDict):
                            first: Literal["RED", "GREEN"]; second: Many
                        def a(many: Many, color: Literal["RED", "GREEN"]) -> Uses: ...""");
    }

    static class Grows<T> {
        public T value;
        public Grows<List<T>> next;
    }

    record GrowsFinally<T>(T value, GrowsFinally<List<T>> next) {}

    static class JacksonCannot {

        @Tool
        GrowsFinally<String> grow() {
            return null;
        }
    }

    static class Endless {

        @Tool
        Grows<String> grow() {
            return null;
        }

        @Tool
        <T extends Comparable<T>> T most(List<T> values) {
            return null;
        }
    }

    @Test
    void types_that_grow_without_end_end() {
        assertThat(stubs(new Endless()))
                .contains("def most(values: list[Any]) -> Any: ...")
                .hasSizeLessThan(20_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stubs(new JacksonCannot()))
                .withMessageContainingAll("JacksonCannot.grow", "ever larger arguments");
    }

    static class Decimal {

        @Tool
        Money a(BigDecimal x) {
            return null;
        }
    }

    @Test
    void decimals_are_said_to_be_decimals_on_request() {
        assertThat(ToolCatalog.builder()
                        .add(new Decimal())
                        .decimals(true)
                        .build()
                        .stubs())
                .isEqualTo("""
                        class Money(TypedDict):
                            amount: Decimal; currency: str
                        def a(x: Decimal) -> Money: ...""");
    }
}
