package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.quarkiverse.langchain4j.ModelName;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.runtime.annotations.Recorder;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.function.Function;

/** Makes the models with programmatic tool calling of an application. */
@Recorder
public class ProgrammaticModelRecorder {

    private static final TypeLiteral<Instance<ChatModel>> MODELS = new TypeLiteral<>() {};
    private static final TypeLiteral<Instance<StreamingChatModel>> STREAMING = new TypeLiteral<>() {};

    /**
     * Decorates a chat model.
     *
     * @param name of it; empty for the default one
     */
    public Function<SyntheticCreationalContext<ChatModel>, ChatModel> chatModel(String name) {
        return context -> context.getInjectedReference(ProgrammaticModels.class)
                .decorate(context.getInjectedReference(MODELS, qualifier(name)).get());
    }

    /** The same of a model that streams. */
    public Function<SyntheticCreationalContext<StreamingChatModel>, StreamingChatModel> streamingChatModel(
            String name) {
        return context -> context.getInjectedReference(ProgrammaticModels.class)
                .decorate(
                        context.getInjectedReference(STREAMING, qualifier(name)).get());
    }

    private static Annotation qualifier(String name) {
        return name.isEmpty() ? Default.Literal.INSTANCE : ModelName.Literal.of(name);
    }
}
