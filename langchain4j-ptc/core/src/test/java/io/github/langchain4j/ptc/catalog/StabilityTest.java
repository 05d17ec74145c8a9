package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Providers cache prompts by their bytes: the same tools must give the same stubs, always. */
class StabilityTest {

    interface ByGetters {
        String getZeta();

        int getAlpha();

        boolean isMiddle();

        List<ByGetters> getKappa();
    }

    static class One {

        record Item(String a, int b) {}

        enum Kind {
            X,
            Y,
            Z
        }

        @Tool
        public ByGetters zebra(Item item, Kind kind) {
            return null;
        }

        @Tool
        public Map<String, Item> ant(Kind kind) {
            return null;
        }

        @Tool
        public void middle() {}
    }

    static class Two {

        record Item(String other) {}

        enum Kind {
            P,
            Q,
            R
        }

        @Tool
        public List<Item> bee(Item item, Kind kind, Set<Kind> kinds) {
            return null;
        }
    }

    private static ToolSpecification specification() {
        // The order of an immutable map differs from one JVM to the next, on purpose.
        Map<String, JsonSchemaElement> properties = Map.of(
                "a", new JsonStringSchema(),
                "b", new JsonIntegerSchema(),
                "c", new JsonStringSchema(),
                "d", new JsonStringSchema());
        return ToolSpecification.builder()
                .name("from_schema")
                .parameters(JsonObjectSchema.builder()
                        .addProperties(properties)
                        .addProperty(
                                "nested",
                                JsonObjectSchema.builder()
                                        .addProperties(properties)
                                        .required("c")
                                        .build())
                        .required("d", "b")
                        .build())
                .build();
    }

    private static String stubs(List<Object> beans) {
        return ToolCatalog.builder()
                .add(beans.toArray())
                .add(specification(), (request, memoryId) -> "")
                .build()
                .stubs();
    }

    /** Prints the stubs, for another JVM. */
    public static void main(String[] arguments) {
        System.out.print(JsonNodeFactory.instance.textNode(stubs(List.of(new One(), new Two()))));
    }

    @Test
    void other_jvms_give_the_same_bytes() throws Exception {
        String here = JsonNodeFactory.instance
                .textNode(stubs(List.of(new One(), new Two())))
                .toString();

        for (int i = 0; i < 3; i++) {
            assertThat(inAnotherJvm()).isEqualTo(here);
        }
    }

    private static String inAnotherJvm() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StabilityTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isZero();
            return text;
        }
    }

    @Test
    void the_order_of_adding_does_not_matter() {
        String expected = stubs(List.of(new One(), new Two()));
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int i = 0; i < 20; i++) {
            List<Object> beans = new ArrayList<>(List.of(new One(), new Two()));
            Collections.shuffle(beans, random);
            assertThat(stubs(beans)).as("seed " + seed).isEqualTo(expected);
        }
    }

    @Test
    void the_stubs_of_getters_and_clashing_names() {
        assertThat(stubs(List.of(new One(), new Two()))).isEqualTo("""
                        OneKind = Literal["X", "Y", "Z"]
                        class OneItem(TypedDict):
                            a: str; b: int
                        class TwoItem(TypedDict):
                            other: str
                        TwoKind = Literal["P", "Q", "R"]
                        class FromSchemaNested(TypedDict):
                            c: str; a: NotRequired[str]; b: NotRequired[int]; d: NotRequired[str]
                        class ByGetters(TypedDict):
                            alpha: int; kappa: list[ByGetters]; middle: bool; zeta: str
                        def ant(kind: OneKind) -> dict[str, OneItem]: ...
                        def bee(item: TwoItem, kind: TwoKind, kinds: list[TwoKind]) -> list[TwoItem]: ...
                        def from_schema(d: str, b: int, a: str | None = None, c: str | None = None, nested: FromSchemaNested | None = None) -> Any: ...
                        def middle() -> None: ...
                        def zebra(item: OneItem, kind: OneKind) -> ByGetters: ...""");
    }
}
