package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A model with more tools than it can be shown. */
class LargeCatalogTest {

    private static Map<ToolSpecification, ToolExecutor> tools() {
        Map<ToolSpecification, ToolExecutor> tools = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            tools.put(
                    ToolSpecification.builder()
                            .name((i % 2 == 0 ? "archive-box" : "warehouse-shelf") + "-" + i)
                            .description("Looks into it and says what it finds there.")
                            .build(),
                    (request, memory) -> "nothing");
        }
        tools.put(
                ToolSpecification.builder()
                        .name("weather-forecast")
                        .description("The weather of tomorrow.")
                        .parameters(JsonObjectSchema.builder()
                                .addStringProperty("city")
                                .required("city")
                                .build())
                        .build(),
                (request, memory) -> "sun for " + request.arguments());
        return tools;
    }

    @Test
    void finds_the_tool_that_it_needs_and_calls_it() {
        assumeTrue(LocalPythonSandbox.isAvailable(), "no Python on this machine");
        try (LocalPythonSandbox sandbox = new LocalPythonSandbox();
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(request -> assertThat(
                                        request.toolSpecifications().get(0).description())
                                .contains("archive_box_* (150)", "weather_forecast", "search_tools")
                                .doesNotContain("The weather of tomorrow")
                                .hasSizeLessThan(2_000))
                        .program("search_tools(\"weather tomorrow\")")
                        .expect(request -> assertThat(lastResults(request).get(0))
                                .contains("def weather_forecast(city: str) -> Any:", "The weather of tomorrow.")
                                .doesNotContain("archive"))
                        .program("help(weather_forecast)\nawait weather_forecast(\"Rome\")")
                        .expect(request -> assertThat(lastResults(request).get(0))
                                .contains("The weather of tomorrow.", "sun for {\"city\":\"Rome\"}"))
                        .answer("Sun")
                        .build();
                PtcChatModel model = PtcChatModel.builder()
                        .model(script)
                        .sandbox(sandbox)
                        .tools(tools())
                        .build()) {
            assertThat(model.chat("How will the weather be in Rome?")).isEqualTo("Sun");
        }
    }
}
