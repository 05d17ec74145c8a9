package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.quarkus.runtime.ServiceRuntimes;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.quarkiverse.langchain4j.ChatMemoryRemover;
import io.quarkiverse.langchain4j.CreatedAware;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkiverse.langchain4j.RegisterAiService.NoChatMemoryProviderSupplier;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long the variables of programs live, and whose they are. */
class ConversationsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(EchoModel.class, Orders.class, Weather.class));

    private static final String SET = "x = 41";
    private static final String GET = "print(globals().get('x'))";

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
    @ApplicationScoped
    interface Shared {

        String chat(@MemoryId String id, @UserMessage String question);

        String ask(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
    @ApplicationScoped
    interface Other {

        String chat(@MemoryId String id, @UserMessage String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
    interface OfRequest {

        String chat(@MemoryId String id, @UserMessage String question);

        String ask(String question);
    }

    @RegisterAiService(
            chatLanguageModelSupplier = EchoModel.Blocking.class,
            chatMemoryProviderSupplier = NoChatMemoryProviderSupplier.class,
            toolProviderSupplier = Weather.class)
    @ApplicationScoped
    interface Forgetful {

        String chat(String question);
    }

    @CreatedAware
    interface Built {

        String chat(String question);
    }

    @Inject
    Shared shared;

    @Inject
    Other other;

    @Inject
    OfRequest ofRequest;

    @Inject
    Forgetful forgetful;

    @Inject
    ServiceRuntimes runtimes;

    private int openSessions() {
        return runtimes.of(Sandboxes.DEFAULT).openSessions();
    }

    private static <T> T inRequest(Supplier<T> action) {
        ManagedContext request = Arc.container().requestContext();
        request.activate();
        try {
            return action.get();
        } finally {
            request.terminate();
        }
    }

    @Test
    void variablesLiveFromCallToCallOfAMemoryId() {
        shared.chat("a", SET);
        assertThat(shared.chat("a", GET)).isEqualTo("41");
        assertThat(inRequest(() -> shared.chat("a", GET))).isEqualTo("41");
    }

    @Test
    void variablesOfMemoryIdsAndOfServicesAreSeparate() {
        shared.chat("b", SET);
        shared.chat("c", "pass");
        other.chat("b", "pass");
        assertThat(shared.chat("c", GET)).isEqualTo("None");
        assertThat(other.chat("b", GET)).isEqualTo("None");
        assertThat(shared.chat("b", GET)).isEqualTo("41");
    }

    @Test
    void variablesGoWithTheMemoryThatIsRemoved() {
        int before = openSessions();
        shared.chat("d", SET);
        assertThat(openSessions()).isEqualTo(before + 1);
        ChatMemoryRemover.remove(shared, "d");
        assertThat(openSessions()).isEqualTo(before);
        shared.chat("d", "pass");
        assertThat(shared.chat("d", GET)).isEqualTo("None");
    }

    @Test
    void variablesOfAServiceOfTheRequestEndWithIt() {
        int before = openSessions();
        String second = inRequest(() -> {
            ofRequest.chat("e", SET);
            ofRequest.ask(SET);
            return ofRequest.chat("e", GET) + ofRequest.ask(GET);
        });
        assertThat(second).isEqualTo("4141");
        assertThat(openSessions()).isEqualTo(before);
    }

    @Test
    void variablesOfAConversationThatIsNamedAfterTheRequestEndWithIt() {
        int before = openSessions();
        String second = inRequest(() -> {
            shared.ask(SET);
            return shared.ask(GET);
        });
        assertThat(second).isEqualTo("41");
        assertThat(openSessions()).isEqualTo(before);
    }

    @Test
    void variablesOfAServiceWithoutMemoryEndWithTheCall() {
        int before = openSessions();
        forgetful.chat(SET);
        assertThat(forgetful.chat(GET)).isEqualTo("None");
        assertThat(openSessions()).isEqualTo(before);
    }

    @Test
    void servicesThatAreBuiltWithAMemoryEachShareNoVariables() {
        Built one = built();
        Built another = built();
        one.chat(SET);
        another.chat("pass");
        assertThat(another.chat(GET)).isEqualTo("None");
        assertThat(one.chat(GET)).isEqualTo("41");
    }

    private static Built built() {
        return AiServices.builder(Built.class)
                .chatModel(EchoModel.named(""))
                .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                .tools(Arc.container().instance(Orders.class).get())
                .build();
    }
}
