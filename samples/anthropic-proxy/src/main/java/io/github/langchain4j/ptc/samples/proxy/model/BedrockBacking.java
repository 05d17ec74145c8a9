package io.github.langchain4j.ptc.samples.proxy.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.bedrock.BedrockCachePointPlacement;
import dev.langchain4j.model.bedrock.BedrockChatModel;
import dev.langchain4j.model.bedrock.BedrockChatRequestParameters;
import dev.langchain4j.model.bedrock.BedrockStreamingChatModel;
import dev.langchain4j.model.bedrock.BedrockTokenUsage;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** A model of Bedrock, with the region and the credentials that AWS' SDK finds in the environment. */
final class BedrockBacking {

    private BedrockBacking() {}

    static BackingModel of(String name, ProxyConfig.Model config) {
        Region region = region(config.region());
        requireCredentials();
        String model = config.modelName().orElse(name);
        BedrockChatModel whole = BedrockChatModel.builder()
                .region(region)
                .modelId(model)
                .timeout(config.timeout())
                .maxRetries(0) // the client's SDK has retries of its own
                .returnThinking(true)
                .sendThinking(true)
                .build();
        BedrockStreamingChatModel streaming = BedrockStreamingChatModel.builder()
                .region(region)
                .modelId(model)
                .timeout(config.timeout())
                .returnThinking(true)
                .sendThinking(true)
                .build();
        return new BackingModel(
                () -> Backing.builder().model(whole).streaming(streaming).parameters(BedrockBacking::parameters),
                BedrockBacking::cached,
                () -> {});
    }

    private static Region region(Optional<String> configured) {
        try {
            return configured.map(Region::of).orElseGet(() -> new DefaultAwsRegionProviderChain().getRegion());
        } catch (SdkClientException e) {
            throw new IllegalArgumentException("no region is known: set region, or AWS_REGION in the environment", e);
        }
    }

    /** At the start, and not with the first request. */
    private static void requireCredentials() {
        try (DefaultCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build()) {
            credentials.resolveCredentials();
        } catch (SdkClientException e) {
            throw new IllegalArgumentException(
                    "no credentials for AWS were found: give the process a role (of the task, the pod or the instance),"
                            + " or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment",
                    e);
        }
    }

    /** What only Bedrock's parameters can say: the thinking budget, and where the client wants a prompt cache. */
    private static ChatRequestParameters parameters(ChatRequestParameters known, JsonNode request) {
        refuseUrls(request);
        BedrockChatRequestParameters.Builder parameters =
                BedrockChatRequestParameters.builder().overrideWith(known);
        JsonNode thinking = request.path("thinking");
        if (thinking.path("type").asText().equals("enabled")) {
            parameters.enableReasoning(thinking.path("budget_tokens").asInt());
        }
        if (hasCacheControl(request.path("messages"))) {
            parameters.promptCaching(BedrockCachePointPlacement.AFTER_USER_MESSAGE);
        } else if (hasCacheControl(request.path("tools"))) {
            parameters.promptCaching(BedrockCachePointPlacement.AFTER_TOOLS);
        } else if (hasCacheControl(request.path("system"))) {
            parameters.promptCaching(BedrockCachePointPlacement.AFTER_SYSTEM);
        }
        return parameters.build();
    }

    /** LangChain4j would fetch them from here, where addresses mean something else than where the client is. */
    private static void refuseUrls(JsonNode request) {
        for (JsonNode block : request.path("messages").findParents("source")) {
            String type = block.path("type").asText();
            if ((type.equals("image") || type.equals("document"))
                    && block.path("source").path("type").asText().equals("url")) {
                throw ApiException.invalid(
                        "messages", "this model takes no " + type + " by its URL; send it as base64");
            }
        }
    }

    private static boolean hasCacheControl(JsonNode part) {
        return part.findValue("cache_control") != null;
    }

    private static Backing.CacheUsage cached(TokenUsage usage) {
        return usage instanceof BedrockTokenUsage bedrock
                ? new Backing.CacheUsage(count(bedrock.cacheWriteInputTokens()), count(bedrock.cacheReadInputTokens()))
                : Backing.CacheUsage.NONE;
    }

    private static int count(Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}
