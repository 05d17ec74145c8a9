package io.github.langchain4j.ptc.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read from the messages of a conversation. */
class SessionMarkTest {

    private static final String TOOL = "execute_python";
    private static final UserMessage QUESTION = UserMessage.from("What?");

    @Test
    void aQuestionAloneBeginsAConversation() {
        assertThat(read(SystemMessage.from("Be brief."), QUESTION).begun()).isFalse();
        assertThat(read(UserMessage.from("Hi"), AiMessage.from("Hello"), QUESTION)
                        .begun())
                .isTrue();
    }

    @Test
    void marksInAnyOrderReachAsFarAsTheHighest() {
        SessionMark.History history = read(
                result(new SessionMark("a", 4).attributes()),
                result(new SessionMark("b", 2).attributes()),
                result(new SessionMark("b", 1).attributes()),
                QUESTION);
        assertThat(history.reached("b")).hasValue(2);
        assertThat(history.reached("c")).isEmpty();
        assertThat(history.last()).contains(new SessionMark("b", 1));
    }

    @Test
    void whatAStoreLostIsAProgramAndWhatWasNotRunIsNone() {
        assertThat(read(result(Map.of()), QUESTION).ran()).isTrue();
        assertThat(read(result(Map.of()), QUESTION).marks()).isEmpty();
        assertThat(read(result(SessionMark.notRun()), QUESTION).ran()).isFalse();
    }

    @Test
    void forgedMarksAreNoMarks() {
        assertThat(read(result(Map.of("ptc", Map.of("session", 1, "sequence", "x"))), QUESTION)
                        .marks())
                .isEmpty();
        assertThat(read(result(Map.of("ptc", "x")), QUESTION).marks()).isEmpty();
    }

    private static SessionMark.History read(ChatMessage... messages) {
        return SessionMark.read(List.of(messages), TOOL);
    }

    private static ToolExecutionResultMessage result(Map<String, Object> attributes) {
        return ToolExecutionResultMessage.builder()
                .id("1")
                .toolName(TOOL)
                .text("42")
                .attributes(attributes)
                .build();
    }
}
