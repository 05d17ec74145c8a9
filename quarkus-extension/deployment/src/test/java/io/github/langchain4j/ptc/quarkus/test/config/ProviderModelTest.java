package io.github.langchain4j.ptc.quarkus.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.quarkus.Programmatic;
import io.quarkiverse.langchain4j.ModelName;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkiverse.langchain4j.deployment.items.ChatModelProviderCandidateBuildItem;
import io.quarkiverse.langchain4j.deployment.items.SelectedChatModelProviderBuildItem;
import io.quarkus.arc.BeanCreator;
import io.quarkus.arc.ClientProxy;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.jboss.jandex.AnnotationInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The models come from a provider, which makes those that somebody asks for, as default beans. */
@ActivateRequestContext
class ProviderModelTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Programmer.class, Twice.class))
            .addBuildChainCustomizer(ProviderModelTest::provider);

    private static void provider(BuildChainBuilder build) {
        build.addBuildStep(context -> context.produce(new ChatModelProviderCandidateBuildItem("homemade")))
                .produces(ChatModelProviderCandidateBuildItem.class)
                .build();
        build.addBuildStep(context -> context.consumeMulti(SelectedChatModelProviderBuildItem.class)
                        .forEach(selected -> {
                            context.produce(model(ChatModel.class, BlockingCreator.class, selected.getConfigName()));
                            context.produce(
                                    model(StreamingChatModel.class, StreamingCreator.class, selected.getConfigName()));
                        }))
                .consumes(SelectedChatModelProviderBuildItem.class)
                .produces(SyntheticBeanBuildItem.class)
                .build();
    }

    private static <T> SyntheticBeanBuildItem model(
            Class<T> type, Class<? extends BeanCreator<T>> creator, String name) {
        var bean = SyntheticBeanBuildItem.configure(type)
                .scope(ApplicationScoped.class)
                .defaultBean()
                .unremovable()
                .forceApplicationClass()
                .param("name", name)
                .creator(creator);
        if (!name.equals("<default>")) {
            bean.addQualifier(
                    AnnotationInstance.builder(ModelName.class).value(name).build());
        }
        return bean.done();
    }

    public static class BlockingCreator implements BeanCreator<ChatModel> {
        @Override
        public ChatModel create(SyntheticCreationalContext<ChatModel> context) {
            return new Programmer((String) context.getParams().get("name"));
        }
    }

    public static class StreamingCreator implements BeanCreator<StreamingChatModel> {
        @Override
        public StreamingChatModel create(SyntheticCreationalContext<StreamingChatModel> context) {
            return new Programmer.Streaming();
        }
    }

    @RegisterAiService(tools = Twice.class)
    interface Assistant {
        String chat(String question);
    }

    @RegisterAiService(modelName = "cheap", tools = Twice.class)
    interface CheapAssistant {
        String chat(String question);
    }

    @RegisterAiService(tools = Twice.class)
    interface Remembering {
        String chat(@MemoryId String conversation, @UserMessage String question);
    }

    @Inject
    Remembering remembering;

    @Inject
    @Programmatic
    Instance<ChatModel> model;

    @Inject
    @Programmatic
    @ModelName("cheap")
    ChatModel cheap;

    @Inject
    @ModelName("cheap")
    ChatModel plainCheap;

    @Inject
    Assistant assistant;

    @Inject
    CheapAssistant cheapAssistant;

    @Test
    void theModelsOfTheProviderAreDecorated() {
        assertThat(Twice.ask(model.get())).contains("<default> heard: 42");
        assertThat(Twice.ask(cheap)).contains("cheap heard: 42");
    }

    @Test
    void whoDoesNotAskForProgramsGetsThePlainModel() {
        assertThat(ClientProxy.unwrap(plainCheap)).isInstanceOf(Programmer.class);
        assertThat(cheap).isInstanceOf(PtcChatModel.class);
    }

    @Test
    void withoutConfigurationVariablesLiveAsLongAsTheConversation() {
        remembering.chat("one", "kept = twice(3)");

        assertThat(remembering.chat("one", "print('kept' in globals())")).contains("True");
        assertThat(remembering.chat("another", "print('kept' in globals())")).contains("False");
    }

    @Test
    void servicesHaveThePlainModelAndProgramsOfTheirOwn() {
        assertThat(assistant.chat("print(twice(21))")).contains("<default> heard: 42");
        assertThat(cheapAssistant.chat("print(twice(21))")).contains("cheap heard: 42");
    }
}
