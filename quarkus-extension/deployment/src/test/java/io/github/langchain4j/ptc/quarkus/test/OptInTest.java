package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@ActivateRequestContext
class OptInTest {

    private static final String SERVICES = "quarkus.langchain4j.ptc.services.";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(EchoModel.class, Orders.class))
            .overrideConfigKey("quarkus.langchain4j.ptc.all-services", "false")
            .overrideConfigKey(
                    SERVICES + "\"" + "io.github.langchain4j.ptc.quarkus.test.OptInTest$ByName" + "\".enabled", "true")
            .overrideConfigKey(SERVICES + "BySimpleName.enabled", "true")
            .overrideConfigKey(SERVICES + "Overruled.enabled", "false");

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
    interface Silent {

        String chat(String question);

        @ProgrammaticToolCalling
        String program(String question);

        @ProgrammaticToolCalling
        String overloaded(@dev.langchain4j.service.UserMessage String question, String more);

        String overloaded(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
    interface ByName {

        String chat(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
    interface BySimpleName {

        String chat(String question);
    }

    interface Inherited {

        @ProgrammaticToolCalling(enabled = false)
        String call(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
    @ProgrammaticToolCalling
    interface Annotated extends Inherited {

        String chat(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
    @ProgrammaticToolCalling
    interface Overruled {

        String chat(String question);
    }

    @Inject
    Silent silent;

    @Inject
    ByName byName;

    @Inject
    BySimpleName bySimpleName;

    @Inject
    Annotated annotated;

    @Inject
    Overruled overruled;

    private static void assertOrdinary(String answer) {
        assertThat(answer).isEqualTo("hello");
        assertThat(EchoModel.offered()).containsExactlyInAnyOrder("findOrders", "greet");
    }

    private static void assertPrograms(String answer) {
        assertThat(answer).isEqualTo("hello");
        assertThat(EchoModel.offered()).containsExactly("execute_python");
    }

    @Test
    void aServiceThatSaysNothingIsAnOrdinaryOne() {
        assertOrdinary(silent.chat("say hello"));
    }

    @Test
    void aMethodCanSaySo() {
        assertPrograms(silent.program("say hello"));
        assertPrograms(silent.overloaded("say hello", "more"));
        assertOrdinary(silent.overloaded("say hello"));
    }

    @Test
    void theConfigurationCanSaySo() {
        assertPrograms(byName.chat("say hello"));
        assertPrograms(bySimpleName.chat("say hello"));
    }

    @Test
    void theTypeCanSaySoAndAMethodOtherwise() {
        assertPrograms(annotated.chat("say hello"));
        assertOrdinary(annotated.call("say hello"));
    }

    @Test
    void theConfigurationCountsMoreThanTheType() {
        assertOrdinary(overruled.chat("say hello"));
    }
}
