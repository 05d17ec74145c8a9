package io.github.langchain4j.ptc.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests must run with the LangChain4j that the build says: that of the pom, or that of a profile. */
class LangChain4jVersionTest {

    @ParameterizedTest
    @ValueSource(classes = {ChatModel.class, AiServices.class})
    void the_class_path_has_exactly_the_version_that_the_build_names(Class<?> type) throws IOException {
        String expected = System.getProperty("ptc.langchain4j.version");
        assertThat(expected)
                .as("system property ptc.langchain4j.version, which the pom sets")
                .isNotNull();
        String artifact = type == AiServices.class ? "langchain4j" : "langchain4j-core";
        String entry = "META-INF/maven/dev.langchain4j/" + artifact + "/pom.properties";

        List<URL> found = Collections.list(type.getClassLoader().getResources(entry));

        assertThat(found).as(artifact + " on the class path").hasSize(1);
        assertThat(found.get(0).toString())
                .as("the jar that " + type.getSimpleName() + " was loaded from")
                .contains(
                        type.getProtectionDomain().getCodeSource().getLocation().toString());
        assertThat(version(found.get(0))).as("version of " + artifact).isEqualTo(expected);
    }

    private static String version(URL entry) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = entry.openStream()) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
