package io.github.langchain4j.ptc.quarkus.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BeanIsMissingTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.langchain4j.ptc.sandboxes.own.type", "bean")
            .assertException(failure -> assertThat(failure)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("quarkus.langchain4j.ptc.sandboxes.own.type: \"bean\" needs exactly one CDI"
                            + " bean of type io.github.langchain4j.ptc.sandbox.Sandbox with @Identifier(\"own\"), but"
                            + " there is none"));

    @Test
    void theStartSaysWhichBean() {
        fail("The application has started");
    }
}
