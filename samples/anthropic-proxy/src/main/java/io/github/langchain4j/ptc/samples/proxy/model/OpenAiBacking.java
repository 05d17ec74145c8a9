package io.github.langchain4j.ptc.samples.proxy.model;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import java.net.URI;

/** A model behind an endpoint with OpenAI's chat completions. */
final class OpenAiBacking {

    private static final String OPENAI = "https://api.openai.com/v1";

    private OpenAiBacking() {}

    static BackingModel of(String name, ProxyConfig.Model config) {
        String url = config.baseUrl();
        requireHttp(url);
        if (config.apiKey().isEmpty() && url.startsWith(OPENAI)) {
            throw new IllegalArgumentException(
                    url + " needs a key: set api-key, or name another endpoint with base-url");
        }
        String model = config.modelName().orElse(name);
        String key = config.apiKey().orElse(null);
        OpenAiChatModel whole = OpenAiChatModel.builder()
                .baseUrl(url)
                .apiKey(key)
                .modelName(model)
                .timeout(config.timeout())
                .maxRetries(0) // the client's SDK has retries of its own
                .returnThinking(true)
                .build();
        OpenAiStreamingChatModel streaming = OpenAiStreamingChatModel.builder()
                .baseUrl(url)
                .apiKey(key)
                .modelName(model)
                .timeout(config.timeout())
                .returnThinking(true)
                .build();
        return BackingModel.of(() -> {
            Backing.Builder backing = Backing.builder().model(whole).streaming(streaming);
            return config.maxCompletionTokens()
                    ? backing.parameters((known, request) -> withMaxCompletionTokens(known))
                    : backing;
        });
    }

    private static void requireHttp(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("base-url is no http or https address: " + url);
        }
    }

    private static ChatRequestParameters withMaxCompletionTokens(ChatRequestParameters known) {
        return OpenAiChatRequestParameters.builder()
                .overrideWith(known)
                .maxOutputTokens(null)
                .maxCompletionTokens(known.maxOutputTokens())
                .build();
    }
}
