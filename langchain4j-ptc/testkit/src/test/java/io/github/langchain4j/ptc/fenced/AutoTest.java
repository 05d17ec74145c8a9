package io.github.langchain4j.ptc.fenced;

import static io.github.langchain4j.ptc.codetool.ToolCalling.AUTO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools are offered, programs in replies are run where there is no doubt, and a provider may refuse tools. */
class AutoTest extends FencedFixture {

    private static void assertOffered(ChatRequest request) {
        assertThat(request.toolSpecifications())
                .singleElement()
                .satisfies(tool -> assertThat(tool.name()).isEqualTo("execute_python"));
    }

    @Test
    void toolCallsAndProgramsInRepliesLiveSideBySide() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(AutoTest::assertOffered)
                        .program(PROGRAM)
                        .expect(request -> assertThat(ScriptedChatModel.lastResults(request))
                                .containsExactly("3000"))
                        .answer("Again:\n" + REPLY)
                        .expect(AutoTest::assertOffered)
                        .expect(request -> assertThat(reply(request, 2)).isEqualTo("Again:\n" + REPLY))
                        .expect(request -> assertThat(
                                        ((AiMessage) request.messages().get(3)).toolExecutionRequests())
                                .isEmpty())
                        .expect(request -> assertThat(
                                        ((AiMessage) request.messages().get(1)).toolExecutionRequests())
                                .hasSize(1))
                        .expect(request -> assertThat(lastUserText(request)).contains("```output\n3000\n```"))
                        .answer("3,000.")
                        .build();
                PtcChatModel model = office(script, AUTO)) {
            assertThat(model.chat("Go")).isEqualTo("3,000.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Use this:\n```python\nprint('Hello')\n```",
                "Use this:\n```python\nprint(await budget('eng'))\n```\nIt prints the budget.",
                "```\nprint(await budget('eng'))\n```",
                "```bash\nbudget eng\n```"
            })
    void whatMayBeForTheUserIsLeftAlone(String answer) {
        try (ScriptedChatModel script =
                        ScriptedChatModel.builder().answer(answer).build();
                PtcChatModel model = office(script, AUTO)) {
            ChatResponse response = model.chat(UserMessage.from("How?"));
            assertThat(response.aiMessage()).isEqualTo(AiMessage.from(answer));
        }
    }

    @Test
    void aReplyThatIsCutOffIsLeftAlone() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .response(ChatResponse.builder()
                                .aiMessage(AiMessage.from(REPLY))
                                .finishReason(FinishReason.LENGTH)
                                .build())
                        .build();
                PtcChatModel model = office(script, AUTO)) {
            assertThat(model.chat("How?")).isEqualTo(REPLY);
        }
    }

    @Test
    void aProviderThatRefusesToolsIsAskedWithoutFromThenOn() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(AutoTest::assertOffered)
                        .failure(new InvalidRequestException(
                                "registry.ollama.ai/library/gemma3:4b does not support tools"))
                        .expect(FencedFixture::assertPlain)
                        .answer(REPLY)
                        .expect(FencedFixture::assertPlain)
                        .answer("3,000.")
                        .expect(FencedFixture::assertPlain)
                        .answer("Hello.")
                        .build();
                PtcChatModel model = office(script, AUTO)) {
            assertThat(model.chat("Go")).isEqualTo("3,000.");
            assertThat(model.chat("Hi")).isEqualTo("Hello.");
        }
    }

    @Test
    void otherFailuresAreThrownAsTheyAre() {
        InvalidRequestException failure = new InvalidRequestException("tools.0.input_schema: oneOf is not supported");
        try (ScriptedChatModel script =
                        ScriptedChatModel.builder().failure(failure).build();
                PtcChatModel model = office(script, AUTO)) {
            assertThatThrownBy(() -> model.chat("Go")).isSameAs(failure);
        }
    }

    @Test
    void toolsThatOnlyTheModelMayCallAreRefusedOnceTheProviderRefusesThem() {
        InvalidRequestException failure = new InvalidRequestException("This model doesn't support tool use.");
        try (ScriptedChatModel script =
                        ScriptedChatModel.builder().failure(failure).build();
                PtcChatModel model =
                        model(script, AUTO).tools(new Office(), new Letters()).build()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> model.chat("Go"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContainingAll("send", "allowed_callers");
            }
        }
    }

    @Test
    void theHistoryOfProgramsInRepliesIsTheSameInTheNextQuestion() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .answer(REPLY)
                        .answer("3,000.")
                        .answer("Yes.")
                        .build();
                PtcChatModel model = office(script, AUTO)) {
            AiMessage first = model.chat(UserMessage.from("Go")).aiMessage();
            model.chat(List.of(UserMessage.from("Go"), first, UserMessage.from("Sure?")));
            assertThat(script.requests().get(2).messages())
                    .hasSize(5)
                    .startsWith(script.requests()
                            .get(1)
                            .messages()
                            .toArray(new dev.langchain4j.data.message.ChatMessage[0]));
        }
    }
}
