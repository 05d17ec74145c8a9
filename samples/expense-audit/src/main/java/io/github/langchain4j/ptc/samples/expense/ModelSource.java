package io.github.langchain4j.ptc.samples.expense;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.github.langchain4j.ptc.samples.expense.recording.RecordedChatModel;
import io.github.langchain4j.ptc.samples.expense.recording.Recording;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/** Where answers come from: the recorded model, an endpoint that speaks OpenAI's protocol, or Amazon Bedrock. */
sealed interface ModelSource {

    /**
     * A model for one conversation.
     *
     * @param conversation the name of its recording
     */
    ChatModel model(String conversation);

    /** What the report says of the model. */
    String description();

    /**
     * The recorded answers.
     *
     * @param renew whether requests may differ from the recorded ones, because they are about to be recorded
     */
    record Recorded(boolean renew) implements ModelSource {

        static final String NAME = "recorded";

        @Override
        public ChatModel model(String conversation) {
            Recording recording = Recording.load(conversation);
            return renew
                    ? RecordedChatModel.answersOnly(conversation, recording)
                    : RecordedChatModel.of(conversation, recording);
        }

        @Override
        public String description() {
            return "recorded: replays answers written down for these very requests; all the rest is real";
        }
    }

    /**
     * A real model.
     *
     * @param name what the endpoint calls it
     * @param baseUrl of the endpoint
     * @param apiKey {@code null} if the endpoint needs none
     */
    record Endpoint(String name, String baseUrl, String apiKey) implements ModelSource {

        static final String OPENAI = "https://api.openai.com/v1";

        /** Local models may take minutes for the long requests of ordinary tool calling. */
        private static final Duration TIMEOUT = Duration.ofMinutes(10);

        public Endpoint {
            requireHttp(baseUrl);
            if (apiKey == null && baseUrl.equals(OPENAI)) {
                throw new AuditFailure("The model '" + name + "' at " + baseUrl + " needs a key: give --api-key or set "
                        + "OPENAI_API_KEY, or name another endpoint with --base-url");
            }
        }

        static void requireHttp(String url) {
            try {
                URI uri = new URI(url);
                if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                    return;
                }
            } catch (URISyntaxException invalid) {
                // said below
            }
            throw new AuditFailure(
                    "The base URL '" + url + "' is no http or https address, such as " + "http://localhost:11434/v1");
        }

        @Override
        public ChatModel model(String conversation) {
            return OpenAiChatModel.builder()
                    .modelName(name)
                    .baseUrl(baseUrl)
                    .apiKey(apiKey)
                    .timeout(TIMEOUT)
                    .maxRetries(1)
                    .build();
        }

        @Override
        public String description() {
            return name + " at " + baseUrl;
        }

        /** Without the key. */
        @Override
        public String toString() {
            return description();
        }
    }

    /**
     * A model of Amazon Bedrock.
     *
     * @param modelId the id or ARN of a model or of an inference profile, as it is
     * @param region {@code null} for that of the profile
     * @param endpoint instead of the region's own; {@code null} for that
     * @param bearerToken whether the SDK finds an API key of Bedrock in the environment, so that credentials are not needed
     */
    record Bedrock(String modelId, String region, String endpoint, boolean bearerToken) implements ModelSource {

        static final String PREFIX = "bedrock:";

        public Bedrock {
            if (modelId.isBlank()) {
                throw new AuditFailure("No model of Bedrock is named: write --model bedrock:ID, such as "
                        + "bedrock:us.anthropic.claude-sonnet-4-6");
            }
            if (endpoint != null) {
                Endpoint.requireHttp(endpoint);
            }
        }

        @Override
        public ChatModel model(String conversation) {
            return BedrockModel.open(this);
        }

        @Override
        public String description() {
            return modelId + " on Amazon Bedrock" + (region == null ? "" : " in " + region);
        }
    }
}
