package io.github.langchain4j.ptc.quarkus.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.langchain4j.model.chat.ChatModel;
import io.github.langchain4j.ptc.quarkus.Programmatic;
import io.quarkiverse.langchain4j.ModelName;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ModelIsMissingTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Programmer.class))
            .overrideConfigKey("quarkus.langchain4j.ptc.code-tool-name", "run it!")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("@Programmatic ChatModel at ")
                    .hasStackTraceContaining("ModelIsMissingTest$Consumer#model")
                    .hasStackTraceContaining("needs a ChatModel with @ModelName(\"dear\") to decorate")
                    .hasStackTraceContaining("quarkus.langchain4j.ptc.code-tool-name: \"run it!\" is no valid tool"));

    @ApplicationScoped
    static class Consumer {

        @Inject
        @Programmatic
        @ModelName("dear")
        ChatModel model;

        @Produces
        @ApplicationScoped
        ChatModel other() {
            return new Programmer("other");
        }
    }

    @Test
    void theBuildSaysWhichModelAndWhere() {
        fail("The application was built");
    }
}
