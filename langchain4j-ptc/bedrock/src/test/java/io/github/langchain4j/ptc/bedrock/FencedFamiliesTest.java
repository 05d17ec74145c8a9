package io.github.langchain4j.ptc.bedrock;

import static io.github.langchain4j.ptc.bedrock.Audit.PROGRAM;
import static io.github.langchain4j.ptc.bedrock.Script.says;
import static io.github.langchain4j.ptc.bedrock.Script.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.codetool.ToolCalling;
import io.github.langchain4j.ptc.testkit.converse.ConverseCall;
import io.github.langchain4j.ptc.testkit.converse.ConverseReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models that answer with a program in a Markdown fence, or take no tools at all. Which of the families do: not known. */
class FencedFamiliesTest extends FamilyFixture {

    private static final String REPLY = "This program finds out:\n\n```python\n" + PROGRAM + "```\n";

    @AfterEach
    void everyProgramRanOnceAndEveryRequestWasValid() {
        assertThat(AUDIT.runs() - runsBefore).isEqualTo(1);
        assertThat(bedrock.refusals()).isEmpty();
    }

    private static ConverseReply fromText(ConverseCall call) {
        return ConverseReply.answer(call.lastText().contains(Audit.FINDING) ? Audit.ANSWER : call.lastText());
    }

    private static ConverseReply noTools(ConverseCall call) {
        assertThat(call.tools()).isNotEmpty();
        return new ConverseReply.Failure(400, "ValidationException", "This model doesn't support tool use.");
    }

    private String ask(Family family, ToolCalling toolCalling) {
        try (PtcChatModel model = PtcChatModel.builder()
                .model(bedrock.model(family.modelId()))
                .runner(runner)
                .session(session)
                .toolCalling(toolCalling)
                .build()) {
            return model.chat(Audit.QUESTION);
        }
    }

    private String stream(Family family, ToolCalling toolCalling) {
        try (PtcStreamingChatModel model = PtcStreamingChatModel.builder()
                .model(bedrock.streamingModel(family.modelId()))
                .runner(runner)
                .session(session)
                .toolCalling(toolCalling)
                .build()) {
            return BedrockFixture.ask(model, Audit.QUESTION).aiMessage().text();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFenceInsteadOfAToolUse(Family family) {
        bedrock.play(says("end_turn", text(REPLY)), FencedFamiliesTest::fromText);
        assertThat(ask(family, ToolCalling.AUTO)).isEqualTo(Audit.ANSWER);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamedFenceInsteadOfAToolUse(Family family) {
        bedrock.play(says("end_turn", text(REPLY)), FencedFamiliesTest::fromText);
        assertThat(stream(family, ToolCalling.AUTO)).isEqualTo(Audit.ANSWER);
    }

    @ParameterizedTest
    @EnumSource
    void noToolsFromTheBeginning(Family family) {
        bedrock.play(says("end_turn", text(REPLY)), FencedFamiliesTest::fromText);
        assertThat(ask(family, ToolCalling.FENCED)).isEqualTo(Audit.ANSWER);
        assertThat(bedrock.calls()).allMatch(call -> call.tools().isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void noToolsInAStream(Family family) {
        bedrock.play(says("end_turn", text(REPLY)), FencedFamiliesTest::fromText);
        assertThat(stream(family, ToolCalling.FENCED)).isEqualTo(Audit.ANSWER);
    }

    @ParameterizedTest
    @EnumSource
    void noToolsBecauseTheModelRefusesThem(Family family) {
        bedrock.play(FencedFamiliesTest::noTools, says("end_turn", text(REPLY)), FencedFamiliesTest::fromText);
        assertThat(ask(family, ToolCalling.AUTO)).isEqualTo(Audit.ANSWER);
    }

    @ParameterizedTest
    @EnumSource
    void noToolsBecauseTheStreamingModelRefusesThem(Family family) {
        bedrock.play(FencedFamiliesTest::noTools, says("end_turn", text(REPLY)), FencedFamiliesTest::fromText);
        assertThat(stream(family, ToolCalling.AUTO)).isEqualTo(Audit.ANSWER);
    }

    @ParameterizedTest
    @EnumSource
    void aFenceThatTheTokenLimitCutOff(Family family) {
        bedrock.play(
                says("max_tokens", text(REPLY.substring(0, 200))),
                says("end_turn", text(REPLY)),
                FencedFamiliesTest::fromText);
        assertThat(ask(family, ToolCalling.FENCED)).isEqualTo(Audit.ANSWER);
    }
}
