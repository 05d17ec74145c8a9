package io.github.langchain4j.ptc.caller;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.service.AiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs whose calls fill the window of the caller's chat memory. */
@RequiresPython
class WindowMemoryTest {

    interface Assistant {

        String ask(String question);
    }

    static final class Squares {

        final Queue<Integer> asked = new ConcurrentLinkedQueue<>();

        @Tool("The square of a number")
        int square(int number) {
            asked.add(number);
            return number * number;
        }
    }

    private static final String QUESTION = "What is the sum of the squares?";

    @ParameterizedTest(name = "{0} calls at once, system message: {1}")
    @CsvSource({
        "1, false",
        "1, true",
        "7, false",
        "7, true",
        "8, false",
        "8, true",
        "9, false",
        "9, true",
        "20, false",
        "20, true"
    })
    void theQuestionReachesTheModelAfterEachBatch(int calls, boolean system) {
        Squares squares = new Squares();
        String program = "import asyncio\nsum(await asyncio.gather(*[square(i) for i in range(" + calls + ")]))";
        int sum = (calls - 1) * calls * (2 * calls - 1) / 6;
        try (LocalPythonSandbox sandbox = new LocalPythonSandbox();
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .program(program)
                        .expect(request -> {
                            asksTheQuestion(request);
                            assertThat(lastResults(request)).containsExactly(String.valueOf(sum));
                        })
                        .program(program)
                        .expect(WindowMemoryTest::asksTheQuestion)
                        .answer("It is " + sum + ".")
                        .expect(request -> assertThat(request.messages()).endsWith(UserMessage.from("Again?")))
                        .message(AiMessage.from("I do it again.", List.of(code(program))))
                        .expect(request -> {
                            assertThat(request.messages())
                                    .contains(UserMessage.from("Again?"))
                                    .contains(AiMessage.from("I do it again.", List.of(code(program))));
                            assertThat(lastResults(request)).containsExactly(String.valueOf(sum));
                        })
                        .answer("Still.")
                        .build();
                PtcChatModel model = PtcChatModel.builder()
                        .model(script)
                        .sandbox(sandbox)
                        .describe(Squares.class)
                        .build()) {
            AiServices<Assistant> services = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                    .tools(squares);
            Assistant assistant = (system ? services.systemMessageProvider(id -> "You add.") : services).build();
            assertThat(assistant.ask(QUESTION)).isEqualTo("It is " + sum + ".");
            assertThat(assistant.ask("Again?")).isEqualTo("Still.");
        }
        assertThat(squares.asked).hasSize(3 * calls);
    }

    private static ToolExecutionRequest code(String program) {
        return ToolExecutionRequest.builder()
                .id("again")
                .name("execute_python")
                .arguments("{\"code\":" + TextNode.valueOf(program) + "}")
                .build();
    }

    private static void asksTheQuestion(ChatRequest request) {
        List<ChatMessage> messages = request.messages();
        assertThat(messages).contains(UserMessage.from(QUESTION));
    }
}
