package io.github.langchain4j.ptc.written;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReplyReaderTest {

    private static final Set<String> FUNCTIONS = Set.of("budget", "teams");
    private static final ReplyReader LENIENT = new ReplyReader("execute_python", FUNCTIONS, false);
    private static final ReplyReader STRICT = new ReplyReader("execute_python", FUNCTIONS, true);
    private static final String CALL = "print(await budget('eng'))";

    /** What it is, the reply, and the programs that a model that was told to answer so, or was told nothing, means. */
    private static Arguments reply(String what, String reply, List<String> lenient, List<String> strict) {
        return Arguments.of(what, reply, lenient, strict);
    }

    private static Arguments both(String what, String reply, String... programs) {
        return reply(what, reply, List.of(programs), List.of(programs));
    }

    private static Arguments lenient(String what, String reply, String... programs) {
        return reply(what, reply, List.of(programs), List.of());
    }

    private static Arguments neither(String what, String reply) {
        return both(what, reply);
    }

    static Stream<Arguments> fences() {
        return Stream.of(
                both("a block alone", "```python\n" + CALL + "\n```", CALL),
                both("after prose", "Let me see.\n\n```python\n" + CALL + "\n```\n", CALL),
                both("short name", "```py\n" + CALL + "\n```", CALL),
                both("with a version", "```python3\n" + CALL + "\n```", CALL),
                both("in capitals", "```Python\n" + CALL + "\n```", CALL),
                both("with attributes", "```python title=\"a.py\"\n" + CALL + "\n```", CALL),
                both("with braces", "```{python}\n" + CALL + "\n```", CALL),
                both("with braces and dot", "```{.python .numberLines}\n" + CALL + "\n```", CALL),
                both("Gemma's name", "```tool_code\n" + CALL + "\n```", CALL),
                both("tildes", "~~~python\n" + CALL + "\n~~~", CALL),
                both(
                        "a longer fence",
                        "`````python\nx = '''\n```\n'''\n" + CALL + "\n`````",
                        "x = '''\n```\n'''\n" + CALL),
                both("a longer closing", "```python\n" + CALL + "\n`````", CALL),
                both("CRLF", "See:\r\n```python\r\nx = 1\r\n" + CALL + "\r\n```\r\n", "x = 1\n" + CALL),
                both(
                        "in a list",
                        "1. First:\n   ```python\n   if 1:\n       " + CALL + "\n   ```",
                        "if 1:\n    " + CALL),
                both("beside a bullet", "- ```python\n  if 1:\n    " + CALL + "\n  ```", "if 1:\n  " + CALL),
                both("indented code", "```python\n    x = 1\n    " + CALL + "\n```", "x = 1\n" + CALL),
                both(
                        "a string at the margin in an indented block",
                        "  ```python\n  x = '''\n a\n'''\n  " + CALL + "\n  ```",
                        "x = '''\na\n'''\n" + CALL),
                both("blank lines around", "```python\n\n" + CALL + "\n\n```", "\n" + CALL + "\n"),
                both("after prose in the same line", "The program: ```python\n" + CALL + "\n```", CALL),
                both("cut off by a stop sequence", "```python\n" + CALL + "\n", CALL),
                both("cut off without a line break", "```python\n" + CALL, CALL),
                both("closed in the last line", "```python\nx = 1\n" + CALL + "```", "x = 1\n" + CALL),
                both("a part of the closing", "```python\n" + CALL + "\n``", CALL),
                both(
                        "a fence in a string",
                        "```python\ntext = \"\"\"\n```\ncode\n```\n\"\"\"\n" + CALL + "\n```",
                        "text = \"\"\"\n```\ncode\n```\n\"\"\"\n" + CALL),
                both(
                        "a fence in a string with quotes in it",
                        "```python\ntext = '''it's \"\"\"\n```\n'''\n" + CALL + "\n```",
                        "text = '''it's \"\"\"\n```\n'''\n" + CALL),
                reply(
                        "a string that is never closed",
                        "```python\nx = '''\n" + CALL + "\n```\nThat was it.\n```python\n" + CALL + "\n```\n",
                        List.of("x = '''\n" + CALL, CALL),
                        List.of(CALL)),
                both(
                        "several, one after the other",
                        "```python\nx = 1\n```\n\n```python\n" + CALL + "\n```",
                        "x = 1",
                        CALL),
                reply(
                        "several, with prose between",
                        "First:\n```python\nx = 1\n```\nThen:\n```python\n" + CALL + "\n```",
                        List.of("x = 1", CALL),
                        List.of(CALL)),
                lenient("prose after it", "```python\n" + CALL + "\n```\nThis will show the budget.", CALL),
                lenient("a guess after it", "```python\n" + CALL + "\n```\n```\n5000\n```\nIt is 5000.", CALL),
                lenient("no function", "```python\nprint(1)\n```", "print(1)"),
                lenient("no language", "```\n" + CALL + "\n```", CALL),
                lenient("a function in a comment", "```python\n# budget('eng')\n```", "# budget('eng')"),
                lenient("a function in a string", "```python\nprint('budget()')\n```", "print('budget()')"),
                lenient("a definition", "```python\ndef budget(x): return 1\n```", "def budget(x): return 1"),
                lenient("a method", "```python\nx.budget()\n```", "x.budget()"),
                lenient("a variable", "```python\nbudget = 3\nprint(budget)\n```", "budget = 3\nprint(budget)"),
                both(
                        "in a formatted string",
                        "```python\nprint(f'{await budget(1)}')\n```",
                        "print(f'{await budget(1)}')"),
                both("handed to map", "```python\nlist(map(budget, [1]))\n```", "list(map(budget, [1]))"),
                neither("no function, prose after it", "Use this:\n```python\nprint(1)\n```\nIt prints 1."),
                neither("no language, no function", "The table:\n```\na b\n```"),
                neither("an empty block", "```python\n```"),
                neither("another language", "```bash\nbudget(1)\n```"),
                neither("a console", "```pycon\n>>> budget(1)\n```"),
                neither("text", "```text\n" + CALL + "\n```"),
                neither("data", "```json\n{\"budget\": 1}\n```"),
                neither("a block that shows a block", "````markdown\n```python\n" + CALL + "\n```\n````"),
                neither("inline code", "Call `budget('eng')` with ```python budget()```."),
                neither("a thought", "<think>\n```python\n" + CALL + "\n```\n</think>\nIt is 5."),
                neither("a longer word", "<thinking>\n```python\n" + CALL + "\n```\n</thinking>\nIt is 5."),
                neither("a thought that never ends", "<think>\n```python\n" + CALL + "\n```\n"),
                neither("a thought that was begun by a template", "```python\n" + CALL + "\n```\n</think>\nIt is 5."),
                both("after a thought", "<think>\n```python\nx\n```\n</think>\n```python\n" + CALL + "\n```", CALL),
                neither("plain text", "The budget is 5,000."),
                neither("nothing", " \n"));
    }

    static Stream<Arguments> calls() {
        String json = "{\"name\": \"execute_python\", \"arguments\": {\"code\": \"print(1)\\nprint(2)\"}}";
        String code = "print(1)\nprint(2)";
        return Stream.of(
                both("JSON alone", json, code),
                both("JSON after prose", "I will run it:\n" + json + "\n", code),
                both("JSON over many lines", json.replace(", ", ",\n  ").replace("{\"name", "{\n  \"name"), code),
                both("Llama's word", json.replace("arguments", "parameters"), code),
                both(
                        "arguments as text",
                        "{\"name\":\"execute_python\",\"arguments\":\"{\\\"code\\\":\\\"1\\\"}\"}",
                        "1"),
                both("OpenAI's form", "{\"type\": \"function\", \"function\": " + json + "}", code),
                both("Hermes", "<tool_call>\n" + json + "\n</tool_call>", code),
                both(
                        "Hermes, twice",
                        "<tool_call>\n" + json + "\n</tool_call>\n<tool_call>" + json + "</tool_call>",
                        code,
                        code),
                lenient("Hermes, cut off by a stop sequence", "See.\n<tool_call>\n" + json, code),
                lenient("Hermes, prose after it", "<tool_call>\n" + json + "\n</tool_call>\nDone?", code),
                both("in a block of JSON", "```json\n" + json + "\n```", code),
                both("in a block without a language", "```\n" + json + "\n```", code),
                both("in a block of its own", "```tool_call\n" + json + "\n```", code),
                both(
                        "Qwen3-Coder",
                        "<tool_call>\n<function=execute_python>\n<parameter=code>\n" + code
                                + "\n</parameter>\n</function>\n</tool_call>",
                        code),
                both(
                        "Qwen3-Coder without the wrapper",
                        "Now.\n<function=execute_python>\n<parameter=code>\n" + code + "\n</parameter>\n</function>",
                        code),
                both(
                        "Qwen3-Coder with a fence in the program",
                        "<function=execute_python>\n<parameter=code>\nx = '''\n```python\nbudget()\n```\n'''\n"
                                + "</parameter>\n</function>",
                        "x = '''\n```python\nbudget()\n```\n'''"),
                lenient("Qwen3-Coder, cut off", "<function=execute_python>\n<parameter=code>\n" + code, code),
                both(
                        "GLM",
                        "<tool_call>execute_python\n<arg_key>code</arg_key>\n<arg_value>" + code
                                + "</arg_value>\n</tool_call>",
                        code),
                both(
                        "MiniMax",
                        "<minimax:tool_call>\n<invoke name=\"execute_python\">\n<parameter name=\"code\">" + code
                                + "</parameter>\n</invoke>\n</minimax:tool_call>",
                        code),
                neither("another tool", json.replace("execute_python", "weather")),
                neither(
                        "Hermes, another tool",
                        "<tool_call>" + json.replace("execute_python", "weather") + "</tool_call>"),
                neither("in prose", "I could send " + json),
                neither("in a program", "```text\n<tool_call>" + json + "</tool_call>\n```"),
                neither("no arguments", "{\"name\": \"execute_python\"}"),
                neither("data", "[" + json + "]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"fences", "calls"})
    void readsPrograms(String what, String reply, List<String> lenient, List<String> strict) {
        assertThat(programs(LENIENT, reply)).isEqualTo(lenient);
        assertThat(programs(STRICT, reply)).isEqualTo(strict);
    }

    /** A stream shows what comes before programs, and all of a reply without any, wherever it is cut into parts. */
    @ParameterizedTest(name = "{0}")
    @MethodSource({"fences", "calls"})
    void streamsHideProgramsAndNothingElse(String what, String reply, List<String> lenient, List<String> strict) {
        long seed = what.hashCode();
        for (ReplyReader reader : List.of(LENIENT, STRICT)) {
            Random random = new Random(seed);
            for (int round = 0; round < 20; round++) {
                HeldText held = new HeldText(reader);
                StringBuilder shown = new StringBuilder();
                for (int at = 0; at < reply.length(); ) {
                    int next = Math.min(reply.length(), at + 1 + random.nextInt(round == 0 ? 1 : 12));
                    shown.append(held.add(reply.substring(at, next)));
                    at = next;
                }
                Optional<WrittenPrograms> programs = reader.read(reply, false);
                if (programs.isPresent()) {
                    shown.append(held.restBefore(programs.get().start()));
                    assertThat(shown.toString().strip())
                            .as("seed %d, round %d", seed, round)
                            .isEqualTo(programs.get().before());
                } else {
                    assertThat(shown + held.rest())
                            .as("seed %d, round %d", seed, round)
                            .isEqualTo(reply);
                }
            }
        }
    }

    @Test
    void saysWhatCameBeforeAndLeavesOutWhatCameAfter() {
        WrittenPrograms programs = LENIENT.read("I look.\n\n```python\n" + CALL + "\n```\nIt is 5.\n", false)
                .orElseThrow();
        assertThat(programs.before()).isEqualTo("I look.");
        assertThat(programs.reply()).isEqualTo("I look.\n\n```python\n" + CALL + "\n```");
    }

    @Test
    void callsThatCannotBeReadGoOnAsTheyAreSoThatTheModelIsTold() {
        String broken = "{\"name\": \"execute_python\", \"arguments\": {\"code\": \"print(1)";
        assertThat(LENIENT.read(broken, false).orElseThrow().arguments()).containsExactly(broken);
        assertThat(LENIENT.read("<tool_call>\n" + broken + "\n</tool_call>", false)
                        .orElseThrow()
                        .arguments())
                .containsExactly(broken);
        assertThat(STRICT.read(broken, false)).isEmpty();
    }

    @Test
    void whatIsCutOffIsSaidOnlyOfAModelThatWasToldToWritePrograms() {
        String cutOff = "```python\nprint(await bud";
        assertThat(LENIENT.read(cutOff, true)).isPresent();
        assertThat(STRICT.read("```python\n" + CALL + "\n```", true)).isEmpty();
    }

    private static List<String> programs(ReplyReader reader, String reply) {
        return reader.read(reply, false).map(WrittenPrograms::arguments).orElse(List.of()).stream()
                .map(ReplyReaderTest::code)
                .toList();
    }

    private static String code(String arguments) {
        try {
            return new ObjectMapper().readTree(arguments).get("code").textValue();
        } catch (JsonProcessingException e) {
            throw new AssertionError(arguments, e);
        }
    }
}
