package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InvalidCodeToolNameTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.langchain4j.ptc.code-tool-name", "run python")
            .assertException(thrown -> assertThat(thrown)
                    .hasMessageContaining("quarkus.langchain4j.ptc.code-tool-name: ")
                    .hasMessageContaining("\"run python\" is no valid tool name"));

    @Test
    void aCodeToolNameThatProvidersRefuseFailsTheBuild() {}
}
