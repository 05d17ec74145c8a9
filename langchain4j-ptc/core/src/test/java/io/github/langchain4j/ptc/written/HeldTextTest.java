package io.github.langchain4j.ptc.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldTextTest {

    private static String shown(String reply, boolean strict) {
        HeldText held = new HeldText(new ReplyReader("execute_python", Set.of("budget"), strict));
        StringBuilder shown = new StringBuilder();
        reply.chars().forEach(c -> shown.append(held.add(Character.toString(c))));
        return shown.toString();
    }

    /** What is no program is not held back until the end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The answer is 5.|The answer is 5.",
                "Use `x` here|Use `x` here",
                "Use `|'Use '",
                "A:~```json~{\"a\": 1}~```~B|A:~```json~{\"a\": 1}~```~B",
                "A:~```java~int x;|A:~```java~int x;",
                "{\"city\": \"Rome\"|{\"city\": \"Rome\"",
                "{\"name\": \"Rome\", |{\"name\": \"Rome\", ",
                "{\"name\": \"execute_py|''",
                "{\"na|''",
                "<b>bold</b> and|<b>bold</b> and",
                "<tool_|''",
                "<think>~```python~budget()|<think>~```python~budget()",
                "A~```|A~",
                "A~```~x = 1~|A~",
                "A~```~x = 1~```~B|A~```~x = 1~```~B",
                "A~```python~print(1)~```~B|A~",
            })
    void showsAtOnceWhatCanBeNoProgram(String reply, String expected) {
        assertThat(shown(reply.replace('~', '\n'), false)).isEqualTo(expected.replace('~', '\n'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A~```python~budget()~```~|A~",
                "A~```python~budget()~```~B|A~```python~budget()~```~B",
                "A~```~budget()~|A~```~budget()~",
                "A~```python~|A~",
            })
    void showsAProgramThatProseFollowsToWhoWasToldNothing(String reply, String expected) {
        assertThat(shown(reply.replace('~', '\n'), true)).isEqualTo(expected.replace('~', '\n'));
    }
}
