package io.github.langchain4j.ptc.bedrock;

import static io.github.langchain4j.ptc.bedrock.Script.answers;
import static io.github.langchain4j.ptc.bedrock.Script.program;
import static io.github.langchain4j.ptc.bedrock.Script.says;
import static io.github.langchain4j.ptc.bedrock.Script.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.bedrock.BedrockChatModel;
import dev.langchain4j.model.bedrock.BedrockChatRequestParameters;
import dev.langchain4j.model.bedrock.BedrockStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.testkit.converse.Block;
import io.github.langchain4j.ptc.testkit.converse.ConverseCall;
import io.github.langchain4j.ptc.testkit.converse.ConverseReply;
import io.github.langchain4j.ptc.testkit.converse.ConverseServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** The page docs/guide/bedrock.md; its blocks of Java are compared by the test of the guide. */
class BedrockGuideTest {

    private static BedrockFixture bedrock;

    @BeforeAll
    static void start() throws Exception {
        bedrock = new BedrockFixture();
    }

    @AfterAll
    static void end() {
        bedrock.close();
    }

    static BedrockRuntimeClient client() {
        return BedrockRuntimeClient.builder()
                .region(Region.US_EAST_1)
                .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofMinutes(5)))
                .build();
    }

    static ChatModel claude(BedrockRuntimeClient client) {
        return BedrockChatModel.builder()
                .client(BedrockClients.faithful(client))
                .modelId("us.anthropic.claude-sonnet-4-6")
                .build();
    }

    static StreamingChatModel streamingClaude(BedrockRuntimeAsyncClient client) {
        return BedrockStreamingChatModel.builder()
                .client(BedrockClients.faithful(client))
                .modelId("us.anthropic.claude-sonnet-4-6")
                .build();
    }

    @Test
    void aClientIsMadeAndAModelDecorated() {
        try (BedrockRuntimeClient client = client()) {
            assertThat(client.serviceName()).isEqualTo("bedrock");
        }
        bedrock.play(says("tool_use", program(Audit.PROGRAM)), answers());
        try (PtcChatModel ptc = PtcChatModel.builder()
                .model(claude(bedrock.client()))
                .sandbox(bedrock.sandbox())
                .tools(new Audit())
                .build()) {
            assertThat(ptc.chat(Audit.QUESTION)).isEqualTo(Audit.ANSWER);
        }
        assertThat(bedrock.calls().get(0).modelId()).isEqualTo("us.anthropic.claude-sonnet-4-6");
    }

    @Test
    void aStreamIsDecorated() {
        bedrock.play(says("tool_use", program(Audit.PROGRAM)), answers());
        try (PtcStreamingChatModel ptc = PtcStreamingChatModel.builder()
                .model(streamingClaude(bedrock.streamingClient()))
                .sandbox(bedrock.sandbox())
                .tools(new Audit())
                .build()) {
            assertThat(BedrockFixture.ask(ptc, Audit.QUESTION).aiMessage().text())
                    .isEqualTo(Audit.ANSWER);
        }
    }

    static ChatModel thinkingClaude(BedrockRuntimeClient client) {
        return BedrockChatModel.builder()
                .client(BedrockClients.faithful(client))
                .modelId("us.anthropic.claude-sonnet-4-6")
                .returnThinking(true)
                .defaultRequestParameters(BedrockChatRequestParameters.builder()
                        .enableReasoning(4_000)
                        .maxOutputTokens(16_000)
                        .build())
                .build();
    }

    @Test
    void reasoningIsAskedForAndGoesBack() {
        bedrock.play(says("tool_use", signed("A program."), program(Audit.PROGRAM)), answers());
        try (PtcChatModel ptc = PtcChatModel.builder()
                .model(thinkingClaude(bedrock.client()))
                .sandbox(bedrock.sandbox())
                .tools(new Audit())
                .build()) {
            assertThat(ptc.chat(Audit.QUESTION)).isEqualTo(Audit.ANSWER);
        }
        assertThat(bedrock.calls()
                        .get(0)
                        .body()
                        .path("additionalModelRequestFields")
                        .toString())
                .contains("4000");
    }

    static ConverseReply model(ConverseCall call) {
        if (call.toolResults().isEmpty()) {
            String input = "{\"code\": \"6 * 7\"}";
            return ConverseReply.message("tool_use", new Block.ToolUse("use_1", "execute_python", input));
        }
        return ConverseReply.answer("It is " + call.toolResults().get(0));
    }

    @Test
    void aServerForTestsOfApplications() throws Exception {
        try (ConverseServer server = ConverseServer.start(BedrockGuideTest::model);
                BedrockRuntimeClient client = bedrock.configured(BedrockRuntimeClient.builder())
                        .endpointOverride(server.endpoint())
                        .build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(claude(client))
                        .sandbox(bedrock.sandbox())
                        .tools(new Audit())
                        .build()) {
            assertThat(ptc.chat("How much is 6 times 7?").strip()).isEqualTo("It is 42");
        }
    }
}
