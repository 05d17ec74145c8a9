package io.github.langchain4j.ptc.samples.expense.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordedChatModelTest {

    private static final ToolSpecification WEATHER = tool("weather", "The weather of a city");
    private static final ToolSpecification TIME = tool("time", "The time in a city");
    private static final AiMessage CALL = AiMessage.from(ToolExecutionRequest.builder()
            .id("c1")
            .name("weather")
            .arguments("{\"city\": \"Oslo\"}")
            .build());
    private static final ToolExecutionResultMessage RESULT =
            ToolExecutionResultMessage.from("c1", "weather", "4 degrees and rain in the whole of the city of Oslo");

    private final List<ChatMessage> first =
            List.of(SystemMessage.from("Be brief"), UserMessage.from("How is the weather in Oslo?"));
    private final List<ChatMessage> second = new ArrayList<>(first);
    private Recording recording;

    @BeforeEach
    void record() {
        second.addAll(List.of(CALL, RESULT));
        Deque<AiMessage> answers = new ArrayDeque<>(List.of(CALL, AiMessage.from("It rains")));
        RecordingChatModel model = new RecordingChatModel(new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder().aiMessage(answers.remove()).build();
            }
        });
        model.chat(request(first));
        model.chat(request(second));
        recording = model.recording();
    }

    @Test
    void answers_the_recorded_requests() {
        RecordedChatModel model = RecordedChatModel.of("test", recording);

        assertThat(model.chat(request(first)).aiMessage()).isEqualTo(CALL);
        assertThat(model.chat(request(second)).aiMessage().text()).isEqualTo("It rains");
    }

    @Test
    void does_not_mind_the_order_of_tools() {
        RecordedChatModel model = RecordedChatModel.of("test", recording);

        ChatRequest turned = ChatRequest.builder()
                .messages(first)
                .toolSpecifications(TIME, WEATHER)
                .build();

        assertThat(model.chat(turned).aiMessage()).isEqualTo(CALL);
    }

    @Test
    void shows_where_a_text_differs() {
        RecordedChatModel model = RecordedChatModel.of("test", recording);
        model.chat(request(first));
        second.set(
                3,
                ToolExecutionResultMessage.from("c1", "weather", RESULT.text().replace("whole", "half")));

        assertThatThrownBy(() -> model.chat(request(second)))
                .isInstanceOf(RecordingMismatchException.class)
                .hasMessageContaining("Request 2 differs from the one in the recording 'test'")
                .hasMessageContaining("messages[3].text, from character 27")
                .hasMessageContaining("the whole of the city")
                .hasMessageContaining("the half of the city");
    }

    @Test
    void shows_messages_that_are_missing_or_new() {
        List<ChatMessage> longer = new ArrayList<>(first);
        longer.add(UserMessage.from("Please"));

        assertThatThrownBy(() -> RecordedChatModel.of("test", recording).chat(request(longer)))
                .hasMessageContaining("messages[2]: not recorded, now");
        assertThatThrownBy(() -> RecordedChatModel.of("test", recording).chat(request(first.subList(0, 1))))
                .hasMessageContaining("messages[1]: recorded")
                .hasMessageContaining("now missing");
    }

    @Test
    void refuses_other_tools_and_other_parameters() {
        ChatRequest otherTool = ChatRequest.builder()
                .messages(first)
                .toolSpecifications(WEATHER, tool("time", "The time of a city"))
                .build();
        ChatRequest otherParameter = ChatRequest.builder()
                .messages(first)
                .toolSpecifications(WEATHER, TIME)
                .temperature(0.5)
                .build();

        assertThatThrownBy(() -> RecordedChatModel.of("test", recording).chat(otherTool))
                .hasMessageContaining("tools[0].description");
        assertThatThrownBy(() -> RecordedChatModel.of("test", recording).chat(otherParameter))
                .hasMessageContaining("parameters.temperature: not recorded");
    }

    @Test
    void refuses_more_requests_than_were_recorded() {
        RecordedChatModel model = RecordedChatModel.of("test", recording);
        model.chat(request(first));
        model.chat(request(second));

        assertThatThrownBy(() -> model.chat(request(second)))
                .hasMessage("Request 3 is not in the recording 'test', which ends after 2 requests");
    }

    @Test
    void can_answer_several_conversations_at_once() {
        RecordedChatModel model = RecordedChatModel.ofMany("test", recording);

        assertThat(model.chat(request(first)).aiMessage()).isEqualTo(CALL);
        assertThat(model.chat(request(first)).aiMessage()).isEqualTo(CALL);
        assertThat(model.chat(request(second)).aiMessage().text()).isEqualTo("It rains");
        assertThat(model.chat(request(second)).aiMessage().text()).isEqualTo("It rains");
    }

    @Test
    void can_be_asked_anything_to_renew_the_requests() {
        RecordedChatModel model = RecordedChatModel.answersOnly("test", recording);

        assertThat(model.chat(UserMessage.from("Something else")).aiMessage()).isEqualTo(CALL);
    }

    private static ChatRequest request(List<ChatMessage> messages) {
        return ChatRequest.builder()
                .messages(messages)
                .toolSpecifications(WEATHER, TIME)
                .build();
    }

    private static ToolSpecification tool(String name, String description) {
        return ToolSpecification.builder()
                .name(name)
                .description(description)
                .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
                .build();
    }
}
