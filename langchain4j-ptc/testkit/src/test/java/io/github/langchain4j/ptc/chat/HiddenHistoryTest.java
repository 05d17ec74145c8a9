package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.chat.LoopFixture.chat;
import static io.github.langchain4j.ptc.chat.LoopFixture.code;
import static io.github.langchain4j.ptc.chat.LoopFixture.loop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import io.github.langchain4j.ptc.faces.Cell;
import io.github.langchain4j.ptc.faces.Face;
import io.github.langchain4j.ptc.faces.Feature;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HiddenHistoryTest {

    private static final UserMessage QUESTION = UserMessage.from("Who is over budget?");
    private static final UserMessage FOLLOW_UP = UserMessage.from("And by how much?");

    private final FakePrograms programs = FakePrograms.printing();

    @Test
    @Cell(
            face = Face.IN_PROCESS,
            feature = Feature.CHAT_MEMORY,
            says =
                    "question and answer; programs and their output travel in the answer's attributes, and the model sees them again")
    void inTheNextTurnTheModelSeesItsProgramsAgain() {
        AiMessage thoughtful = AiMessage.builder()
                .text("I'll compute it.")
                .thinking("budget, expenses")
                .attributes(Map.of("signature", "abc", "blocks", List.of(Map.of("type", "redacted", "n", 1))))
                .toolExecutionRequests(List.of(code("c1", "one"), code("c2", "two")))
                .build();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(thoughtful)
                .answer("Ann.")
                .expect(request -> {
                    List<ChatMessage> messages = request.messages();
                    assertThat(messages).hasSize(6);
                    assertThat(messages.get(0)).isEqualTo(QUESTION);
                    assertThat(messages.get(1)).isEqualTo(thoughtful);
                    assertThat(((ToolExecutionResultMessage) messages.get(2)).text())
                            .isEqualTo("ran one");
                    assertThat(((ToolExecutionResultMessage) messages.get(3)).id())
                            .isEqualTo("c2");
                    assertThat(messages.get(4)).isEqualTo(AiMessage.from("Ann."));
                    assertThat(messages.get(5)).isEqualTo(FOLLOW_UP);
                })
                .answer("By 100.")
                .build()) {
            AiMessage answer = chat(loop(script, programs), QUESTION).aiMessage();
            assertThat(answer.text()).isEqualTo("Ann.");
            chat(loop(script, programs), stored(List.of(QUESTION, answer, FOLLOW_UP)));
        }
    }

    @Test
    void theModelSeesTheSameBytesInTheTurnAndAfterIt() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("one")
                .program("bad\n")
                .answer("Ann.")
                .answer("By 100.")
                .build()) {
            AiMessage answer = chat(loop(script, programs), QUESTION).aiMessage();
            chat(loop(script, programs), stored(List.of(QUESTION, answer, FOLLOW_UP)));
            List<ChatMessage> inTheTurn = script.requests().get(2).messages();
            assertThat(script.requests().get(3).messages().subList(0, inTheTurn.size()))
                    .isEqualTo(inTheTurn);
        }
    }

    @Test
    void aConversationKeepsItsHandleAndCountsItsMessages() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("one")
                .answer("Ann.")
                .program("two")
                .answer("By 100.")
                .program("other")
                .answer("Bob.")
                .build()) {
            LoopFixture.Asking loop = loop(script, programs);
            AiMessage first = chat(loop, QUESTION).aiMessage();
            AiMessage second =
                    chat(loop, stored(List.of(QUESTION, first, FOLLOW_UP))).aiMessage();
            AiMessage other = chat(loop, QUESTION).aiMessage();
            assertThat(mark(first)).containsEntry("version", 1).containsEntry("sequence", 1);
            assertThat(mark(second))
                    .containsEntry("session", mark(first).get("session"))
                    .containsEntry("sequence", 2);
            assertThat(mark(other).get("session")).isNotEqualTo(mark(first).get("session"));
        }
    }

    @Test
    void theAttributeHoldsPlainValuesOnly() {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("signature", "abc");
        attributes.put(
                "generated_images",
                List.of(Image.builder().url("http://x/y.png").build()));
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.builder()
                        .toolExecutionRequests(List.of(code("c1", "one")))
                        .attributes(attributes)
                        .build())
                .answer("Ann.")
                .build()) {
            Map<String, Object> mark =
                    mark(chat(loop(script, programs), QUESTION).aiMessage());
            assertPlain(mark);
            assertThat(mark.toString()).contains("signature").doesNotContain("generated_images");
        }
    }

    @Test
    void answersWithoutProgramsCarryNoMark() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("one")
                .answer("Ann.")
                .answer("You're welcome.")
                .build()) {
            LoopFixture.Asking loop = loop(script, programs);
            AiMessage first = chat(loop, QUESTION).aiMessage();
            assertThat(chat(loop, QUESTION, first, UserMessage.from("Thanks"))
                            .aiMessage()
                            .attributes())
                    .isEmpty();
        }
    }

    @Test
    void aLostAttributeOnlyCostsTheModelItsMemory() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("one")
                .answer("Ann.")
                .expect(request ->
                        assertThat(request.messages()).containsExactly(QUESTION, AiMessage.from("Ann."), FOLLOW_UP))
                .answer("By 100.")
                .build()) {
            AiMessage first = chat(loop(script, programs), QUESTION).aiMessage();
            chat(loop(script, programs), QUESTION, AiMessage.from(first.text()), FOLLOW_UP);
        }
    }

    @Test
    void hiddenStepsAreBoundedAndTheModelIsToldWhatIsMissing() {
        FakePrograms chatty = new FakePrograms(code -> FakePrograms.printed(code, code.repeat(60_000)));
        ChatSettings settings = ChatSettings.builder()
                .maxRounds(60)
                .modelRetries(0)
                .outputCharacters(60_000)
                .build();
        ScriptedChatModel.Builder builder = ScriptedChatModel.builder();
        for (int i = 0; i < 50; i++) {
            builder.program(String.valueOf(i % 10));
        }
        try (ScriptedChatModel script = builder.answer("Ann.")
                .expect(request -> {
                    long shown = request.messages().stream()
                            .filter(ToolExecutionResultMessage.class::isInstance)
                            .count();
                    assertThat(shown).isBetween(10L, 49L);
                    assertThat(((ToolExecutionResultMessage) request.messages().get(2)).text())
                            .startsWith("(" + (50 - shown) + " earlier replies of yours are no longer shown.)");
                })
                .answer("By 100.")
                .build()) {
            LoopFixture.Asking loop = loop(script, chatty, settings);
            AiMessage first = chat(loop, QUESTION).aiMessage();
            assertThat(ChatMessageSerializer.messageToJson(first).length()).isLessThan(130_000);
            chat(loop, QUESTION, first, FOLLOW_UP);
        }
    }

    static List<Object> strangeMarks() {
        Map<String, Object> endless = new HashMap<>();
        endless.put("version", 1);
        endless.put("steps", List.of(endless));
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        Map<String, Object> step = Map.of("calls", List.of(Map.of("name", "execute_python", "result", "x")));
        return Arrays.asList(
                "garbage",
                42,
                List.of(),
                Map.of(),
                endless,
                Map.of("version", 1, "turn", "turn-001", "session", "abcdefgh", "sequence", 1, "steps", deep),
                Map.of("version", 2, "turn", "turn-001", "session", "abcdefgh", "sequence", 1, "steps", List.of(step)),
                Map.of(
                        "version",
                        "1",
                        "turn",
                        "turn-001",
                        "session",
                        "abcdefgh",
                        "sequence",
                        1,
                        "steps",
                        List.of(step)),
                Map.of("version", 1, "turn", "turn-001", "session", "../../etc", "sequence", 1, "steps", List.of(step)),
                Map.of("version", 1, "turn", "turn-001", "session", "abcdefgh", "sequence", -1, "steps", List.of(step)),
                Map.of(
                        "version",
                        1,
                        "turn",
                        "turn-001",
                        "session",
                        "abcdefgh",
                        "sequence",
                        1e300,
                        "steps",
                        List.of(step)),
                Map.of("version", 1, "turn", "turn-001", "session", "abcdefgh", "sequence", 1, "steps", "none"),
                Map.of(
                        "version",
                        1,
                        "turn",
                        "turn-001",
                        "session",
                        "abcdefgh",
                        "sequence",
                        1,
                        "steps",
                        List.of(Map.of())),
                Map.of(
                        "version",
                        1,
                        "turn",
                        "turn-001",
                        "session",
                        "abcdefgh",
                        "sequence",
                        1,
                        "steps",
                        List.of(Map.of("calls", List.of(Map.of("name", "x"))))),
                Map.of(
                        "version",
                        1,
                        "turn",
                        "turn-001",
                        "session",
                        "abcdefgh",
                        "sequence",
                        1,
                        "steps",
                        List.of(),
                        "open",
                        "x"),
                Map.of("version", 1, "session", "abcdefgh", "sequence", 1, "steps", List.of()),
                Map.of(
                        "version",
                        1,
                        "turn",
                        "turn-001",
                        "session",
                        "abcdefgh",
                        "sequence",
                        1,
                        "steps",
                        List.of(),
                        "response",
                        "x"),
                Map.of(
                        "version",
                        1,
                        "turn",
                        "turn-001",
                        "session",
                        "abcdefgh",
                        "sequence",
                        1,
                        "steps",
                        List.of(Map.of("text", "x".repeat(8 << 20), "calls", List.of()))),
                Map.of(1, 2),
                new Object(),
                new AngryMap());
    }

    @ParameterizedTest
    @MethodSource("strangeMarks")
    void aMarkThatCannotBeUnderstoodIsDropped(Object strange) {
        AiMessage marked = AiMessage.builder()
                .text("Ann.")
                .attributes(Map.of("ptc", strange, "kept", "yes"))
                .build();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(request.messages())
                        .containsExactly(
                                QUESTION,
                                AiMessage.builder()
                                        .text("Ann.")
                                        .attributes(Map.of("kept", "yes"))
                                        .build(),
                                FOLLOW_UP))
                .answer("By 100.")
                .build()) {
            chat(loop(script, programs), QUESTION, marked, FOLLOW_UP);
        }
    }

    @Test
    void storesThatKeepNumbersAsDoublesAreFine() {
        Map<String, Object> mark = Map.of(
                "version",
                1.0,
                "turn",
                "turn-001",
                "session",
                "abcdefgh",
                "sequence",
                7.0,
                "steps",
                List.of(Map.of("calls", List.of(Map.of("name", "execute_python", "result", "x")))));
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(request.messages()).hasSize(5))
                .program("one")
                .answer("By 100.")
                .build()) {
            AiMessage marked = AiMessage.builder()
                    .text("Ann.")
                    .attributes(Map.of("ptc", mark))
                    .build();
            AiMessage next =
                    chat(loop(script, programs), QUESTION, marked, FOLLOW_UP).aiMessage();
            assertThat(mark(next)).containsEntry("session", "abcdefgh").containsEntry("sequence", 8);
        }
    }

    /** Throws whatever is asked of it. */
    private static final class AngryMap extends AbstractMap<String, Object> {
        @Override
        public Set<Entry<String, Object>> entrySet() {
            throw new IllegalStateException("no");
        }

        @Override
        public String toString() {
            return "AngryMap";
        }
    }

    private static List<ChatMessage> stored(List<ChatMessage> messages) {
        return ChatMessageDeserializer.messagesFromJson(ChatMessageSerializer.messagesToJson(messages));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> mark(AiMessage message) {
        return (Map<String, Object>) message.attributes().get("ptc");
    }

    private static void assertPlain(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                assertThat(key).isInstanceOf(String.class);
                assertPlain(inner);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(HiddenHistoryTest::assertPlain);
        } else {
            assertThat(value).isInstanceOfAny(String.class, Integer.class, Long.class, Double.class, Boolean.class);
        }
    }
}
