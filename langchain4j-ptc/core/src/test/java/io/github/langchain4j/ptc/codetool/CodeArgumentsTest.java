package io.github.langchain4j.ptc.codetool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeArgumentsTest {

    @Test
    void theCodeIsTakenAsItIs() {
        assertThat(code("{\"code\": \"for i in range(3):\\n\\tprint(i)\\n\"}"))
                .isEqualTo("for i in range(3):\n\tprint(i)\n");
    }

    @Test
    void otherArgumentsAreIgnored() {
        assertThat(code("{\"reason\": 1, \"code\": \"a\"}")).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```python\nprint(1)\n```",
                "```\nprint(1)\n```",
                "```py\r\nprint(1)\r\n```",
                "\n  ```python \nprint(1)\n```\n\n",
                "```python\nprint(1)"
            })
    void aFenceAroundTheWholeProgramIsRemoved(String fenced) {
        assertThat(code(json(fenced))).isEqualTo("print(1)");
    }

    @Test
    void fencesInsideOfTheProgramStay() {
        String program = "text = '''\n```python\nx\n```\n'''\nprint(text)";
        assertThat(code(json(program))).isEqualTo(program);
        assertThat(code(json("```python\n" + program + "\n```"))).isEqualTo(program);
    }

    @Test
    void rawLineBreaksInsideOfTheStringAreMeantAsSuch() {
        assertThat(code("{\"code\": \"a = 1\n\tb = 2\"}")).isEqualTo("a = 1\n\tb = 2");
    }

    @Test
    void argumentsEncodedTwiceAreDecodedTwice() {
        assertThat(code("\"{\\\"code\\\": \\\"print(1)\\\"}\"")).isEqualTo("print(1)");
    }

    @Test
    void aJsonStringIsTheProgram() {
        assertThat(code("\"print(1)\"")).isEqualTo("print(1)");
        assertThat(code("\"{'a': 1}\"")).isEqualTo("{'a': 1}");
        assertThat(code("\"{\\\"a\\\": 1}\"")).isEqualTo("{\"a\": 1}");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "\n"})
    void emptyArgumentsAreRefused(String arguments) {
        assertThat(refusal(arguments)).contains("empty", "{\"code\": \"…\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{}|\"code\" is missing.",
                "{\"python\": \"x\", \"y\": 1}|\"code\" is missing; there is only \"python\", \"y\".",
                "{\"code\": null}|must be a string, but is null",
                "{\"code\": [\"a\", \"b\"]}|must be a string, but is an array",
                "{\"code\": {\"a\": 1}}|must be a string, but is an object",
                "{\"code\": 1}|must be a string, but is a number",
                "{\"code\": \" \\n\"}|\"code\" is empty",
                "{\"code\": \"```python\\n```\"}|\"code\" is empty",
                "[\"print(1)\"]|are an array instead of an object",
                "true|are a boolean instead of an object",
                "{\"code\": \"print(1|no valid JSON",
                "{\"code\": \"a\"} {\"code\": \"b\"}|no valid JSON",
                "print(1)|no valid JSON"
            })
    void whatIsUnclearIsRefusedWithTheReason(String arguments, String reason) {
        assertThat(refusal(arguments)).contains(reason).startsWith("Nothing was run.");
    }

    @Test
    void hugeNamesAreShortened() {
        assertThat(refusal("{\"" + "x".repeat(100_000) + "\": 1}")).hasSizeLessThan(500);
    }

    @Test
    void argumentsSentBackToProvidersAreAlwaysAnObject() {
        assertThat(CodeArguments.asObject("{\"code\": \"a\"}")).isEqualTo("{\"code\": \"a\"}");
        assertThat(CodeArguments.asObject("{\"code\": \"pri")).isEqualTo("{\"code\":\"{\\\"code\\\": \\\"pri\"}");
        assertThat(CodeArguments.asObject("\"x\"")).isEqualTo("{\"code\":\"\\\"x\\\"\"}");
        assertThat(CodeArguments.asObject("")).isEqualTo("{}");
        assertThat(CodeArguments.asObject(null)).isEqualTo("{}");
    }

    private static String json(String code) {
        return "{\"code\": " + TextNode.valueOf(code) + "}";
    }

    private static String code(String arguments) {
        assertThat(CodeArguments.parse(arguments)).isInstanceOf(CodeArguments.Code.class);
        return ((CodeArguments.Code) CodeArguments.parse(arguments)).source();
    }

    private static String refusal(String arguments) {
        assertThat(CodeArguments.parse(arguments)).isInstanceOf(CodeArguments.Refused.class);
        return ((CodeArguments.Refused) CodeArguments.parse(arguments)).reason();
    }
}
