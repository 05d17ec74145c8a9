package io.github.langchain4j.ptc.caller;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.memory.chat.TokenWindowChatMemory;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** AI services that share a decorated model, and the memories that they may have. */
@RequiresPython
class ServicesTest {

    interface Assistant {

        String ask(String question);
    }

    interface Member {

        String ask(@MemoryId int memory, @dev.langchain4j.service.UserMessage String question);
    }

    static final class Squares {

        final AtomicInteger calls = new AtomicInteger();

        @Tool("The square of a number")
        int square(int number) {
            calls.incrementAndGet();
            return number * number;
        }
    }

    static final class Cubes {

        @Tool("A square that is a cube")
        int square(int number) {
            return number * number * number;
        }
    }

    enum Memory {
        NONE {
            @Override
            ChatMemory create() {
                return null;
            }
        },
        TOKENS {
            @Override
            ChatMemory create() {
                return TokenWindowChatMemory.withMaxTokens(10, new MessagesAsTokens());
            }
        },
        JSON {
            @Override
            ChatMemory create() {
                return MessageWindowChatMemory.builder()
                        .maxMessages(10)
                        .chatMemoryStore(new JsonStore())
                        .build();
            }
        };

        abstract ChatMemory create();
    }

    /** So that the window holds as many tokens as messages. */
    private static final class MessagesAsTokens implements TokenCountEstimator {

        @Override
        public int estimateTokenCountInText(String text) {
            return 1;
        }

        @Override
        public int estimateTokenCountInMessage(ChatMessage message) {
            return 1;
        }

        @Override
        public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
            int count = 0;
            for (ChatMessage message : messages) {
                count += estimateTokenCountInMessage(message);
            }
            return count;
        }
    }

    private static final class JsonStore implements ChatMemoryStore {

        private final Map<Object, String> stored = new ConcurrentHashMap<>();

        @Override
        public List<ChatMessage> getMessages(Object memory) {
            return ChatMessageDeserializer.messagesFromJson(stored.getOrDefault(memory, "[]"));
        }

        @Override
        public void updateMessages(Object memory, List<ChatMessage> messages) {
            stored.put(memory, ChatMessageSerializer.messagesToJson(messages));
        }

        @Override
        public void deleteMessages(Object memory) {
            stored.remove(memory);
        }
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void anyMemoryWillDo(Memory memory) {
        Squares squares = new Squares();
        UserMessage question = UserMessage.from("Sum?");
        String program = "sum(await asyncio.gather(*[square(i) for i in range(20)]))";
        AiMessage spoken = AiMessage.from(
                "I compute.",
                List.of(ToolExecutionRequest.builder()
                        .id("spoken")
                        .name("execute_python")
                        .arguments("{\"code\":\"await square(3)\"}")
                        .build()));
        try (CallerFixture fixture = new CallerFixture();
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .program(program)
                        .expect(request -> assertThat(request.messages()).startsWith(question))
                        .expect(request -> assertThat(lastResults(request)).containsExactly("2470"))
                        .message(spoken)
                        .expect(request -> assertThat(request.messages())
                                .startsWith(question)
                                .contains(spoken))
                        .expect(request -> assertThat(lastResults(request)).containsExactly("9"))
                        .answer("2470.")
                        .expect(request -> assertThat(request.messages()).endsWith(UserMessage.from("Again?")))
                        .program(program)
                        .expect(request -> assertThat(request.messages()).contains(UserMessage.from("Again?")))
                        .expect(request -> assertThat(lastResults(request)).containsExactly("2470"))
                        .answer("Still 2470.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            AiServices<Assistant> services =
                    AiServices.builder(Assistant.class).chatModel(model).tools(squares);
            ChatMemory chatMemory = memory.create();
            Assistant assistant = (chatMemory == null ? services : services.chatMemory(chatMemory)).build();
            assertThat(assistant.ask("Sum?")).isEqualTo("2470.");
            assertThat(assistant.ask("Again?")).isEqualTo("Still 2470.");
        }
        assertThat(squares.calls).hasValue(41);
    }

    @Test
    void servicesWithDifferentToolsOfOneNameDoNotMix() {
        try (CallerFixture fixture = new CallerFixture();
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(request -> assertThat(description(request)).contains("The square of a number"))
                        .program("x = await square(2)\nprint(x)")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("4"))
                        .answer("4")
                        .expect(request -> assertThat(description(request)).contains("that is a cube"))
                        .program("print('x' in globals(), await square(2))")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("False 8"))
                        .answer("8")
                        .program("print(x, await square(3))")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("4 9"))
                        .answer("9")
                        .build();
                PtcChatModel model = fixture.model(script)
                        .sessionScope(SessionScope.CONVERSATION)
                        .build()) {
            Assistant squares = service(model, new Squares());
            Assistant cubes = service(model, new Cubes());
            assertThat(squares.ask("2?")).isEqualTo("4");
            assertThat(cubes.ask("2?")).isEqualTo("8");
            assertThat(squares.ask("3?")).isEqualTo("9");
        }
    }

    private static String description(ChatRequest request) {
        return request.toolSpecifications().get(0).description();
    }

    private static Assistant service(ChatModel model, Object tools) {
        return AiServices.builder(Assistant.class)
                .chatModel(model)
                .tools(tools)
                .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                .build();
    }

    @Test
    void aForcedToolIsForcedUntilTheFirstProgramHasEnded() {
        try (CallerFixture fixture = new CallerFixture();
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .expect(request -> assertThat(request.toolChoice()).isEqualTo(ToolChoice.REQUIRED))
                        .program("print(await square(2))")
                        .expect(request -> assertThat(request.toolChoice()).isEqualTo(ToolChoice.AUTO))
                        .answer("4")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .tools(new Squares())
                    .chatRequestTransformer(request -> ChatRequest.builder()
                            .messages(request.messages())
                            .toolSpecifications(request.toolSpecifications())
                            .toolChoice(ToolChoice.REQUIRED)
                            .build())
                    .build();
            assertThat(assistant.ask("2?")).isEqualTo("4");
        }
    }

    static final class Personal {

        @Tool("What somebody has")
        String mine(String what, @ToolMemoryId int memory) {
            return what + " of " + memory;
        }
    }

    /** Answers with what its programs printed; the second program of a conversation uses a variable of the first. */
    private static final ChatModel ECHO = new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            List<ChatMessage> messages = request.messages();
            ChatMessage last = messages.get(messages.size() - 1);
            if (last instanceof ToolExecutionResultMessage result) {
                return response(AiMessage.from(result.text()));
            }
            return response(AiMessage.from(ToolExecutionRequest.builder()
                    .id("c" + messages.size())
                    .name("execute_python")
                    .arguments("{\"code\":\"" + ((UserMessage) last).singleText() + "\"}")
                    .build()));
        }

        private ChatResponse response(AiMessage message) {
            return ChatResponse.builder().aiMessage(message).build();
        }
    };

    @Test
    void manyConversationsOnOneModelDoNotMix() throws Exception {
        Limits eight = Limits.builder().sessions(8).build();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (CallerFixture fixture = new CallerFixture(eight, ToolCatalog.builder());
                PtcChatModel model = fixture.model(ECHO)
                        .sessionScope(SessionScope.CONVERSATION)
                        .build()) {
            Member member = AiServices.builder(Member.class)
                    .chatModel(model)
                    .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                    .tools(new Personal())
                    .build();
            List<Future<?>> conversations = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int id = i;
                conversations.add(threads.submit(() -> {
                    assertThat(member.ask(id, "x = [" + id + "]; print(await mine('bread'), x[0])"))
                            .isEqualTo("bread of " + id + " " + id);
                    if (id % 10 > 0) {
                        return;
                    }
                    assertThat(member.ask(id, "print(globals().get('x', ['gone'])[0], await mine('wine'))"))
                            .endsWith(" wine of " + id)
                            .containsPattern("(^|\\n)(" + id + "|gone) wine");
                }));
            }
            for (Future<?> conversation : conversations) {
                conversation.get(120, TimeUnit.SECONDS);
            }
            assertThat(fixture.openSessions()).isLessThanOrEqualTo(8);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void abandonedProgramsLeaveNothing() {
        try (CallerFixture fixture = new CallerFixture();
                PtcChatModel model = fixture.model(ECHO)
                        .maxSuspended(4)
                        .pauseTime(Duration.ofMillis(100))
                        .build()) {
            for (int i = 0; i < 40; i++) {
                Caller caller = new Caller(model);
                assertThat(caller.begin("print(await square(" + i + "))").hasToolExecutionRequests())
                        .isTrue();
            }
            fixture.awaitSessions(0);
        }
    }
}
