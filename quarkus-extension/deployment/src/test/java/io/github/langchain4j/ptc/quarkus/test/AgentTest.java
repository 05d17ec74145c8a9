package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.declarative.ChatModelSupplier;
import dev.langchain4j.agentic.declarative.ToolsSupplier;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import io.quarkus.arc.Arc;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@ActivateRequestContext
class AgentTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(EchoModel.class, Orders.class, ProviderOfModel.class))
            .overrideConfigKey("quarkus.langchain4j.ptc.services.Ordinary.enabled", "false")
            .addBuildChainCustomizer(new ProviderOfModel("<default>"))
            .setForcedDependencies(List.of(Dependency.of(
                    "io.quarkiverse.langchain4j",
                    "quarkus-langchain4j-agentic",
                    System.getProperty("quarkus-langchain4j.version"))));

    /** The extension wants one; the agents here do not. */
    @ApplicationScoped
    static class Models {

        @Produces
        @ApplicationScoped
        ChatModel model() {
            return EchoModel.named("");
        }
    }

    /** Without an injection point Quarkus would take it away. */
    @Inject
    Orders orders;

    public interface Shopper {

        @UserMessage("{{question}}")
        @Agent(value = "Knows all orders", outputKey = "answer")
        String answer(@V("question") String question);

        @ChatModelSupplier
        static ChatModel model() {
            return EchoModel.named("");
        }

        @ToolsSupplier
        static Object[] tools() {
            return new Object[] {Arc.container().instance(Orders.class).get()};
        }
    }

    @Inject
    Shopper shopper;

    @Test
    void theToolsOfAnAgentAreCalledByPrograms() {
        assertThat(shopper.answer(Orders.PROGRAM)).contains(Orders.PRINTED);
        assertThat(EchoModel.offered()).containsExactly("execute_python");
    }

    public interface Ordinary {

        @UserMessage("{{question}}")
        @Agent(value = "Knows all orders", outputKey = "answer")
        String answer(@V("question") String question);

        @ChatModelSupplier
        static ChatModel model() {
            return Shopper.model();
        }

        @ToolsSupplier
        static Object[] tools() {
            return Shopper.tools();
        }
    }

    @Inject
    Ordinary ordinary;

    @Test
    void anAgentCanBeAnOrdinaryOne() {
        assertThat(ordinary.answer("call greet {\"name\": \"you\"}")).isEqualTo("\"Hello you!\"");
        assertThat(EchoModel.offered()).containsExactlyInAnyOrder("findOrders", "greet");
    }
}
