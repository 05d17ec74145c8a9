package io.github.langchain4j.ptc.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import io.github.langchain4j.ptc.catalog.Caller;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.quarkus.AllowedCallers;
import io.quarkiverse.langchain4j.deployment.items.ToolMethodBuildItem;
import io.quarkiverse.langchain4j.runtime.tool.ToolMethodCreateInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.Index;
import org.jboss.jandex.MethodInfo;
import org.junit.jupiter.api.Test;

class ToolsetCheckTest {

    private final ToolsetCheck check = new ToolsetCheck("execute_python", Optional.of(new ArgumentTypes()));

    record Order(String id, double total) {}

    record Tree(String name, List<Tree> children) {}

    sealed interface Shape permits Circle {}

    record Circle(double radius) implements Shape {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(Dog.class))
    interface Animal {}

    record Dog(String name) implements Animal {}

    static class ByHand {
        final String id;

        ByHand(String id) {
            this.id = id;
        }
    }

    static class WithCreator {
        final String id;

        @JsonCreator
        WithCreator(@JsonProperty("id") String id) {
            this.id = id;
        }
    }

    record Holder(Map<String, List<ByHand>> values) {}

    static class Twofold {
        public String getName() {
            return "a";
        }

        public String isName() {
            return "b";
        }

        @JsonProperty("name")
        public String one() {
            return "";
        }

        @JsonProperty("name")
        public String two() {
            return "";
        }
    }

    record Growing<T>(T value, Growing<List<T>> next) {}

    static class Good {
        @Tool
        List<Order> orders(String customer, LocalDate since, @ToolMemoryId Object id, InvocationParameters parameters) {
            return List.of();
        }

        @Tool
        void put(Tree tree, Animal animal, WithCreator creator, Optional<Order> order, Map<String, Object> any) {}

        @Tool
        @AllowedCallers(Caller.DIRECT)
        void direct(ByHand value) {}
    }

    @Test
    void aRightToolsetHasACatalogue() {
        ToolsetCheck.Checked checked = check(Good.class);

        assertThat(checked.problems()).isEmpty();
        assertThat(checked.catalog().orElseThrow().programmatic())
                .extracting(CatalogTool::pythonName)
                .containsExactly("orders", "put");
        assertThat(checked.catalog().orElseThrow().stubs())
                .contains("def orders(customer: str, since: Date) -> list[Order]");
    }

    static class Alike {
        @Tool(name = "get-weather")
        String one() {
            return "";
        }

        @Tool(name = "get_weather")
        String two() {
            return "";
        }
    }

    @Test
    void toolsOfOneNameInPythonClash() {
        assertThat(check(Alike.class).problems())
                .singleElement()
                .asString()
                .contains(
                        name(Alike.class) + ".one, " + name(Alike.class) + ".two",
                        "are all 'get_weather' in Python",
                        "another name");
    }

    static class First {
        @Tool
        String find() {
            return "";
        }
    }

    static class Second {
        @Tool
        String find() {
            return "";
        }
    }

    @Test
    void toolsOfOneNameClash() {
        assertThat(check(First.class, Second.class).problems())
                .singleElement()
                .asString()
                .contains(
                        name(First.class) + ".find, " + name(Second.class) + ".find",
                        "are all named 'find'",
                        "another name");
    }

    static class NamedLikeTheCodeTool {
        @Tool(name = "execute-python")
        String run() {
            return "";
        }
    }

    @Test
    void aToolMustNotBeNamedLikeTheCodeTool() {
        assertThat(check(NamedLikeTheCodeTool.class).problems())
                .singleElement()
                .asString()
                .contains(
                        name(NamedLikeTheCodeTool.class) + ".run",
                        "'execute-python' is named like the code tool, \"execute_python\"",
                        "quarkus.langchain4j.ptc.code-tool-name");
    }

    static class DirectLikeTheCodeTool {
        @Tool(name = "execute_python", returnBehavior = ReturnBehavior.IMMEDIATE)
        String run() {
            return "";
        }

        @Tool
        String other() {
            return "";
        }
    }

    @Test
    void aDirectToolMustNotBeNamedLikeTheCodeToolEither() {
        assertThat(check(DirectLikeTheCodeTool.class).problems())
                .singleElement()
                .asString()
                .contains(name(DirectLikeTheCodeTool.class) + ".run", "is named like the code tool");
    }

    static class Callers {
        @Tool(metadata = "{\"allowed_callers\": [\"cod\"]}")
        void unknown() {}

        @Tool(metadata = "{\"allowed_callers\": []}")
        void empty() {}

        @Tool
        @AllowedCallers({})
        void none() {}

        @Tool(metadata = "{\"allowed_callers\": [\"code\"]}")
        @AllowedCallers(Caller.DIRECT)
        void contradicting() {}

        @Tool(metadata = "{\"allowed_callers\": [\"code_execution_20260120\"]}")
        @AllowedCallers(Caller.CODE)
        void agreeing() {}

        @Tool(returnBehavior = ReturnBehavior.IMMEDIATE)
        @AllowedCallers(Caller.CODE)
        void immediate() {}
    }

    @Test
    void everyWrongCallerIsReported() {
        String at = name(Callers.class);
        assertThat(check(Callers.class).problems())
                .hasSize(5)
                .anySatisfy(problem -> assertThat(problem)
                        .contains(at + ".unknown", "unknown caller \"cod\"", "known are \"direct\" and \"code\""))
                .anySatisfy(problem -> assertThat(problem).contains(at + ".empty", "is empty, so nobody could call it"))
                .anySatisfy(problem -> assertThat(problem).contains(at + ".none", "@AllowedCallers is empty"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains(at + ".contradicting", "@AllowedCallers says [direct]", "says [code]"))
                .anySatisfy(
                        problem -> assertThat(problem).contains(at + ".immediate", "only for programs", "IMMEDIATE"));
    }

    static class Parameters {
        @Tool
        void interfaced(Shape shape) {}

        @Tool
        void nested(Holder holder) {}

        @Tool
        void clashing(String from, String from_) {}
    }

    @Test
    void parametersThatNoCallCanFillAreReported() {
        String at = name(Parameters.class);
        assertThat(check(Parameters.class).problems())
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem)
                        .contains(at + ".interfaced", "abstract type", "Shape", "parameter shape", "@JsonSubTypes"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains(at + ".nested", "ByHand", "parameter holder.values[][]", "@JsonCreator"))
                .anySatisfy(problem -> assertThat(problem).contains(at + ".clashing", "rename one"));
    }

    static class Results {
        @Tool
        Twofold twofold() {
            return null;
        }

        @Tool
        Growing<String> growing() {
            return null;
        }
    }

    @Test
    void resultsThatJacksonCannotWriteAreReported() {
        String at = name(Results.class);
        assertThat(check(Results.class).problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .contains(at + ".twofold", "Conflicting getter", "@AllowedCallers(Caller.DIRECT)"))
                .anySatisfy(problem -> assertThat(problem).contains(at + ".growing", "ever larger arguments"));
    }

    private static String name(Class<?> type) {
        return type.getName();
    }

    private ToolsetCheck.Checked check(Class<?>... types) {
        return check.check(
                List.of(types).stream().flatMap(type -> tools(type).stream()).toList());
    }

    /** As Quarkus finds them. */
    private static List<ToolMethodBuildItem> tools(Class<?> type) {
        try {
            return Index.of(type).getAnnotations(Tool.class).stream()
                    .map(ToolsetCheckTest::tool)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ToolMethodBuildItem tool(AnnotationInstance tool) {
        MethodInfo method = tool.target().asMethod();
        JsonObjectSchema.Builder schema = JsonObjectSchema.builder();
        method.parameters().forEach(parameter -> schema.addStringProperty(parameter.name()));
        ToolSpecification specification = ToolSpecification.builder()
                .name(text(tool, "name").orElse(method.name()))
                .parameters(schema.build())
                .metadata(metadata(text(tool, "metadata").orElse("{}")))
                .build();
        ReturnBehavior behavior =
                text(tool, "returnBehavior").map(ReturnBehavior::valueOf).orElse(ReturnBehavior.TO_LLM);
        return new ToolMethodBuildItem(
                method,
                new ToolMethodCreateInfo(
                        method.name(),
                        "Invoker",
                        specification,
                        "Mapper",
                        ToolMethodCreateInfo.ExecutionModel.BLOCKING,
                        behavior,
                        null,
                        null));
    }

    private static Optional<String> text(AnnotationInstance annotation, String name) {
        return Optional.ofNullable(annotation.value(name))
                .map(AnnotationValue::value)
                .map(Object::toString);
    }

    private static Map<String, Object> metadata(String json) {
        try {
            return new ObjectMapper().readValue(json, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
