package io.github.langchain4j.ptc.quarkus.test;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Has a tool more when the question is about storms. */
@ApplicationScoped
public class Weather implements Supplier<ToolProvider> {

    @Override
    public ToolProvider get() {
        return new ToolProvider() {
            @Override
            public ToolProviderResult provideTools(ToolProviderRequest request) {
                ToolProviderResult.Builder tools =
                        ToolProviderResult.builder().add(tool("weather-of"), (call, id) -> "sunny");
                return request.userMessage().singleText().contains("storm")
                        ? tools.add(tool("storm"), (call, id) -> "near").build()
                        : tools.build();
            }

            @Override
            public boolean isDynamic() {
                return true;
            }
        };
    }

    private static ToolSpecification tool(String name) {
        return ToolSpecification.builder()
                .name(name)
                .parameters(JsonObjectSchema.builder().build())
                .build();
    }
}
