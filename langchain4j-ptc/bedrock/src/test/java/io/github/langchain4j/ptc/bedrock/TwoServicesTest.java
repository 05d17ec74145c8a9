package io.github.langchain4j.ptc.bedrock;

import static io.github.langchain4j.ptc.bedrock.Script.answers;
import static io.github.langchain4j.ptc.bedrock.Script.program;
import static io.github.langchain4j.ptc.bedrock.Script.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.model.bedrock.BedrockChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreAsyncClient;

/** Bedrock's models and AgentCore's clients work in one application, with one version of the SDK's common parts. */
class TwoServicesTest {

    @Test
    void bothWorkOnOneClassPath() throws Exception {
        HttpServer agentCore = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        agentCore.createContext("/code-interpreters/", exchange -> {
            byte[] body =
                    "{\"codeInterpreterIdentifier\":\"aws.codeinterpreter.v1\",\"sessionId\":\"s-1\",\"createdAt\":\"2026-01-01T00:00:00Z\"}"
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        agentCore.start();
        Audit audit = new Audit();
        try (BedrockFixture bedrock = new BedrockFixture();
                BedrockAgentCoreAsyncClient interpreters = BedrockAgentCoreAsyncClient.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                        .endpointOverride(URI.create(
                                "http://127.0.0.1:" + agentCore.getAddress().getPort()))
                        .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
                        .build();
                PtcStreamingChatModel model = bedrock.ptc(bedrock.streamingModel(BedrockFixture.CLAUDE), audit)
                        .build()) {
            bedrock.play(says("tool_use", program(Audit.PROGRAM)), answers());
            assertThat(interpreters
                            .startCodeInterpreterSession(
                                    session -> session.codeInterpreterIdentifier("aws.codeinterpreter.v1"))
                            .join()
                            .sessionId())
                    .isEqualTo("s-1");
            assertThat(BedrockFixture.ask(model, Audit.QUESTION).aiMessage().text())
                    .isEqualTo(Audit.ANSWER);
        } finally {
            agentCore.stop(0);
        }
    }

    @Test
    void theCommonPartsAreThoseOfTheNewerService() {
        assertThat(VersionInfo.SDK_VERSION).isEqualTo("2.41.34");
        assertThat(place(SdkSystemSetting.class)).contains("sdk-core-2.41.34");
        assertThat(place(BedrockAgentCoreAsyncClient.class)).contains("bedrockagentcore-2.40.2");
        assertThat(place(NettyNioAsyncHttpClient.class)).contains("netty-nio-client-2.41.34");
    }

    @Test
    void theLibraryThatWasCompiledAgainstAnOlderLangChain4jRunsWithThatOfBedrock() {
        assertThat(place(AiServices.class)).contains("langchain4j-1.16.3");
        assertThat(place(ChatModel.class)).contains("langchain4j-core-1.16.3");
        assertThat(place(BedrockChatModel.class)).contains("langchain4j-bedrock-1.16.3");
    }

    private static String place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }
}
