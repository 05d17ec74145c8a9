package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.quarkus.runtime.ServiceRuntimes;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@ActivateRequestContext
class SessionScopedTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(EchoModel.class, Orders.class, UserSession.class))
            .addBuildChainCustomizer(new UserSession.Scope());

    private static final String GET = "print(globals().get('x'))";

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
    @SessionScoped
    interface Assistant {

        String chat(@MemoryId String id, @UserMessage String question);
    }

    @Inject
    Assistant assistant;

    @Inject
    ServiceRuntimes runtimes;

    @Test
    void variablesLiveAsLongAsTheSessionOfTheirUser() {
        UserSession.enter("ann");
        assistant.chat("ann", "x = 41");
        UserSession.enter("bob");
        assertThat(assistant.chat("bob", GET)).contains("None");
        UserSession.enter("ann");
        assertThat(assistant.chat("ann", GET)).contains("41");
        assertThat(runtimes.of(Sandboxes.DEFAULT).openSessions()).isEqualTo(2);

        UserSession.end("ann");

        assertThat(runtimes.of(Sandboxes.DEFAULT).openSessions()).isEqualTo(1);
        assertThat(assistant.chat("ann", GET)).contains("None");
    }
}
