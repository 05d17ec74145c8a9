package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.github.langchain4j.ptc.quarkus.runtime.ProgramsWrapper;
import io.github.langchain4j.ptc.quarkus.runtime.ServiceRuntimes;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkus.arc.Arc;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@ActivateRequestContext
class DisabledTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(EchoModel.class, Orders.class))
            .overrideConfigKey("quarkus.langchain4j.ptc.enabled", "false");

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
    @ProgrammaticToolCalling
    interface Assistant {

        String chat(String question);
    }

    @Inject
    Assistant assistant;

    @Test
    void theModelCallsTheTools() {
        assertThat(assistant.chat("call greet {\"name\": \"you\"}")).isEqualTo("\"Hello you!\"");
        assertThat(EchoModel.offered()).containsExactlyInAnyOrder("findOrders", "greet");
    }

    @Test
    void noBeanOfTheExtensionIsThere() {
        for (Class<?> bean : new Class<?>[] {ProgramsWrapper.class, ServiceRuntimes.class, Sandboxes.class}) {
            assertThat(Arc.container().instance(bean).isAvailable())
                    .as(bean.getName())
                    .isFalse();
        }
    }
}
