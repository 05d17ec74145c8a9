package io.github.langchain4j.ptc.quarkus.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ArtifactIsMissingTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.langchain4j.ptc.sandboxes.data.type", "docker")
            .assertException(failure -> assertThat(failure)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("quarkus.langchain4j.ptc.sandboxes.data.type: the sandbox \"docker\" needs"
                            + " the dependency io.github.langchain4j-ptc:langchain4j-ptc-docker"));

    @Test
    void theStartSaysWhatToAdd() {
        fail("The application has started");
    }
}
