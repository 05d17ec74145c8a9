package io.github.langchain4j.ptc.bedrock;

import dev.langchain4j.model.bedrock.BedrockChatModel;
import dev.langchain4j.model.bedrock.BedrockStreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.converse.ConverseCall;
import io.github.langchain4j.ptc.testkit.converse.ConverseServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** The real clients in front of a local server, and a sandbox; made once for a test class. */
final class BedrockFixture implements AutoCloseable {

    static final String CLAUDE = "us.anthropic.claude-sonnet-4-6";

    /** Keeps the threads that clients share: the SDK takes two seconds to end them with the last client. */
    private static final SdkAsyncHttpClient KEPT = NettyNioAsyncHttpClient.create();

    private final ConverseServer server;
    private final LocalPythonSandbox sandbox = new LocalPythonSandbox();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final BedrockRuntimeClient plain;
    private final BedrockRuntimeAsyncClient plainStreaming;
    private volatile Script script = Script.of();
    private int earlier; // calls before the script in force

    BedrockFixture() throws IOException {
        server = ConverseServer.start(call -> script.answer(call));
        plain = configured(BedrockRuntimeClient.builder()).build();
        plainStreaming = configured(BedrockRuntimeAsyncClient.builder())
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
                .build();
    }

    /** The SDK's own retries, without their pauses. */
    <B extends AwsClientBuilder<B, C>, C> B configured(B builder) {
        StandardRetryStrategy atOnce = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                .build();
        return builder.region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .endpointOverride(server.endpoint())
                .overrideConfiguration(settings -> settings.retryStrategy(atOnce));
    }

    /** What the model says from now on. */
    Script play(Script.Scene... scenes) {
        earlier = server.calls().size();
        script = Script.of(scenes);
        return script;
    }

    /** The requests since the script began. */
    List<ConverseCall> calls() {
        return server.calls().subList(earlier, server.calls().size());
    }

    List<String> refusals() {
        return server.refusals();
    }

    BedrockRuntimeClient client() {
        return plain;
    }

    BedrockRuntimeAsyncClient streamingClient() {
        return plainStreaming;
    }

    LocalPythonSandbox sandbox() {
        return sandbox;
    }

    ExecutorService threads() {
        return threads;
    }

    /** LangChain4j's model, with no retries but those of the SDK. */
    BedrockChatModel model(String modelId) {
        return model(modelId, BedrockClients.faithful(plain));
    }

    BedrockChatModel model(String modelId, BedrockRuntimeClient client) {
        return BedrockChatModel.builder()
                .client(client)
                .modelId(modelId)
                .returnThinking(true)
                .maxRetries(0)
                .build();
    }

    BedrockStreamingChatModel streamingModel(String modelId) {
        return streamingModel(modelId, BedrockClients.faithful(plainStreaming));
    }

    BedrockStreamingChatModel streamingModel(String modelId, BedrockRuntimeAsyncClient client) {
        return BedrockStreamingChatModel.builder()
                .client(client)
                .modelId(modelId)
                .returnThinking(true)
                .build();
    }

    PtcChatModel.Builder ptc(BedrockChatModel model, Audit audit) {
        return PtcChatModel.builder()
                .model(model)
                .sandbox(sandbox)
                .tools(audit)
                .executeToolsConcurrently(threads)
                .retryPause(Duration.ofMillis(1));
    }

    PtcStreamingChatModel.Builder ptc(BedrockStreamingChatModel model, Audit audit) {
        return PtcStreamingChatModel.builder()
                .model(model)
                .sandbox(sandbox)
                .tools(audit)
                .executeToolsConcurrently(threads)
                .retryPause(Duration.ofMillis(1));
    }

    /** Asks and waits for the end of the stream. */
    static ChatResponse ask(PtcStreamingChatModel model, String question) {
        Listening listening = new Listening();
        model.chat(question, listening);
        return listening.response();
    }

    /** Hears what is streamed. */
    static final class Listening implements StreamingChatResponseHandler {

        final StringBuffer text = new StringBuffer();
        private final CompletableFuture<ChatResponse> end = new CompletableFuture<>();

        @Override
        public void onPartialResponse(String part) {
            text.append(part);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            end.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            end.completeExceptionally(error);
        }

        ChatResponse response() {
            return end.orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    @Override
    public void close() {
        plain.close();
        plainStreaming.close();
        sandbox.close();
        server.close();
        threads.shutdownNow();
    }
}
