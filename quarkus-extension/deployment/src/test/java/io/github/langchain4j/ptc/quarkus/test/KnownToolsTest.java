package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderResult;
import io.github.langchain4j.ptc.quarkus.deployment.ToolCatalogBuildItem;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.builder.BuildContext;
import io.quarkus.builder.BuildStep;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@ActivateRequestContext
class KnownToolsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(EchoModel.class))
            .addBuildChainCustomizer(new Built());

    /** Writes what the build produced into the application. */
    public static class Built implements Consumer<BuildChainBuilder> {

        @Override
        public void accept(BuildChainBuilder chain) {
            chain.addBuildStep(new BuildStep() {
                        @Override
                        public void execute(BuildContext context) {
                            context.produce(new GeneratedResourceBuildItem(
                                    "built.txt", built(context).getBytes(StandardCharsets.UTF_8)));
                        }
                    })
                    .consumes(ToolCatalogBuildItem.class)
                    .consumes(ReflectiveClassBuildItem.class)
                    .consumes(ReflectiveHierarchyBuildItem.class)
                    .consumes(NativeImageResourceBuildItem.class)
                    .consumes(RuntimeInitializedClassBuildItem.class)
                    .produces(GeneratedResourceBuildItem.class)
                    .build();
        }

        private static String built(BuildContext context) {
            List<String> lines = new ArrayList<>();
            context.consumeMulti(ToolCatalogBuildItem.class)
                    .forEach(item -> lines.add("catalog " + item.service() + item.functions() + item.stubs()));
            context.consumeMulti(ReflectiveClassBuildItem.class).stream()
                    .filter(ReflectiveClassBuildItem::isMethods)
                    .flatMap(item -> item.getClassNames().stream())
                    .forEach(name -> lines.add("methods " + name));
            context.consumeMulti(ReflectiveHierarchyBuildItem.class)
                    .forEach(item -> lines.add("type " + item.getType()));
            context.consumeMulti(NativeImageResourceBuildItem.class)
                    .forEach(item -> lines.add("resources " + item.getResources()));
            context.consumeMulti(RuntimeInitializedClassBuildItem.class)
                    .forEach(item -> lines.add("later " + item.getClassName()));
            return String.join("\n", lines);
        }
    }

    record Order(String id, double total) {}

    @ApplicationScoped
    static class Orders {

        @Tool
        List<Order> find(String customer) {
            return List.of(new Order(customer, 1));
        }
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
    interface Assistant {

        String chat(String question);
    }

    @ApplicationScoped
    public static class Clashing implements Supplier<ToolProvider> {

        @Override
        public ToolProvider get() {
            return request -> ToolProviderResult.builder()
                    .add(ToolSpecification.builder().name("get-weather").build(), (call, memory) -> "sun")
                    .add(ToolSpecification.builder().name("get_weather").build(), (call, memory) -> "rain")
                    .build();
        }
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, toolProviderSupplier = Clashing.class)
    interface Provided {

        String chat(String question);
    }

    @Inject
    Provided provided;

    @Inject
    Assistant assistant;

    @Test
    void theBuildKnowsWhatProgramsOfAServiceSee() throws IOException {
        assertThat(built())
                .contains("catalog " + Assistant.class.getName() + "[find]")
                .contains("def find(customer: str) -> list[Order]: ...")
                .doesNotContain("catalog " + Provided.class.getName());
    }

    @Test
    void toolsAndSandboxesAreRegisteredForNativeExecutables() throws IOException {
        assertThat(built())
                .contains(
                        "methods " + Orders.class.getName(),
                        "type java.util.List<" + Order.class.getName() + ">",
                        "resources [io/github/langchain4j/ptc/protocol/runner.py]",
                        "resources [io/github/langchain4j/ptc/embedded/python.image.gz]",
                        "later io.github.langchain4j.ptc.chat.Handle")
                .doesNotContain("docker/seccomp.json");
    }

    @Test
    void toolsOfAProviderAreCheckedAtTheirFirstUse() {
        assertThatThrownBy(() -> provided.chat("print(1)"))
                .hasMessageContaining("AI service " + Provided.class.getName())
                .hasMessageContaining("'get-weather' and 'get_weather' are both 'get_weather' in Python");
    }

    private static String built() throws IOException {
        try (var in = Thread.currentThread().getContextClassLoader().getResourceAsStream("built.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
