package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.quarkiverse.langchain4j.ModelName;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HostedModelTest {

    private static final String KEY = "quarkus.langchain4j.anthropic.chat-model.programmatic-tool-calling.enabled";
    private static final String NAMED =
            "quarkus.langchain4j.anthropic.claude.chat-model.programmatic-tool-calling.enabled";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(EchoModel.class))
            .addBuildChainCustomizer(new AnthropicModels())
            .overrideConfigKey(KEY, "true")
            .overrideConfigKey(NAMED, "true")
            .assertException(HostedModelTest::requireRefusal);

    @ApplicationScoped
    static class Models {

        @Produces
        ChatModel model() {
            return new EchoModel.Blocking().get();
        }

        @Produces
        @ModelName("claude")
        ChatModel claude() {
            return new EchoModel.Blocking().get();
        }
    }

    @RegisterAiService
    interface Assistant {

        String chat(String question);
    }

    @RegisterAiService(modelName = "claude")
    interface Named {

        String chat(String question);
    }

    @RegisterAiService
    @ProgrammaticToolCalling(enabled = false)
    interface Ordinary {

        String chat(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class)
    interface Other {

        String chat(String question);
    }

    private static void requireRefusal(Throwable thrown) {
        String at = HostedModelTest.class.getName();
        assertThat(thrown)
                .hasMessageContaining("The tools of the AI service " + at + "$Assistant cannot be called")
                .hasMessageContaining("Set " + KEY + "=false")
                .hasMessageContaining("quarkus.langchain4j.ptc.services.\"" + at + "$Assistant\".enabled=false")
                .hasMessageContaining("The tools of the AI service " + at + "$Named cannot be called")
                .hasMessageContaining("Set " + NAMED + "=false")
                .message()
                .doesNotContain("$Ordinary", "$Other");
    }

    @Test
    void servicesWhoseModelRunsProgramsItselfFailTheBuild() {}
}
