package io.github.langchain4j.ptc.samples.expense.web;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.github.langchain4j.ptc.samples.expense.recording.RecordedChatModel;
import io.github.langchain4j.ptc.samples.expense.recording.Recording;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.microprofile.context.ManagedExecutor;

/** The models of the AI services: the recorded one, or one at an endpoint that speaks OpenAI's protocol. */
@Singleton
final class AuditModels {

    private static final String OPENAI = "https://api.openai.com/v1";

    /** Local models may take minutes for the long requests of ordinary tool calling. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final AuditConfig config;
    private final Executor workers;

    AuditModels(AuditConfig config, ManagedExecutor workers) {
        this.config = config;
        this.workers = workers;
    }

    /** The model that writes programs. */
    @Singleton
    @Unremovable
    static final class Programmatic implements Supplier<StreamingChatModel> {

        private final AuditModels models;

        Programmatic(AuditModels models) {
            this.models = models;
        }

        @Override
        public StreamingChatModel get() {
            return models.model("web-ptc");
        }
    }

    /** The model that calls tools one by one. */
    @Singleton
    @Unremovable
    static final class Ordinary implements Supplier<StreamingChatModel> {

        private final AuditModels models;

        Ordinary(AuditModels models) {
            this.models = models;
        }

        @Override
        public StreamingChatModel get() {
            return models.model("web-direct");
        }
    }

    /** Before anybody asks: what is missing is to be said where the application is started. */
    void started(@Observes StartupEvent event) {
        if (!config.isRecorded()
                && config.apiKey().isEmpty()
                && config.baseUrl().equals(OPENAI)) {
            throw new ConfigurationException(
                    "The model '" + config.model() + "' at " + OPENAI + " needs a key: set OPENAI_API_KEY or"
                            + " audit.api-key, or name another endpoint with audit.base-url",
                    Set.of("audit.api-key"));
        }
    }

    private StreamingChatModel model(String conversation) {
        return config.isRecorded() ? recorded(conversation) : endpoint();
    }

    private StreamingChatModel recorded(String conversation) {
        Recording recording = Recording.load(conversation, AuditModels.class);
        ChatModel answering = config.record()
                .<ChatModel>map(folder -> new RenewedRecording(conversation, recording, folder))
                .orElseGet(() -> RecordedChatModel.ofMany(conversation, recording));
        return new TypingChatModel(answering, config.pace().typing(), workers);
    }

    private StreamingChatModel endpoint() {
        return OpenAiStreamingChatModel.builder()
                .modelName(config.model())
                .baseUrl(config.baseUrl())
                .apiKey(config.apiKey().orElse(null))
                .timeout(TIMEOUT)
                .build();
    }
}
