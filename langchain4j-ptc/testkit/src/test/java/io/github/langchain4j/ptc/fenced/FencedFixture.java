package io.github.langchain4j.ptc.fenced;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.codetool.ToolCalling;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What the tests of models that write programs into their replies share. */
@RequiresPython
abstract class FencedFixture {

    static final String PROGRAM = "print(await budget('eng'))";
    static final String REPLY = fenced(PROGRAM);

    static final class Office {

        @Tool("The budget of a team")
        int budget(String team) {
            return 1_000 * team.length();
        }
    }

    static final class Letters {

        @Tool(name = "send", metadata = "{\"allowed_callers\": [\"direct\"]}")
        String send(String letter) {
            return "sent";
        }
    }

    /** Keeps JSON only, as a database does. */
    static final class JsonStore implements ChatMemoryStore {

        private final Map<Object, String> json = new ConcurrentHashMap<>();

        @Override
        public List<ChatMessage> getMessages(Object id) {
            return ChatMessageDeserializer.messagesFromJson(json.get(id));
        }

        @Override
        public void updateMessages(Object id, List<ChatMessage> messages) {
            json.put(id, ChatMessageSerializer.messagesToJson(messages));
        }

        @Override
        public void deleteMessages(Object id) {
            json.remove(id);
        }
    }

    static LocalPythonSandbox sandbox;

    @BeforeAll
    static void openASandbox() {
        sandbox = new LocalPythonSandbox();
    }

    @AfterAll
    static void closeIt() {
        sandbox.close();
    }

    static String fenced(String program) {
        return "```python\n" + program + "\n```";
    }

    static PtcChatModel.Builder model(ChatModel model, ToolCalling toolCalling) {
        return PtcChatModel.builder().model(model).sandbox(sandbox).toolCalling(toolCalling);
    }

    static PtcChatModel office(ChatModel model, ToolCalling toolCalling) {
        return model(model, toolCalling).tools(new Office()).build();
    }

    /** Fails unless a model that knows no tools, from a provider that refuses two messages of a user in a row, takes it. */
    static void assertPlain(ChatRequest request) {
        assertThat(request.toolSpecifications()).isNullOrEmpty();
        assertThat(request.toolChoice()).isNull();
        ChatMessage before = null;
        for (ChatMessage message : request.messages()) {
            assertThat(message).isNotInstanceOf(ToolExecutionResultMessage.class);
            if (message instanceof AiMessage reply) {
                assertThat(reply.toolExecutionRequests()).isEmpty();
                assertThat(reply.attributes()).isEmpty();
            }
            assertThat(before instanceof UserMessage && message instanceof UserMessage)
                    .as("two user messages in a row: %s, %s", before, message)
                    .isFalse();
            before = message;
        }
    }

    static String lastUserText(ChatRequest request) {
        return ((UserMessage) request.messages().get(request.messages().size() - 1)).singleText();
    }

    static String reply(ChatRequest request, int fromEnd) {
        return ((AiMessage) request.messages().get(request.messages().size() - fromEnd)).text();
    }
}
