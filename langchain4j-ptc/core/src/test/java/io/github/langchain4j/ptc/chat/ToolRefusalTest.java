package io.github.langchain4j.ptc.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolRefusalTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This model doesn't support tool use. (Service: BedrockRuntime, Status Code: 400, Request ID: 1)",
                "This model doesn't support tool use in streaming mode.",
                "{\"error\":{\"message\":\"registry.ollama.ai/library/gemma3:4b does not support tools\"}}",
                "{\"error\":{\"message\":\"No endpoints found that support tool use. To learn more\",\"code\":404}}",
                "{\"error\":{\"message\":\"`tool calling` is not supported with this model\"}}",
                "Unsupported parameter: 'tools' is not supported with this model.",
                "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set",
                "tools param requires --jinja flag",
                "Function calling is not enabled for models/gemma-3-27b-it",
                "deepseek-reasoner does not support Function Calling",
                "Tools are currently not supported by this model",
                "tool calling is not supported",
            })
    void isRecognisedByWhatProvidersSay(String message) {
        assertThat(ToolRefusal.isIn(new InvalidRequestException(message))).isTrue();
        assertThat(ToolRefusal.isIn(new LangChain4jException("failed", new RuntimeException(message))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tools.0.custom.input_schema: oneOf is not supported",
                "This model does not support tool_choice required",
                "This model doesn't support tool results with images",
                "The model does not support tool choice",
                "does not support images",
                "Parallel tool calls are not supported",
                "Rate limit reached",
                "messages with role 'tool' must be a response to a preceding message with 'tool_calls'",
            })
    void isNothingElse(String message) {
        assertThat(ToolRefusal.isIn(new InvalidRequestException(message))).isFalse();
    }

    @Test
    void needsNoMessage() {
        assertThat(ToolRefusal.isIn(new RuntimeException((String) null))).isFalse();
        assertThat(ToolRefusal.isIn(new UnsupportedFeatureException("Tools are not supported")))
                .isTrue();
    }
}
