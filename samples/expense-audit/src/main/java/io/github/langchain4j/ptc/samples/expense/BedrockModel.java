package io.github.langchain4j.ptc.samples.expense;

import dev.langchain4j.model.bedrock.BedrockChatModel;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.bedrock.BedrockClients;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;

/**
 * A model of Amazon Bedrock and its client. Only this class and {@link BedrockFailures} know the AWS SDK, so that nothing of
 * it is loaded for other models.
 */
final class BedrockModel implements ChatModel, AutoCloseable {

    /** The long requests of ordinary tool calling can take minutes; the SDK's own limit is half of one. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final BedrockRuntimeClient client;
    private final BedrockChatModel model;

    private BedrockModel(BedrockRuntimeClient client, String modelId) {
        this.client = client;
        this.model = BedrockChatModel.builder()
                .client(BedrockClients.faithful(client))
                .modelId(modelId)
                .build();
    }

    /**
     * Opens a model.
     *
     * @throws AuditFailure if there is no region or there are no credentials
     */
    static BedrockModel open(ModelSource.Bedrock source) {
        String region = source.region() == null ? regionOfProfile() : source.region();
        if (!source.bearerToken()) {
            requireCredentials();
        }
        BedrockRuntimeClientBuilder client = BedrockRuntimeClient.builder()
                .region(Region.of(region))
                .httpClientBuilder(ApacheHttpClient.builder().socketTimeout(TIMEOUT))
                .overrideConfiguration(settings -> settings.apiCallTimeout(TIMEOUT));
        if (source.endpoint() != null) {
            client.endpointOverride(URI.create(source.endpoint()));
        }
        return new BedrockModel(client.build(), source.modelId());
    }

    private static String regionOfProfile() {
        try {
            return new AwsProfileRegionProvider().getRegion().id();
        } catch (SdkClientException none) {
            throw new AuditFailure(
                    "No AWS region is known: give --region, such as us-east-1, set AWS_REGION, or put a region into the "
                            + "profile that AWS_PROFILE names",
                    none);
        }
    }

    private static void requireCredentials() {
        try (DefaultCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build()) {
            credentials.resolveCredentials();
        } catch (SdkClientException none) {
            throw new AuditFailure(
                    "No AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, choose a profile with "
                            + "AWS_PROFILE, log in with 'aws sso login', or set AWS_BEARER_TOKEN_BEDROCK to an API key of "
                            + "Bedrock",
                    none);
        }
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return model.doChat(request);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model.supportedCapabilities();
    }

    @Override
    public void close() {
        client.close();
    }
}
