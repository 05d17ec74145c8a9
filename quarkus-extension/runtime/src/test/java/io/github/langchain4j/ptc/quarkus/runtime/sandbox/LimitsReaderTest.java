package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.quarkus.runtime.config.Configurations;
import io.github.langchain4j.ptc.quarkus.runtime.config.LimitsConfig;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsReaderTest {

    /** The limits of the library by the names of the configuration. */
    private static Map<String, Object> byKey(Limits limits) {
        InterpreterSpec interpreter = limits.interpreter();
        return new TreeMap<>(Map.ofEntries(
                Map.entry("computeTime", limits.computeTime()),
                Map.entry("wallTime", limits.wallTime()),
                Map.entry("startTime", limits.startTime()),
                Map.entry("toolCalls", (long) limits.toolCalls()),
                Map.entry("callsInFlight", (long) limits.callsInFlight()),
                Map.entry("codeSize", (long) limits.codeBytes()),
                Map.entry("outputSize", (long) limits.outputBytes()),
                Map.entry("resultSize", (long) limits.resultBytes()),
                Map.entry("outputFiles", (long) limits.outputFiles()),
                Map.entry("outputFilesSize", limits.outputFileBytes()),
                Map.entry("sessions", (long) limits.sessions()),
                Map.entry("sessionLifetime", limits.sessionLifetime()),
                Map.entry("sessionIdleTime", limits.sessionIdleTime()),
                Map.entry("memory", interpreter.memoryBytes()),
                Map.entry("processes", (long) interpreter.processes()),
                Map.entry("frameSize", (long) interpreter.maxFrameBytes()),
                Map.entry("filesSize", interpreter.filesBytes())));
    }

    private static Object value(String key, String text) {
        boolean isTime = key.endsWith("Time") || key.endsWith("Lifetime");
        return isTime
                ? DurationConverter.parseDuration(text)
                : new MemorySizeConverter().convert(text).asLongValue();
    }

    private static Limits read(String... keysAndValues) {
        return LimitsReader.read(
                "ptc.limits.", Configurations.runtime(keysAndValues).limits(), Limits.DEFAULT);
    }

    @Test
    void theDocumentedDefaultOfEachKeyIsThatOfTheLibrary() {
        Map<String, Object> documented = new TreeMap<>();
        for (Method key : LimitsConfig.class.getMethods()) {
            String text = key.getAnnotation(ConfigDocDefault.class).value();
            documented.put(key.getName(), value(key.getName(), text));
        }
        assertThat(documented).isEqualTo(byKey(Limits.DEFAULT));
    }

    @Test
    void withoutConfigurationTheLimitsAreThoseOfTheLibrary() {
        assertThat(read()).isEqualTo(Limits.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "compute-time, 7s", "wall-time, 70s", "start-time, 71s", "tool-calls, 7", "calls-in-flight, 8",
        "code-size, 9K", "output-size, 10K", "result-size, 11K", "output-files, 12", "output-files-size, 13K",
        "sessions, 14", "session-lifetime, 15h", "session-idle-time, 16m", "memory, 70M", "processes, 17",
        "frame-size, 18M", "files-size, 19M",
    })
    void eachKeySetsItsLimitAndNoOther(String key, String text) {
        String name = Stream.of(key.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
                .reduce("", String::concat);
        name = name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1);
        Map<String, Object> expected = byKey(Limits.DEFAULT);
        expected.put(name, value(name, text));

        assertThat(byKey(read("limits." + key, text))).isEqualTo(expected);
    }

    @Test
    void everyKeyIsTestedAbove() throws NoSuchMethodException {
        CsvSource tested = LimitsReaderTest.class
                .getDeclaredMethod("eachKeySetsItsLimitAndNoOther", String.class, String.class)
                .getAnnotation(CsvSource.class);
        assertThat(tested.value()).hasSameSizeAs(LimitsConfig.class.getMethods());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compute-time | -5s | must be longer than zero, but is PT-5S",
                "session-idle-time | 0s | must be longer than zero, but is PT0S",
                "tool-calls | -1 | must be at least 0, but is -1",
                "sessions | 0 | must be at least 1, but is 0",
                "memory | 1M | must be at least 16777216, but is 1048576",
                "output-size | 3G | must be at most 2147483647, but is 3221225472",
                "code-size | 64M | must be at least 402718720 to hold code-size and result-size, but is 8388608",
            })
    void aWrongValueIsToldWithItsKey(String key, String value, String message) {
        String named = key.equals("code-size") ? "frame-size" : key;
        assertThatThrownBy(() -> read("limits." + key, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("ptc.limits." + named + ": " + message);
    }

    @Test
    void aSmallFrameGoesWithSmallProgramsAndResults() {
        Limits limits = read("limits.frame-size", "512K", "limits.code-size", "16K", "limits.result-size", "16K");

        assertThat(limits.interpreter().maxFrameBytes()).isEqualTo(512 << 10);
    }

    @Test
    void limitsOfASandboxCountMoreThanTheCommonOnes() {
        var config = Configurations.runtime(
                "limits.tool-calls", "5", "limits.wall-time", "60s", "sandboxes.small.limits.tool-calls", "3");
        Limits common = LimitsReader.read("", config.limits(), Limits.DEFAULT);

        Limits own = LimitsReader.read("", config.sandboxes().get("small").limits(), common);

        assertThat(Arrays.asList(own.toolCalls(), own.wallTime())).containsExactly(3, Duration.ofSeconds(60));
    }
}
