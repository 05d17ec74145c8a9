package io.github.langchain4j.ptc.quarkus.test.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.quarkus.Programmatic;
import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.quarkiverse.langchain4j.ModelName;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The models are beans that the application itself makes. */
@ActivateRequestContext
class ProgrammaticModelTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Programmer.class, Twice.class))
            .overrideConfigKey("quarkus.langchain4j.ptc.tool-calling", "auto")
            .overrideConfigKey("quarkus.langchain4j.ptc.limits.output-size", "1K");

    @ApplicationScoped
    static class Models {

        @Produces
        @ApplicationScoped
        ChatModel plain() {
            return new Programmer("plain");
        }

        @Produces
        @ApplicationScoped
        @ModelName("cheap")
        ChatModel cheap() {
            return new Programmer("cheap");
        }

        @Produces
        @ApplicationScoped
        @ModelName("writer")
        ChatModel writer() {
            return new Writer();
        }

        @Produces
        @Singleton
        StreamingChatModel streaming() {
            return new Programmer.Streaming();
        }
    }

    /** Writes the question into its reply, as a program, and says what it hears. */
    static class Writer implements ChatModel {
        @Override
        public ChatResponse chat(ChatRequest request) {
            List<ChatMessage> messages = request.messages();
            String last = ((UserMessage) messages.get(messages.size() - 1)).singleText();
            String reply =
                    last.contains("Output of your program") ? "writer heard: " + last : "```python\n" + last + "\n```";
            return ChatResponse.builder().aiMessage(AiMessage.from(reply)).build();
        }
    }

    @Singleton
    static class Listener implements PtcListener {

        final List<ProgramReport> ended = new CopyOnWriteArrayList<>();

        @Override
        public void programEnded(String session, ProgramReport report) {
            ended.add(report);
        }
    }

    /** Gives a service the decorated model. */
    public static class Decorated implements Supplier<ChatModel> {
        @Override
        public ChatModel get() {
            return Arc.container()
                    .select(ChatModel.class, Programmatic.Literal.INSTANCE)
                    .get();
        }
    }

    @RegisterAiService(chatLanguageModelSupplier = Decorated.class, tools = Twice.class)
    interface TwiceDecorated {
        String chat(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = Decorated.class, tools = Twice.class)
    @ProgrammaticToolCalling(enabled = false)
    interface OnlyTheModel {
        String chat(String question);
    }

    /** Gives a service the decorated model that writes programs into its replies. */
    public static class DecoratedWriter implements Supplier<ChatModel> {
        @Override
        public ChatModel get() {
            return Arc.container()
                    .select(ChatModel.class, Programmatic.Literal.INSTANCE, ModelName.Literal.of("writer"))
                    .get();
        }
    }

    @RegisterAiService(chatLanguageModelSupplier = DecoratedWriter.class, tools = Twice.class)
    @ProgrammaticToolCalling(enabled = false)
    interface WithoutToolCalling {
        String chat(String question);
    }

    @Inject
    WithoutToolCalling withoutToolCalling;

    @Inject
    @Programmatic
    @ModelName("writer")
    ChatModel writer;

    @Inject
    @Programmatic
    ChatModel model;

    @Inject
    @Programmatic
    @ModelName("cheap")
    ChatModel cheap;

    @Inject
    @Programmatic
    Instance<ChatModel> lookedUp;

    @Inject
    @Programmatic
    StreamingChatModel streaming;

    @Inject
    ChatModel plain;

    @Inject
    @ModelName("cheap")
    ChatModel plainCheap;

    @Inject
    ProgramRunner.Builder runner;

    @Inject
    Twice twice;

    @Inject
    Listener listener;

    @Inject
    TwiceDecorated twiceDecorated;

    @Inject
    OnlyTheModel onlyTheModel;

    @Test
    void programsCallTheToolsOfTheRequestAndTheirCallsComeOut() {
        assertThat(Twice.ask(model)).contains("plain heard: 42");
        assertThat(lookedUp.get()).isSameAs(model);
    }

    @Test
    void theModelWithANameIsDecoratedByItsName() {
        assertThat(Twice.ask(cheap)).contains("cheap heard: 42");
    }

    @Test
    void theStreamingModelIsDecoratedToo() {
        CompletableFuture<ChatResponse> response = new CompletableFuture<>();
        streaming.chat(Twice.question(), new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse complete) {
                response.complete(complete);
            }

            @Override
            public void onError(Throwable error) {
                response.completeExceptionally(error);
            }
        });

        assertThat(response.orTimeout(20, TimeUnit.SECONDS).join().aiMessage().toolExecutionRequests())
                .singleElement()
                .satisfies(call -> assertThat(call.name()).isEqualTo("twice"));
    }

    @Test
    void thePlainModelsStayPlain() {
        assertThat(ClientProxy.unwrap(plain)).isInstanceOf(Programmer.class);
        assertThat(ClientProxy.unwrap(plainCheap)).isInstanceOf(Programmer.class);
        assertThat(model).isInstanceOf(PtcChatModel.class);
    }

    @Test
    void limitsAndListenersAreThoseOfTheConfiguration() {
        listener.ended.clear();
        Twice.ask(model);
        assertThat(listener.ended)
                .singleElement()
                .satisfies(report -> assertThat(report.output()).contains("42"));
    }

    @Test
    void aServiceWithADecoratedModelIsRefused() {
        assertThatThrownBy(() -> twiceDecorated.chat("print(twice(21))"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("TwiceDecorated", "has programmatic tool calling already", "enabled = false");
    }

    @Test
    void aServiceThatTakesNoPartCanHaveADecoratedModel() {
        assertThat(onlyTheModel.chat("print(twice(number=21))")).contains("42");
    }

    @Test
    void aRunnerOfTheApplicationsOwnHasTheConfigurationToo() throws InterruptedException {
        try (ProgramRunner own = runner.tools(twice).build();
                ProgramSession session = own.open()) {
            assertThat(session.run("twice(21)").outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Returned.class,
                            returned -> assertThat(returned.result()).isEqualTo("42"));
            assertThat(session.run("print('a' * 2000)").outcome()).isInstanceOf(Outcome.LimitHit.class);
        }
    }

    @Test
    void programsInRepliesAreRunIfTheConfigurationSaysSo() {
        assertThat(withoutToolCalling.chat("print(twice(21))"))
                .startsWith("writer heard: ")
                .contains("42");
    }
}
