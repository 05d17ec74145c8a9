package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HostedModelAtStartTest {

    private static final String KEY = "quarkus.langchain4j.anthropic.chat-model.programmatic-tool-calling.enabled";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(EchoModel.class))
            .addBuildChainCustomizer(new AnthropicModels())
            .overrideRuntimeConfigKey(KEY, "true")
            .assertException(thrown -> assertThat(thrown)
                    .hasMessageContaining("AI service " + Assistant.class.getName())
                    .hasMessageContaining("Set " + KEY + "=false"));

    @ApplicationScoped
    static class Models {

        @Produces
        ChatModel model() {
            return new EchoModel.Blocking().get();
        }
    }

    @RegisterAiService
    interface Assistant {

        String chat(String question);
    }

    @Test
    void theApplicationDoesNotStartIfTheModelRunsProgramsItself() {}
}
