package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.invocation.InvocationParameters;
import io.github.langchain4j.ptc.engine.ToolDescriptor;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolCatalogTest {

    static class Weather {

        @Tool("The weather of a city.")
        String weather(String city) {
            return "sunny in " + city;
        }

        String notATool() {
            return "";
        }
    }

    @Test
    void describes_a_tool_for_programs_by_default() {
        ToolCatalog catalog = ToolCatalog.builder().add(new Weather()).build();

        assertThat(catalog.direct()).isEmpty();
        assertThat(catalog.programmatic()).singleElement().satisfies(tool -> {
            assertThat(tool.name()).isEqualTo("weather");
            assertThat(tool.callers()).containsExactly(Caller.CODE);
            assertThat(tool.descriptor())
                    .isEqualTo(new ToolDescriptor(
                            "weather",
                            List.of(new ToolDescriptor.Parameter("city", true)),
                            "weather(city: str) -> str",
                            "def weather(city: str) -> str:\n    \"\"\"The weather of a city.\"\"\""));
        });
        assertThat(catalog.descriptors())
                .containsExactly(catalog.programmatic().get(0).descriptor());
        assertThat(catalog.stubs()).isEqualTo("def weather(city: str) -> str:\n    \"\"\"The weather of a city.\"\"\"");
    }

    @Test
    void an_empty_catalogue_has_no_stubs() {
        assertThat(ToolCatalog.builder().build().stubs()).isEmpty();
    }

    abstract static class Base<T> {

        @Tool
        public abstract List<T> items();

        @Tool
        public T first() {
            return items().get(0);
        }

        @Tool
        public static int version() {
            return 3;
        }

        @Tool
        private String secret() {
            return "from the base";
        }
    }

    interface Counting {

        @Tool
        default int count(String what) {
            return what.length();
        }
    }

    record Item(String name) {}

    static class Shop extends Base<Item> implements Counting {

        @Override
        public List<Item> items() {
            return List.of(new Item("lamp"));
        }
    }

    @Test
    void finds_inherited_static_private_and_default_methods_with_the_type_arguments_of_the_bean() {
        assertThat(signatures(new Shop()))
                .containsExactly(
                        "count(what: str) -> int",
                        "first() -> Item",
                        "items() -> list[Item]",
                        "secret() -> str",
                        "version() -> int");
        assertThat(Calls.value(new Shop(), "secret", "{}").asText()).isEqualTo("from the base");
        assertThat(Calls.value(new Shop(), "first", "{}").toString()).isEqualTo("{\"name\":\"lamp\"}");
    }

    interface Repository<K, V> {

        @Tool
        V find(K key);
    }

    static class ItemRepository implements Repository<String, Item> {

        @Override
        @Tool("Finds an item.")
        public Item find(String key) {
            return new Item(key);
        }
    }

    @Test
    void a_generic_method_and_its_implementation_are_one_tool() {
        assertThat(signatures(new ItemRepository())).containsExactly("find(key: str) -> Item");
        assertThat(signatures((Repository<String, Item>) Item::new)).containsExactly("find(key: Any) -> Any");
    }

    static class WeatherSubclass extends Weather {

        @Override
        String weather(String arg0) {
            return "proxied, " + super.weather(arg0);
        }
    }

    @Test
    void a_subclass_proxy_keeps_names_and_is_what_is_called() {
        assertThat(signatures(new WeatherSubclass())).containsExactly("weather(city: str) -> str");
        assertThat(Calls.value(new WeatherSubclass(), "weather", "{\"city\":\"Rome\"}")
                        .asText())
                .isEqualTo("proxied, sunny in Rome");
    }

    @Test
    void a_dynamic_proxy_is_read_by_its_interface() {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Counting.class}, (p, method, arguments) -> 42);

        assertThat(signatures(proxy)).containsExactly("count(what: str) -> int");
        assertThat(Calls.value(proxy, "count", "{\"what\":\"x\"}").asInt()).isEqualTo(42);
    }

    @Test
    void refuses_what_has_no_tools() {
        refuses(ToolCatalog.builder().add("text"), "java.lang.String has no method with @Tool");
        refuses(ToolCatalog.builder().add(Weather.class), "give new Weather() instead of Weather.class");
        refuses(ToolCatalog.builder().add(List.of(new Weather())), "Tools come from the beans themselves");
    }

    static class Duplicate {

        @Tool(name = "weather")
        int other() {
            return 1;
        }
    }

    static class Overloaded {

        @Tool
        int add(int a) {
            return a;
        }

        @Tool
        int add(int a, int b) {
            return a + b;
        }
    }

    @Test
    void two_tools_of_one_name_are_refused_with_both_methods() {
        refuses(
                ToolCatalog.builder().add(new Weather(), new Duplicate()),
                "Two tools have the name 'weather'",
                "Weather.weather",
                "Duplicate.other");
        refuses(ToolCatalog.builder().add(new Overloaded()), "Two tools have the name 'add'", "Overloaded.add");
        refuses(ToolCatalog.builder().add(new Weather(), new Weather()), "Two tools have the name 'weather'");
    }

    static class Callers {

        @Tool(metadata = "{\"allowed_callers\":[\"direct\"]}")
        int direct() {
            return 1;
        }

        @Tool(metadata = "{\"allowed_callers\":[\"direct\",\"code_execution_20260120\"]}")
        int both() {
            return 2;
        }

        @Tool(metadata = "{\"allowed_callers\":[\"code\"]}")
        int code() {
            return 3;
        }

        @Tool
        int silent() {
            return 4;
        }
    }

    @Test
    void a_tool_says_who_may_call_it() {
        ToolCatalog catalog = ToolCatalog.builder().add(new Callers()).build();

        assertThat(catalog.programmatic()).extracting(CatalogTool::name).containsExactly("both", "code", "silent");
        assertThat(catalog.direct()).extracting(CatalogTool::name).containsExactly("both", "direct");
        assertThat(catalog.toString())
                .isEqualTo("ToolCatalog[programmatic=[both, code, silent], direct=[both, direct]]");
    }

    @Test
    void a_program_never_finds_a_direct_tool() {
        ToolCatalog catalog = ToolCatalog.builder().add(new Callers()).build();

        assertThat(catalog.find("direct")).isEmpty();
        assertThat(catalog.find("both")).isPresent();
        assertThat(catalog.stubs()).doesNotContain("direct");
        CatalogTool direct = catalog.named("direct").orElseThrow();
        assertThatIllegalStateException()
                .isThrownBy(() -> direct.check(JsonNodeFactory.instance.objectNode()))
                .withMessage("The tool 'direct' is not for programs");
        assertThatIllegalStateException().isThrownBy(direct::descriptor);
    }

    @Test
    void the_builder_has_the_last_word_and_sets_the_default() {
        ToolCatalog catalog = ToolCatalog.builder()
                .add(new Callers())
                .defaultCallers(Set.of(Caller.DIRECT))
                .callers("code", Set.of(Caller.DIRECT, Caller.CODE))
                .build();

        assertThat(catalog.named("silent").orElseThrow().callers()).containsExactly(Caller.DIRECT);
        assertThat(catalog.named("code").orElseThrow().callers()).containsExactlyInAnyOrder(Caller.DIRECT, Caller.CODE);
        refuses(
                ToolCatalog.builder().add(new Callers()).callers("bothh", Set.of(Caller.CODE)),
                "callers(\"bothh\", …) names a tool that was not added; did you mean \"both\"?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolCatalog.builder().callers("x", Set.of()));
    }

    static class UnknownCaller {

        @Tool(metadata = "{\"allowed_callers\":[\"program\"]}")
        int run() {
            return 1;
        }
    }

    static class NoCaller {

        @Tool(metadata = "{\"allowed_callers\":[]}")
        int run() {
            return 1;
        }
    }

    @Test
    void unknown_or_no_callers_are_refused() {
        refuses(ToolCatalog.builder().add(new UnknownCaller()), "UnknownCaller.run", "unknown caller \"program\"");
        refuses(ToolCatalog.builder().add(new NoCaller()), "NoCaller.run", "allowed_callers is empty");
    }

    static class Immediate {

        @Tool(returnBehavior = ReturnBehavior.IMMEDIATE)
        String answer() {
            return "";
        }

        @Tool(
                returnBehavior = ReturnBehavior.IMMEDIATE_IF_LAST,
                metadata = "{\"allowed_callers\":[\"direct\",\"code\"]}")
        String either() {
            return "";
        }

        @Tool
        Image picture() {
            return null;
        }

        @Tool
        List<ImageContent> pictures() {
            return List.of();
        }
    }

    static class ImmediateForCode {

        @Tool(returnBehavior = ReturnBehavior.IMMEDIATE, metadata = "{\"allowed_callers\":[\"code\"]}")
        String answer() {
            return "";
        }
    }

    @Test
    void tools_whose_result_is_for_the_model_or_the_user_stay_direct() {
        ToolCatalog catalog = ToolCatalog.builder().add(new Immediate()).build();

        assertThat(catalog.programmatic()).isEmpty();
        assertThat(catalog.direct())
                .extracting(CatalogTool::name)
                .containsExactly("answer", "either", "picture", "pictures");
        refuses(ToolCatalog.builder().add(new ImmediateForCode()), "ImmediateForCode.answer", "IMMEDIATE", "direct");
        refuses(
                ToolCatalog.builder().add(new Immediate()).callers("answer", Set.of(Caller.CODE)),
                "Immediate.answer",
                "only when the model calls it");
    }

    static class Context {

        @Tool
        String remember(@ToolMemoryId String memory, String what) {
            return memory + what;
        }

        @Tool
        String parameters(String what, InvocationParameters parameters) {
            return what;
        }

        @Tool
        String plain(String what) {
            return what;
        }
    }

    @Test
    void names_the_parameter_that_needs_an_ai_service_and_hides_it_from_programs() {
        ToolCatalog catalog = ToolCatalog.builder().add(new Context()).build();

        assertThat(catalog.find("remember").orElseThrow().needsAiService())
                .get()
                .asString()
                .contains("@ToolMemoryId String memory");
        assertThat(catalog.find("parameters").orElseThrow().needsAiService())
                .get()
                .asString()
                .contains("InvocationParameters parameters");
        assertThat(catalog.find("plain").orElseThrow().needsAiService()).isEmpty();
        assertThat(catalog.stubs())
                .contains("def remember(what: str) -> str")
                .contains("def parameters(what: str) -> str");
    }

    static class Names {

        @Tool(name = "get-weather", value = "")
        int weather(@P(name = "class") String value, @P(name = "zip code") String zip) {
            return 1;
        }

        @Tool
        int print() {
            return 1;
        }

        @Tool(name = "__import__")
        int dunder() {
            return 1;
        }

        @Tool(name = "2fa")
        int digit() {
            return 1;
        }
    }

    @Test
    void names_that_python_does_not_allow_are_changed_and_changed_back() {
        ToolCatalog catalog = ToolCatalog.builder().add(new Names()).build();

        assertThat(catalog.programmatic())
                .extracting(CatalogTool::pythonName)
                .containsExactly("_2fa", "_import__", "get_weather", "print_");
        CatalogTool weather = catalog.find("get_weather").orElseThrow();
        assertThat(weather.descriptor().signature()).isEqualTo("get_weather(class_: str, zip_code: str) -> int");
        ToolExecutionRequest request = weather.request(
                "7", JsonNodeFactory.instance.objectNode().put("class_", "a").put("zip_code", "b"));
        assertThat(request.name()).isEqualTo("get-weather");
        assertThat(request.id()).isEqualTo("7");
        assertThat(request.arguments()).isEqualTo("{\"class\":\"a\",\"zip code\":\"b\"}");
    }

    static class Clash {

        @Tool(name = "get-weather")
        int one() {
            return 1;
        }

        @Tool(name = "get_weather")
        int two() {
            return 2;
        }
    }

    static class ParameterClash {

        @Tool
        int run(@P(name = "a-b") int one, @P(name = "a.b") int two) {
            return 2;
        }
    }

    @Test
    void names_that_become_the_same_are_refused_with_both() {
        refuses(
                ToolCatalog.builder().add(new Clash()),
                "The tools 'get-weather' and 'get_weather' are both 'get_weather' in Python");
        refuses(
                ToolCatalog.builder().add(new ParameterClash()),
                "'a-b' and 'a.b' are both 'a_b'",
                "ParameterClash.run");
    }

    @Test
    void missing_parameter_names_are_refused_with_class_method_and_compiler_option() {
        Object bean = WithoutParameterNames.bean();

        refuses(ToolCatalog.builder().add(bean), "Unnamed.add", "-parameters", "@P(name");
        assertThat(signatures(WithoutParameterNames.beanWithNamedParameters()))
                .containsExactly("add(left: int) -> int");
    }

    @Test
    void tools_without_java_methods_can_be_added_as_a_map() {
        ToolCatalog catalog = ToolCatalog.builder()
                .add(Map.of(ToolSpecification.builder().name("ping").build(), (request, memoryId) -> "pong"))
                .build();

        assertThat(catalog.stubs()).isEqualTo("def ping() -> Any: ...");
    }

    static List<String> signatures(Object... beans) {
        return ToolCatalog.builder().add(beans).build().descriptors().stream()
                .map(ToolDescriptor::signature)
                .toList();
    }

    private static void refuses(ToolCatalog.Builder builder, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
}
