package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkiverse.langchain4j.ToolBox;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BuildChecksTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(EchoModel.class))
            .overrideConfigKey("quarkus.langchain4j.ptc.services.Configured.enabled", "false")
            .assertException(BuildChecksTest::requireAllProblems);

    interface Shape {}

    @ApplicationScoped
    static class Weather {

        @Tool(name = "get-weather")
        String weather(String city) {
            return city;
        }

        @Tool(name = "get_weather")
        String weatherOfShape(Shape shape) {
            return shape.toString();
        }
    }

    @ApplicationScoped
    static class Orders {

        @Tool
        String find(Shape shape) {
            return shape.toString();
        }
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Weather.class)
    interface Assistant {

        String chat(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class)
    interface Boxed {

        @ToolBox(Orders.class)
        String chat(String question);

        @ToolBox(Weather.class)
        @ProgrammaticToolCalling(enabled = false)
        String ordinary(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Weather.class)
    @ProgrammaticToolCalling(enabled = false)
    interface Ordinary {

        String chat(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Weather.class)
    interface Configured {

        String chat(String question);
    }

    private static void requireAllProblems(Throwable thrown) {
        String at = BuildChecksTest.class.getName();
        assertThat(thrown)
                .hasMessageContaining("AI service " + at + "$Assistant: " + at + "$Weather.weatherOfShape")
                .hasMessageContaining("AI service " + at + "$Boxed.chat: " + at + "$Orders.find")
                .message()
                .doesNotContain("Boxed.ordinary", "$Ordinary", "$Configured");
    }

    @Test
    void allProblemsOfTheServicesThatTakePartFailTheBuild() {}
}
