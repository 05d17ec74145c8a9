package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.chat.LoopFixture.code;
import static io.github.langchain4j.ptc.chat.LoopFixture.loop;
import static io.github.langchain4j.ptc.chat.LoopFixture.maxRounds;
import static io.github.langchain4j.ptc.chat.LoopFixture.request;
import static io.github.langchain4j.ptc.chat.LoopFixture.weather;
import static io.github.langchain4j.ptc.chat.LoopFixture.withWeather;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Responses in which the model asks for programs and for tools of the caller. */
class MixedResponseTest {

    private static final UserMessage QUESTION = UserMessage.from("Who travels into the rain?");

    private final FakePrograms programs = FakePrograms.printing();

    @Test
    void requestsForTheCallersToolsAloneAreReturnedAsTheyAre() {
        AiMessage asks = AiMessage.from(weather("w1"), weather("w2"));
        try (ScriptedChatModel script =
                ScriptedChatModel.builder().message(asks).build()) {
            assertThat(chat(script, withWeather(List.of(QUESTION)))).isSameAs(asks);
        }
    }

    @Test
    void theCallerSeesItsRequestsOnlyAndTheModelSeesAll() {
        AiMessage asks = AiMessage.builder()
                .text("Let me look.")
                .thinking("hm")
                .attributes(Map.of("signature", "s1"))
                .toolExecutionRequests(List.of(code("c1", "one"), weather("w1"), code("c2", "two"), weather("w2")))
                .build();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(asks)
                .expect(request -> {
                    List<ChatMessage> messages = request.messages();
                    assertThat(messages).hasSize(6);
                    assertThat(messages.get(0)).isEqualTo(QUESTION);
                    assertThat(messages.get(1)).isEqualTo(asks);
                    assertThat(texts(messages.subList(2, 6)))
                            .containsExactly(
                                    "c1: ran one",
                                    "w1: rain",
                                    "c2: ran two\n(Variables and files of this program are gone now.)",
                                    "w2: sun");
                })
                .answer("Ann.")
                .build()) {
            AiMessage visible = chat(script, withWeather(List.of(QUESTION)));
            assertThat(visible.toolExecutionRequests()).containsExactly(weather("w1"), weather("w2"));
            assertThat(visible.text()).isEqualTo("Let me look.");
            assertThat(visible.thinking()).isEqualTo("hm");
            assertThat(visible.attributes()).containsKeys("signature", "ptc");

            // In the order of finishing, as a caller with threads may have it.
            AiMessage answer = chat(
                    script,
                    withWeather(List.of(
                            QUESTION,
                            visible,
                            ToolExecutionResultMessage.from(weather("w2"), "sun"),
                            ToolExecutionResultMessage.from(weather("w1"), "rain"))));
            assertThat(answer).isEqualTo(AiMessage.from("Ann."));
        }
        assertThat(programs.sessions()).hasSize(1).allMatch(session -> session.closed);
    }

    @Test
    void earlierProgramsOfTheTurnAreShownInTheirPlace() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from(code("c1", "one")))
                .message(AiMessage.from(weather("w1"), code("c2", "two")))
                .expect(request -> assertThat(texts(request.messages()))
                        .startsWith("c1: ran one", "w1: rain")
                        .last()
                        .asString()
                        .startsWith("c2: ran two"))
                .message(AiMessage.from(code("c3", "three")))
                .expect(request -> {
                    assertThat(texts(request.messages())).hasSize(4).last().isEqualTo("c3: ran three");
                    assertThat(request.messages()).allSatisfy(MixedResponseTest::carriesNothingOfOurs);
                })
                .answer("Ann.")
                .build()) {
            AiMessage visible = chat(script, withWeather(List.of(QUESTION)));
            chat(
                    script,
                    withWeather(List.of(QUESTION, visible, ToolExecutionResultMessage.from(weather("w1"), "rain"))));
        }
        assertThat(programs.sessions()).hasSize(2);
    }

    @Test
    void aHallucinatedNameBesideTheCallersIsAnsweredHere() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from(request("x1", "wether", "{}"), weather("w1")))
                .expect(request ->
                        assertThat(texts(request.messages()).get(0)).contains("x1: There is no tool", "weather"))
                .answer("Ann.")
                .build()) {
            AiMessage visible = chat(script, withWeather(List.of(QUESTION)));
            assertThat(visible.toolExecutionRequests()).containsExactly(weather("w1"));
            chat(
                    script,
                    withWeather(List.of(QUESTION, visible, ToolExecutionResultMessage.from(weather("w1"), "rain"))));
        }
    }

    @Test
    void providersWithoutIdsArePairedByName() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from(weather(null), code(null, "one"), weather(null)))
                .expect(request -> assertThat(texts(request.messages()))
                        .satisfiesExactly(
                                first -> assertThat(first).isEqualTo("null: rain"),
                                second -> assertThat(second).startsWith("null: ran one"),
                                third -> assertThat(third).isEqualTo("null: sun")))
                .answer("Ann.")
                .build()) {
            AiMessage visible = chat(script, withWeather(List.of(QUESTION)));
            chat(
                    script,
                    withWeather(List.of(
                            QUESTION,
                            visible,
                            ToolExecutionResultMessage.from(weather(null), "rain"),
                            ToolExecutionResultMessage.from(weather(null), "sun"))));
        }
    }

    @Test
    void whatTheCallerLeftOutOrAddedStaysSo() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from(weather("w1"), code("c1", "one"), weather("w2")))
                .expect(request -> {
                    AiMessage shown = (AiMessage) request.messages().get(1);
                    assertThat(shown.toolExecutionRequests()).containsExactly(code("c1", "one"), weather("w2"));
                    assertThat(texts(request.messages())).hasSize(3);
                    assertThat(texts(request.messages()).get(1)).isEqualTo("w2: sun");
                    assertThat(texts(request.messages()).get(2)).isEqualTo("other: stray");
                })
                .answer("Ann.")
                .build()) {
            AiMessage visible = chat(script, withWeather(List.of(QUESTION)));
            AiMessage edited = visible.toBuilder()
                    .toolExecutionRequests(List.of(weather("w2")))
                    .build();
            chat(
                    script,
                    withWeather(List.of(
                            QUESTION,
                            edited,
                            ToolExecutionResultMessage.from("other", "weather", "stray"),
                            ToolExecutionResultMessage.from(weather("w2"), "sun"))));
        }
    }

    @Test
    void inTheLastRoundTheCallerStillGetsItsRequests() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from(code("c1", "one")))
                .expect(request -> assertThat(LoopFixture.toolNames(request)).containsExactly("weather"))
                .message(AiMessage.from(code("c2", "two"), weather("w1")))
                .expect(request -> assertThat(texts(request.messages()))
                        .anySatisfy(text -> assertThat(text).startsWith("c2: Nothing was run")))
                .answer("Ann.")
                .build()) {
            LoopFixture.Asking loop = loop(script, programs, maxRounds(2));
            AiMessage visible = loop.chat(withWeather(List.of(QUESTION)), ChatRequestOptions.EMPTY)
                    .aiMessage();
            assertThat(visible.toolExecutionRequests()).containsExactly(weather("w1"));
            loop.chat(
                    withWeather(List.of(QUESTION, visible, ToolExecutionResultMessage.from(weather("w1"), "rain"))),
                    ChatRequestOptions.EMPTY);
        }
        assertThat(programs.codes()).containsExactly("one");
    }

    private AiMessage chat(ScriptedChatModel script, ChatRequest request) {
        return loop(script, programs).chat(request, ChatRequestOptions.EMPTY).aiMessage();
    }

    private static void carriesNothingOfOurs(ChatMessage message) {
        if (message instanceof AiMessage ai) {
            assertThat(ai.attributes()).doesNotContainKey("ptc");
        }
    }

    private static List<String> texts(List<ChatMessage> messages) {
        return messages.stream()
                .filter(ToolExecutionResultMessage.class::isInstance)
                .map(ToolExecutionResultMessage.class::cast)
                .map(result -> result.id() + ": " + result.text())
                .toList();
    }
}
