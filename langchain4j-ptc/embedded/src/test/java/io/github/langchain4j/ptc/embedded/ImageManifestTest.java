package io.github.langchain4j.ptc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageManifestTest {

    private final ImageManifest here = ImageManifest.ofThisClassPath();

    @Test
    void anImageMadeOfWhatIsHereFits() {
        Properties properties = new Properties();
        here.writeTo(properties);

        assertThat(ImageManifest.from(properties)).isEqualTo(here);
        assertThatCode(() -> here.check(ImageManifest.ofThisClassPath())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"format", "runner", "endive", "python"})
    void anImageMadeOfSomethingElseSaysOfWhat(String part) {
        Map<String, String> parts = new LinkedHashMap<>(here.parts());
        parts.put(part, "other");

        assertThatThrownBy(() -> new ImageManifest(parts).check(here))
                .isInstanceOf(SandboxUnavailableException.class)
                .hasMessageContaining("was made with " + part + " other")
                .hasMessageContaining("same version");
    }
}
