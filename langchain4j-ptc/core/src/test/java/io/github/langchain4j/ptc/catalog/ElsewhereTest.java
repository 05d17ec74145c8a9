package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.service.tool.ToolExecutionResult;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tools that are executed elsewhere: their calls are handed out, and their results come back as text. */
class ElsewhereTest {

    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("get-weather")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .required("city")
                    .build())
            .build();

    private static CatalogTool weather() {
        return ToolCatalog.builder().add(WEATHER).build().named("get-weather").orElseThrow();
    }

    @Test
    void such_a_tool_says_that_it_has_no_executor() {
        assertThat(weather().hasExecutor()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(weather()::executor)
                .withMessageContaining("'get-weather'")
                .withMessageContaining("executed elsewhere");
        CatalogTool here = ToolCatalog.builder()
                .add(WEATHER, (request, memoryId) -> "sunny")
                .build()
                .named("get-weather")
                .orElseThrow();
        assertThat(here.hasExecutor()).isTrue();
    }

    @Test
    void it_looks_to_programs_like_one_that_is_executed_here() {
        assertThat(ToolCatalog.builder().add(WEATHER).build().stubs())
                .isEqualTo(ToolCatalog.builder()
                        .add(WEATHER, (request, memoryId) -> "sunny")
                        .build()
                        .stubs());
    }

    @Test
    void its_arguments_are_checked_and_its_results_converted() {
        assertThat(weather().check(Calls.json("{\"town\":\"Rome\"}")))
                .get()
                .asString()
                .contains("\"town\"");
        assertThat(weather().request("7", Calls.json("{\"city\":\"Rome\"}")).arguments())
                .isEqualTo("{\"city\":\"Rome\"}");
        ToolExecutionResult result =
                ToolExecutionResult.builder().resultText("{\"sky\":\"blue\"}").build();
        assertThat(Calls.value(weather().outcome(result)).path("sky").asText()).isEqualTo("blue");
    }

    @Test
    void it_can_be_direct_only() {
        CatalogTool tool = ToolCatalog.builder()
                .add(WEATHER)
                .callers("get-weather", Set.of(Caller.DIRECT))
                .build()
                .direct()
                .get(0);

        assertThat(tool.hasExecutor()).isFalse();
    }

    @Test
    void names_stay_unique_whether_or_not_there_is_an_executor() {
        ToolCatalog.Builder twice = ToolCatalog.builder().add(WEATHER).add(Map.of(WEATHER, (r, m) -> "sunny"));
        assertThatIllegalArgumentException()
                .isThrownBy(twice::build)
                .withMessageContaining("Two tools have the name 'get-weather'");
    }

    @Test
    void several_specifications_at_once_are_told_from_beans() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolCatalog.builder().add(WEATHER, WEATHER).build())
                .withMessageContaining("add(specification)");
    }

    @Test
    void there_is_a_catalogue_without_tools() {
        assertThat(ToolCatalog.EMPTY.programmatic()).isEmpty();
        assertThat(ToolCatalog.EMPTY.direct()).isEmpty();
        assertThat(ToolCatalog.EMPTY.stubs()).isEmpty();
    }
}
