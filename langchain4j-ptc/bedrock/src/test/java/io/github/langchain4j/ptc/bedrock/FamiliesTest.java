package io.github.langchain4j.ptc.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenario ends in the right answer for each family in each manner, and no program runs twice. */
class FamiliesTest extends FamilyFixture {

    static Stream<Arguments> familiesAndManners() {
        return Arrays.stream(Family.values())
                .flatMap(family -> Arrays.stream(Manner.values())
                        .filter(manner -> manner.isOf(family))
                        .map(manner -> Arguments.of(family, manner)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("familiesAndManners")
    void atOnce(Family family, Manner manner) {
        Script script = bedrock.play(manner.scenes());
        try (PtcChatModel model = PtcChatModel.builder()
                .model(bedrock.model(family.modelId()))
                .runner(runner)
                .session(session)
                .build()) {
            assertThat(model.chat(Audit.QUESTION)).isEqualTo(Audit.ANSWER);
        }
        check(script, manner);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("familiesAndManners")
    void streamed(Family family, Manner manner) {
        Script script = bedrock.play(manner.scenes());
        try (PtcStreamingChatModel model = PtcStreamingChatModel.builder()
                .model(bedrock.streamingModel(family.modelId()))
                .runner(runner)
                .session(session)
                .build()) {
            ChatResponse response = BedrockFixture.ask(model, Audit.QUESTION);
            assertThat(response.aiMessage().text()).isEqualTo(Audit.ANSWER);
        }
        check(script, manner);
    }

    private void check(Script script, Manner manner) {
        assertThat(bedrock.refusals()).as("what the service refused").isEmpty();
        assertThat(script.left()).as("scenes that were not played").isZero();
        assertThat(AUDIT.runs() - runsBefore)
                .as("programs that asked for the team")
                .isEqualTo(manner == Manner.REASONING_IN_EACH_ROUND ? 2 : 1);
    }
}
