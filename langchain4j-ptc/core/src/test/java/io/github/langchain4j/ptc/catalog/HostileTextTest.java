package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Descriptions may come from another server. They are text in a stub and must stay text. */
class HostileTextTest {

    static List<String> texts() {
        return List.of(
                "plain",
                "a \"quote\" at the end\"",
                "three \"\"\" quotes",
                "four \"\"\"\" quotes\"\"\"\"",
                "a backslash \\ and one at the end \\",
                "\\\"\"\"",
                "\\\\\"\"\"\nimport os\n",
                "lines\nof\ntext\r\nand\rmore\n\n\n",
                "\"\"\"\ndef evil() -> None: ...\n\"\"\"",
                "controls \u0000 \u0007 \u001b[31m \u007f",
                "separators \u2028 \u2029 \u0085 \u000b \u000c",
                "directions \u202e \u2066 \u200f",
                "halves \ud800 of pairs \udc00",
                "wide \ud83d\ude00 \u5929",
                "# comment\n    indented\n\ttabbed",
                "\\N{BULLET} \\x00 \\u0000 {braces} %s",
                "   ",
                "\"",
                "\\");
    }

    private static String stubs(String text) {
        String json = JsonText.quoted(text);
        ToolSpecification specification = ToolSpecification.builder()
                .name("tool")
                .description(text)
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("first", text)
                        .addProperty("choice", JsonRawSchema.from("{\"enum\":[" + json + ",\"other\"]}"))
                        .addProperty(
                                "object",
                                JsonRawSchema.from("{\"type\":\"object\",\"title\":" + json + ",\"description\":" + json
                                        + ",\"properties\":{" + json + ":{\"type\":\"string\",\"description\":" + json
                                        + "},\"plain\":{\"const\":" + json + "}}}"))
                        .addProperty("plain", JsonRawSchema.from("{\"type\":\"string\",\"default\":" + json + "}"))
                        .build())
                .build();
        return ToolCatalog.builder()
                .add(Map.of(specification, (request, memoryId) -> ""))
                .build()
                .stubs();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void stubs_have_no_characters_that_hide(String text) {
        assertThat(stubs(text).codePoints().filter(c -> c != '\n'))
                .noneMatch(c -> Character.getType(c) == Character.CONTROL
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                        || (c >= 0x202A && c <= 0x202E)
                        || (c >= 0x2066 && c <= 0x2069));
    }

    /** Python itself judges: one function, at most one type, and nothing else. */
    @Test
    void python_reads_every_stub_as_one_function_and_its_types() throws Exception {
        String check = "import ast, json, sys\n"
                + "for stub in json.load(sys.stdin):\n"
                + "    kinds = [type(n).__name__ for n in ast.parse(stub).body]\n"
                + "    assert kinds[-1] == 'FunctionDef' and len(kinds) <= 2, (kinds, stub)\n"
                + "    assert all(k in ('ClassDef', 'Assign') for k in kinds[:-1]), (kinds, stub)\n"
                + "    assert len(ast.parse(stub).body[-1].body) == 1, stub\n"
                + "print('fine')\n";
        String stubs =
                JsonText.array(texts().stream().map(HostileTextTest::stubs).toList());

        assertThat(python(check, stubs)).isEqualTo("fine");
    }

    private static String python(String program, String input) throws InterruptedException {
        try {
            Process process = new ProcessBuilder("python3", "-I", "-c", program)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            try (InputStream output = process.getInputStream()) {
                String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                process.waitFor();
                return text.strip();
            }
        } catch (IOException e) {
            return Assumptions.abort("no python3 on this machine: " + e.getMessage());
        }
    }
}
