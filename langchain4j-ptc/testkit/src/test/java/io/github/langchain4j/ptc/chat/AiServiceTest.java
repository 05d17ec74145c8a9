package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.chat.LoopFixture.code;
import static io.github.langchain4j.ptc.chat.LoopFixture.loop;
import static io.github.langchain4j.ptc.chat.LoopFixture.model;
import static io.github.langchain4j.ptc.chat.LoopFixture.weather;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The loop behind real AI services, with their own tools and memories. */
class AiServiceTest {

    interface Assistant {

        Result<String> chat(@MemoryId String id, @dev.langchain4j.service.UserMessage String question);
    }

    static final class Weather {

        @Tool("The weather in a city")
        String weather(String city) {
            return "rain in " + city;
        }
    }

    /** Keeps JSON only, as a database does. */
    private static final class JsonStore implements ChatMemoryStore {

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

    private final FakePrograms programs = FakePrograms.printing();

    @Test
    void aServiceWithToolsOfItsOwnAndAStoreOfJson() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .usage(new TokenUsage(10, 1))
                .program("one")
                .message(AiMessage.from(code("c2", "two"), weather("w1")))
                .expect(request -> assertThat(lastResults(request))
                        .hasSize(2)
                        .first()
                        .asString()
                        .startsWith("ran two"))
                .expect(request -> assertThat(lastResults(request)).last().isEqualTo("rain in Rome"))
                .program("three")
                .answer("Ann.")
                .expect(request -> assertThat(request.messages()).hasSize(10))
                .answer("By 100.")
                .build()) {
            Assistant assistant = service(model(loop(script, programs)));
            Result<String> result = assistant.chat("1", "Who travels into the rain?");
            assertThat(result.content()).isEqualTo("Ann.");
            assertThat(result.tokenUsage()).isEqualTo(new TokenUsage(40, 4, 44));
            assertThat(result.toolExecutions())
                    .singleElement()
                    .satisfies(
                            execution -> assertThat(execution.request().name()).isEqualTo("weather"));
            assertThat(assistant.chat("1", "By how much?").content()).isEqualTo("By 100.");
        }
        assertThat(programs.codes()).containsExactly("one", "two", "three");
        assertThat(programs.sessions()).hasSize(2).allMatch(session -> session.closed);
    }

    @Test
    void oneModelServesManyConversationsAtOnce() throws Exception {
        // Answers each conversation with what its own programs printed, so that any mix-up shows.
        ChatModel echo = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                String question =
                        UserMessage.findLast(request.messages()).orElseThrow().singleText();
                long programs = lastResults(request).size();
                AiMessage message = programs == 0
                        ? AiMessage.from(program(question, "a"), program(question, "b"))
                        : AiMessage.from(String.join(" + ", lastResults(request)));
                return ChatResponse.builder().aiMessage(message).build();
            }

            private ToolExecutionRequest program(String question, String part) {
                return code("call-" + part, question + part);
            }
        };
        Assistant assistant = service(model(loop(echo, programs)));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> conversations = IntStream.range(0, 100)
                    .<Future<?>>mapToObj(conversation -> threads.submit(() -> {
                        for (int turn = 0; turn < 5; turn++) {
                            String question = "q" + conversation + "." + turn;
                            assertThat(assistant
                                            .chat(String.valueOf(conversation), question)
                                            .content())
                                    .isEqualTo("ran " + question + "a + ran " + question + "b");
                        }
                    }))
                    .toList();
            for (Future<?> conversation : conversations) {
                conversation.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(programs.sessions()).hasSize(500).allMatch(session -> session.closed && session.codes.size() == 2);
    }

    private static Assistant service(ChatModel model) {
        JsonStore store = new JsonStore();
        return AiServices.builder(Assistant.class)
                .chatModel(model)
                .tools(new Weather())
                .chatMemoryProvider(id -> MessageWindowChatMemory.builder()
                        .id(id)
                        .maxMessages(50)
                        .chatMemoryStore(store)
                        .build())
                .build();
    }
}
