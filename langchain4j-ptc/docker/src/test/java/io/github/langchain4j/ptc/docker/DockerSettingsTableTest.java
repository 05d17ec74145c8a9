package io.github.langchain4j.ptc.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of settings in docs/guide/docker.md. */
class DockerSettingsTableTest {

    private static final Path PAGE =
            Path.of("").toAbsolutePath().getParent().getParent().resolve("docs/guide/docker.md");

    @Test
    void hasAllSettings() throws IOException {
        List<String> settings = Arrays.stream(DockerSandbox.Builder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() == DockerSandbox.Builder.class)
                .map(Method::getName)
                .toList();
        assertThat(settings).isNotEmpty();
        assertThat(defaults().keySet()).containsExactlyInAnyOrderElementsOf(settings);
    }

    /** What is found elsewhere, such as the engine, the table describes in words. */
    @Test
    void hasTheDefaultsOfTheBuilder() throws IOException, ReflectiveOperationException {
        DockerSandbox.Builder builder = DockerSandbox.builder();
        for (Map.Entry<String, String> row : defaults().entrySet()) {
            Object value = field(row.getKey()).get(builder);
            if (value != null) {
                assertThat(row.getValue()).as(row.getKey()).isEqualTo(said(value));
            }
        }
    }

    private static Field field(String setting) throws NoSuchFieldException {
        Field field =
                DockerSandbox.Builder.class.getDeclaredField(setting.equals("dockerClientConfig") ? "config" : setting);
        field.setAccessible(true);
        return field;
    }

    private static String said(Object value) {
        if (value instanceof Duration time) {
            return time.toMinutes() < 120 ? time.toMinutes() + " min" : time.toHours() + " h";
        }
        if (value instanceof Double number) {
            return number.toString().replaceAll("\\.0$", "");
        }
        boolean none =
                value instanceof Collection<?> all && all.isEmpty() || value instanceof Map<?, ?> map && map.isEmpty();
        return none ? "none" : value.toString();
    }

    private static Map<String, String> defaults() throws IOException {
        Map<String, String> defaults = new LinkedHashMap<>();
        Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("| Setting |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(row -> row.replace("`", "").split("\\|"))
                .forEach(cells -> defaults.put(cells[1].strip(), cells[2].strip()));
        return defaults;
    }
}
