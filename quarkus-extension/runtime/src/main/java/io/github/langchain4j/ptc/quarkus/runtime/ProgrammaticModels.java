package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcModelBuilder;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.quarkus.arc.ClientProxy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Makes what an application injects to have programs run without an AI service. Thread-safe. */
@Singleton
public class ProgrammaticModels {

    private final ServiceRuntimes runtimes;
    private final Threads threads;
    private final PtcBuildConfig fixed;
    private final PtcConfig config;
    private final List<AutoCloseable> made = new ArrayList<>(); // guarded by itself

    ProgrammaticModels(ServiceRuntimes runtimes, Threads threads, PtcBuildConfig fixed, PtcConfig config) {
        this.runtimes = runtimes;
        this.threads = threads;
        this.fixed = fixed;
        this.config = config;
    }

    /** The model with programmatic tool calling in the default sandbox. */
    ChatModel decorate(ChatModel model) {
        if (ClientProxy.unwrap(model) instanceof PtcChatModel) {
            throw decorated();
        }
        return kept(configured(PtcChatModel.builder().model(model)).build());
    }

    /** The same of a model that streams. */
    StreamingChatModel decorate(StreamingChatModel model) {
        if (ClientProxy.unwrap(model) instanceof PtcStreamingChatModel) {
            throw decorated();
        }
        return kept(configured(PtcStreamingChatModel.builder().model(model)).build());
    }

    private static IllegalStateException decorated() {
        return new IllegalStateException("The application's chat model has programmatic tool calling already: inject it"
                + " without @Programmatic, or produce the plain model and leave it to the extension to decorate it");
    }

    private <B extends PtcModelBuilder<B>> B configured(B builder) {
        return builder.runner(runtimes.shared(Sandboxes.DEFAULT))
                .sessionScope(config.sessionScope())
                .codeToolName(fixed.codeToolName())
                .toolCalling(config.toolCalling())
                .maxRounds(config.maxPrograms() + 1)
                .modelRetries(config.modelRetries())
                .retryPause(config.retryPause())
                .outputCharacters(config.outputCharacters())
                .imagesToModel(runtimes.images());
    }

    private <M extends AutoCloseable> M kept(M model) {
        synchronized (made) {
            made.add(model);
        }
        return model;
    }

    /**
     * A builder of runners of the application's own, which has all that the configuration says and wants only tools. Who
     * builds a runner closes it.
     */
    @Produces
    @Dependent
    ProgramRunner.Builder runner() {
        return runtimes.runner(Sandboxes.DEFAULT).executeToolsConcurrently(threads.executor());
    }

    /** Ends the programs of all models. Idempotent. */
    @PreDestroy
    void close() {
        List<AutoCloseable> ending;
        synchronized (made) {
            ending = List.copyOf(made);
            made.clear();
        }
        ending.forEach(ProgrammaticModels::close);
    }

    private static void close(AutoCloseable model) {
        try {
            model.close();
        } catch (Exception e) {
            throw new IllegalStateException("A chat model cannot be closed", e);
        }
    }
}
