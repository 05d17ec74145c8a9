package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.invocation.InvocationContext;
import io.github.langchain4j.ptc.engine.ToolOutcome;

/** Calls tools as a program's calls go: checked, bound, run, encoded. */
final class Calls {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Calls() {}

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static ToolOutcome call(CatalogTool tool, String arguments) {
        ObjectNode given = json(arguments);
        String wrong = tool.check(given).orElse(null);
        if (wrong != null) {
            return new ToolOutcome.Failure("TypeError", wrong);
        }
        try {
            return tool.outcome(tool.executor()
                    .executeWithContext(
                            tool.request("1", given),
                            InvocationContext.builder().chatMemoryId("memory").build()));
        } catch (RuntimeException e) {
            return tool.failure(e);
        }
    }

    static ToolOutcome call(Object bean, String tool, String arguments) {
        return call(ToolCatalog.builder().add(bean).build().find(tool).orElseThrow(), arguments);
    }

    static JsonNode value(Object bean, String tool, String arguments) {
        return value(call(bean, tool, arguments));
    }

    static JsonNode value(ToolOutcome outcome) {
        if (outcome instanceof ToolOutcome.Value value) {
            return value.value();
        }
        throw new AssertionError("not a value: " + failure(outcome));
    }

    static String failure(ToolOutcome outcome) {
        if (outcome instanceof ToolOutcome.Failure failure) {
            return failure.type() + ": " + failure.message();
        }
        throw new AssertionError("not a failure: " + ((ToolOutcome.Value) outcome).value());
    }
}
