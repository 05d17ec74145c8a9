package io.github.langchain4j.ptc.samples.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HashKeyTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream problems = new ByteArrayOutputStream();

    private int run(String input, String... options) {
        return new HashKey(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(problems, true, StandardCharsets.UTF_8))
                .run(options);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void makesAKeyAndItsHash() {
        assertThat(run("")).isZero();
        String key = problems.toString(StandardCharsets.UTF_8).lines().toList().get(1);
        assertThat(key).matches("ptc-[0-9a-f]{64}");
        assertThat(printed()).doesNotContain(key);
        assertThat(KeyHash.parse(printed()).matches(key)).isTrue();
        assertThat(KeyHash.parse(printed()).matches(key + "0")).isFalse();
    }

    @Test
    void hashesAKeyOfOnesOwn() {
        String key = "my own key, made by a generator: 0123456789";
        assertThat(run(key + "\n", "--stdin")).isZero();
        assertThat(KeyHash.parse(printed()).matches(key)).isTrue();
    }

    @Test
    void refusesAKeyThatCouldBeGuessed() {
        assertThat(run("secret\n", "--stdin")).isEqualTo(1);
        assertThat(printed()).isEmpty();
        assertThat(problems.toString(StandardCharsets.UTF_8))
                .contains("32 characters")
                .doesNotContain("secret");
    }

    @Test
    void explainsItself() {
        assertThat(run("", "--help")).isEqualTo(2);
        assertThat(problems.toString(StandardCharsets.UTF_8)).contains("usage: hash-key");
    }

    @Test
    void theSameKeyHasManyHashes() {
        String key = KeyHash.newKey();
        assertThat(KeyHash.of(key)).isNotEqualTo(KeyHash.of(key));
        assertThat(KeyHash.of(key)).hasToString("KeyHash");
    }

    @Test
    void refusesOtherForms() {
        for (String text :
                new String[] {"", "sha256:", "sha256:00:00", "md5:" + "0".repeat(32) + ":" + "0".repeat(64)}) {
            assertThatThrownBy(() -> KeyHash.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
