package io.github.langchain4j.ptc.bedrock;

import static io.github.langchain4j.ptc.bedrock.Script.program;
import static io.github.langchain4j.ptc.bedrock.Script.says;
import static io.github.langchain4j.ptc.bedrock.Script.signed;
import static io.github.langchain4j.ptc.bedrock.Script.text;
import static io.github.langchain4j.ptc.bedrock.Script.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.bedrock.BedrockChatModel;
import dev.langchain4j.model.bedrock.BedrockChatResponseMetadata;
import dev.langchain4j.model.bedrock.BedrockTokenUsage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.testkit.converse.Block;
import io.github.langchain4j.ptc.testkit.converse.ConverseReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** What a faithful client changes, and what it leaves alone. */
class BedrockClientsTest {

    private static BedrockFixture bedrock;

    @BeforeAll
    static void start() throws IOException {
        bedrock = new BedrockFixture();
    }

    @AfterAll
    static void end() {
        bedrock.close();
    }

    @Test
    void withoutItLangChain4jLosesReasoningThatTheServiceDemands() {
        int before = bedrock.refusals().size();
        bedrock.play(says("tool_use", new Block.Redacted("c2VjcmV0"), program("1 + 1")));
        try (PtcChatModel model = bedrock.ptc(bedrock.model(BedrockFixture.CLAUDE, bedrock.client()), new Audit())
                .build()) {
            assertThatThrownBy(() -> model.chat("How much?")).hasMessageContaining("cannot be left out or modified");
        }
        assertThat(bedrock.refusals()).hasSize(before + 1);
    }

    @Test
    void reasoningGoesBackWhereItStoodAlthoughNobodyAskedForIt() {
        bedrock.play(
                says("tool_use", signed("One."), text("Look:"), signed("Two."), program("1 + 1")),
                call -> ConverseReply.answer(call.toolResults().get(0)));
        BedrockChatModel silent = BedrockChatModel.builder()
                .client(BedrockClients.faithful(bedrock.client()))
                .modelId(BedrockFixture.CLAUDE)
                .build();
        try (PtcChatModel model = bedrock.ptc(silent, new Audit()).build()) {
            assertThat(model.chat("How much?").strip()).isEqualTo("2");
        }
        List<String> kinds = new ArrayList<>();
        JsonNode sentBack = bedrock.calls().get(1).lastReply();
        sentBack.path("content").forEach(block -> kinds.add(block.fieldNames().next()));
        assertThat(kinds).containsExactly("reasoningContent", "text", "reasoningContent", "toolUse");
    }

    @Test
    void anInputOfSeveralParametersKeepsItsTextUnderANameOfItsOwn() {
        bedrock.play(says("tool_use", use("\"20 % of\"")));
        ConverseResponse response = BedrockClients.faithful(bedrock.client())
                .converse(request -> request.modelId(Family.KIMI_K2_5.modelId()).messages(question()));
        assertThat(response.output().message().content().get(0).toolUse().input())
                .isEqualTo(Document.mapBuilder().putString("input", "20 % of").build());
    }

    @Test
    void theFormWithABuilderIsFaithfulToo() {
        bedrock.play(says("malformed_tool_use"));
        ConverseResponse response = BedrockClients.faithful(bedrock.client())
                .converse(request -> request.modelId(Family.KIMI_K2_5.modelId()).messages(question()));
        assertThat(response.stopReason()).isEqualTo(StopReason.TOOL_USE);
        assertThat(response.responseMetadata()).isNotNull();
    }

    @Test
    void aReasonThatIsNotKnownYetIsToldByWhatTheReplyHolds() {
        bedrock.play(says("tired", text("Enough.")), says("tired", program("1")));
        BedrockRuntimeClient client = BedrockClients.faithful(bedrock.client());
        assertThat(client.converse(request ->
                                request.modelId(Family.KIMI_K2_5.modelId()).messages(question()))
                        .stopReason())
                .isEqualTo(StopReason.END_TURN);
        assertThat(client.converse(request ->
                                request.modelId(Family.KIMI_K2_5.modelId()).messages(question()))
                        .stopReason())
                .isEqualTo(StopReason.TOOL_USE);
    }

    @Test
    void whatTheServiceRefusesIsThrownAsItIs() {
        assertThatThrownBy(() -> BedrockClients.faithful(bedrock.client())
                        .converse(request -> request.modelId(Family.KIMI_K2_5.modelId())
                                .messages(Message.builder()
                                        .role("user")
                                        .content(ContentBlock.fromText(" "))
                                        .build())))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("is blank");
    }

    static final class Office {

        @Tool("Counts them")
        int count() {
            return 3;
        }

        @Tool(value = "What is noted", metadata = "{\"allowed_callers\": [\"direct\"]}")
        String note() {
            return "";
        }
    }

    @Test
    void blankResultsAreToldInWords() {
        bedrock.play(
                says("tool_use", new Block.ToolUse("use_note", "note", "{}"), program("await count()\n'\\n'")),
                call -> ConverseReply.answer(String.join(" / ", call.toolResults())));
        try (PtcChatModel model = PtcChatModel.builder()
                .model(bedrock.model(BedrockFixture.CLAUDE))
                .sandbox(bedrock.sandbox())
                .tools(new Office())
                .build()) {
            assertThat(model.chat("What is noted?")).startsWith("(an empty text) / The program printed nothing");
        }
    }

    @Test
    void otherOperationsPass() {
        BedrockRuntimeClient faithful = BedrockClients.faithful(bedrock.client());
        assertThat(faithful.serviceName()).isEqualTo(bedrock.client().serviceName());
        assertThatThrownBy(() -> faithful.invokeModel(request -> request.modelId("m")))
                .hasMessageContaining("There is no such operation");
    }

    @Test
    void whatWasAddedToTheUsageOfLangChain4jStays() {
        bedrock.play(says("tool_use", program("1 + 1")), call -> ConverseReply.answer("2"));
        try (PtcChatModel model =
                bedrock.ptc(bedrock.model(BedrockFixture.CLAUDE), new Audit()).build()) {
            ChatResponse response = model.chat(UserMessage.from("How much?"));
            assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(response.metadata()).isInstanceOf(BedrockChatResponseMetadata.class);
            assertThat(response.tokenUsage())
                    .isInstanceOf(BedrockTokenUsage.class)
                    .satisfies(usage -> assertThat(usage.inputTokenCount()).isGreaterThan(100));
        }
    }

    private static Message question() {
        return Message.builder()
                .role("user")
                .content(ContentBlock.fromText("How much?"))
                .build();
    }
}
