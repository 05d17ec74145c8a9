package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import io.github.langchain4j.ptc.quarkus.runtime.Rehearsals;
import io.github.langchain4j.ptc.quarkus.runtime.dev.ProgramsJsonRpcService;
import io.github.langchain4j.ptc.quarkus.runtime.dev.RunLog;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkus.arc.Arc;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@ActivateRequestContext
class AiServiceTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(EchoModel.class, Orders.class, Assistant.class));

    record Order(String id, double total) {}

    @ApplicationScoped
    static class Orders {

        @Tool("Orders of a customer")
        List<Order> findOrders(String customer) {
            return List.of(new Order(customer + "-1", 10), new Order(customer + "-2", 32));
        }

        @Tool("Says hello")
        String greet(String name) {
            return "Hello " + name + (Arc.container().requestContext().isActive() ? "!" : "?");
        }
    }

    @RegisterAiService(
            chatLanguageModelSupplier = EchoModel.Blocking.class,
            streamingChatLanguageModelSupplier = EchoModel.Streaming.class,
            tools = Orders.class)
    interface Assistant {

        String chat(String question);
    }

    @Inject
    Assistant assistant;

    @Test
    void aProgramCallsTheTools() {
        assertThat(assistant.chat("print(sum(o.total for o in findOrders('c7')), greet('you'))"))
                .contains("42.0 Hello you!");
        assertThat(EchoModel.offered()).containsExactly("execute_python");
    }

    @Test
    void nothingOfTheDevUiIsThereOutsideOfDevMode() {
        for (Class<?> bean : List.of(RunLog.class, Rehearsals.class, ProgramsJsonRpcService.class)) {
            assertThat(Arc.container().select(bean).isUnsatisfied())
                    .as(bean.getName())
                    .isTrue();
        }
    }
}
