package io.github.langchain4j.ptc.bedrock;

import static io.github.langchain4j.ptc.bedrock.Script.answers;
import static io.github.langchain4j.ptc.bedrock.Script.program;
import static io.github.langchain4j.ptc.bedrock.Script.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.bedrock.BedrockChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.agentcore.AgentCoreSandbox;
import io.github.langchain4j.ptc.testkit.agentcore.AgentCoreEmulator;
import io.github.langchain4j.ptc.testkit.agentcore.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * Bedrock's models write programs that AgentCore runs, in one application: both real clients with one version of the
 * SDK's common parts, each in front of its own local server, and tools that are Java methods of this JVM.
 */
class TwoServicesTest {

    private static BedrockFixture bedrock;
    private static AgentCoreEmulator agentCore;
    private static AgentCoreSandbox sandbox;

    private final Audit audit = new Audit();

    @BeforeAll
    static void start() throws Exception {
        bedrock = new BedrockFixture();
        agentCore = AgentCoreEmulator.start();
        sandbox = AgentCoreSandbox.builder()
                .endpoint(agentCore.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    @AfterAll
    static void end() {
        sandbox.close();
        assertThat(agentCore.openSessions()).isZero();
        agentCore.close();
        bedrock.close();
    }

    @Test
    void aProgramOfAModelRunsInAgentCoreAndCallsJava() {
        bedrock.play(says("tool_use", program(Audit.PROGRAM)), answers());
        int sessions = agentCore.requests(Operation.START);
        int steps = agentCore.requests(Operation.INVOKE);
        try (PtcChatModel model = bedrock.ptc(bedrock.model(BedrockFixture.CLAUDE), audit)
                .sandbox(sandbox)
                .build()) {
            assertThat(model.chat(Audit.QUESTION)).isEqualTo(Audit.ANSWER);
        }
        assertRan(sessions, steps);
    }

    @Test
    void soDoesOneOfAStreamingModel() {
        bedrock.play(says("tool_use", program(Audit.PROGRAM)), answers());
        int sessions = agentCore.requests(Operation.START);
        int steps = agentCore.requests(Operation.INVOKE);
        try (PtcStreamingChatModel model = bedrock.ptc(bedrock.streamingModel(BedrockFixture.CLAUDE), audit)
                .sandbox(sandbox)
                .build()) {
            assertThat(BedrockFixture.ask(model, Audit.QUESTION).aiMessage().text())
                    .isEqualTo(Audit.ANSWER);
        }
        assertRan(sessions, steps);
    }

    private void assertRan(int sessionsBefore, int stepsBefore) {
        assertThat(audit.runs()).isEqualTo(1);
        assertThat(agentCore.requests(Operation.START)).isEqualTo(sessionsBefore + 1);
        // The start, the program, and the answers of each of its four waits.
        assertThat(agentCore.requests(Operation.INVOKE)).isGreaterThanOrEqualTo(stepsBefore + 6);
        assertThat(bedrock.refusals()).isEmpty();
    }

    @Test
    void theCommonPartsAreThoseOfTheNewerService() {
        assertThat(VersionInfo.SDK_VERSION).isEqualTo("2.41.34");
        assertThat(place(SdkSystemSetting.class)).contains("sdk-core-2.41.34");
        assertThat(place(NettyNioAsyncHttpClient.class)).contains("netty-nio-client-2.41.34");
        assertThat(place(BedrockRuntimeClient.class)).contains("bedrockruntime-2.41.34");
        assertThat(place(BedrockAgentCoreAsyncClient.class)).contains("bedrockagentcore-2.40.2");
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
