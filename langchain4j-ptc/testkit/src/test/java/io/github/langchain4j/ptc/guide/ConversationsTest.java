package io.github.langchain4j.ptc.guide;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The page docs/guide/conversations.md. */
@RequiresPython
class ConversationsTest extends PageFixture {

    private static final String PAGE = "conversations.md";
    private static final String GONE =
            "The session of your earlier programs had ended; this program ran in a fresh one, without their variables.";

    interface Chats {

        String chat(@MemoryId String id, @dev.langchain4j.service.UserMessage String question);
    }

    private final Map<Object, ChatMemory> memories = new ConcurrentHashMap<>();

    private ChatMemory memory(Object id) {
        return memories.computeIfAbsent(id, known -> MessageWindowChatMemory.withMaxMessages(20));
    }

    private static PtcChatModel perConversation(ChatModel model, Sandbox sandbox) {
        PtcChatModel ptc = PtcChatModel.builder()
                .model(model)
                .sandbox(sandbox)
                .tools(new Orders())
                .sessionScope(SessionScope.CONVERSATION)
                .build();
        return ptc;
    }

    @Test
    void aServicesVariablesLiveAsLongAsTheConversationOfAMemoryId() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("ann = findOrders('Ann')")
                        .answer("I have Ann's orders.")
                        .program("len(ann)")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("2"))
                        .answer("Two.")
                        .program("'ann' in globals()")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("false"))
                        .answer("Whose?")
                        .build();
                CodeExecution code = CodeExecution.of(sandbox)) {
            Chats chats = PtcAiServices.builder(Chats.class, code)
                    .chatModel(model)
                    .tools(new Orders())
                    .chatMemoryProvider(this::memory)
                    .build();
            assertThat(chats.chat("1", "Read Ann's orders")).isEqualTo("I have Ann's orders.");
            assertThat(chats.chat("1", "How many are they?")).isEqualTo("Two.");
            assertThat(chats.chat("2", "How many are they?")).isEqualTo("Whose?");
            assertThat(code.openSessions()).isEqualTo(2);
        }
        List<ChatMessage> stored = memory("1").messages();
        assertThat(stored)
                .hasSize(8)
                .filteredOn(ToolExecutionResultMessage.class::isInstance)
                .last()
                .satisfies(result ->
                        assertThat(((ToolExecutionResultMessage) result).text()).isEqualTo("2"));
        assertThat(((AiMessage) stored.get(1)).toolExecutionRequests().get(0).arguments())
                .contains("findOrders");
    }

    @Test
    void theConversationThatRestedLongestGivesWayToAnother() {
        List<String> told = new ArrayList<>();
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("a = 1")
                        .answer("Kept.")
                        .program("2")
                        .answer("Two.")
                        .program("'a' in globals()")
                        .expect(request -> told.addAll(lastResults(request)))
                        .answer("No.")
                        .build();
                CodeExecution code = CodeExecution.builder()
                        .sandbox(sandbox)
                        .limits(Limits.builder().sessions(1).build())
                        .build()) {
            Chats chats = PtcAiServices.builder(Chats.class, code)
                    .chatModel(model)
                    .tools(new Orders())
                    .chatMemoryProvider(this::memory)
                    .build();
            chats.chat("1", "Keep 1");
            chats.chat("2", "Anything");
            chats.chat("1", "Is it there?");
        }
        assertThat(told).containsExactly(GONE + "\nfalse");
    }

    @Test
    void aServiceCanStartAfreshWithEachQuestion() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("a = 1")
                        .answer("Done.")
                        .program("'a' in globals()")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("false"))
                        .answer("No.")
                        .build();
                CodeExecution code = CodeExecution.builder()
                        .sandbox(sandbox)
                        .sessionScope(SessionScope.CALL)
                        .build()) {
            Chats chats = PtcAiServices.builder(Chats.class, code)
                    .chatModel(model)
                    .tools(new Orders())
                    .chatMemoryProvider(this::memory)
                    .build();
            chats.chat("1", "Keep it");
            chats.chat("1", "Is it there?");
            assertThat(code.openSessions()).isZero();
        }
    }

    @Test
    void aModelsVariablesLiveForOneCallOrForTheConversation() {
        assertThat(secondResult(PtcChatModel.builder().sandbox(sandbox).tools(new Orders()), history -> history))
                .contains("NameError");
        assertThat(secondResult(conversation(), history -> history)).isEqualTo("1");
    }

    private static PtcChatModel.Builder conversation() {
        return PtcChatModel.builder().sandbox(sandbox).tools(new Orders()).sessionScope(SessionScope.CONVERSATION);
    }

    /** What the second question's program prints of the first one's variable. */
    private static String secondResult(
            PtcChatModel.Builder builder, java.util.function.UnaryOperator<List<ChatMessage>> store) {
        List<String> told = new ArrayList<>();
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("a = 1")
                        .answer("Kept.")
                        .program("a")
                        .expect(request -> told.addAll(lastResults(request)))
                        .answer("Well.")
                        .build();
                PtcChatModel ptc = builder.model(model).build()) {
            List<ChatMessage> history = new ArrayList<>(List.of(UserMessage.from("Keep 1 as a")));
            history.add(ptc.chat(history).aiMessage());
            history.add(UserMessage.from("What is a?"));
            ptc.chat(store.apply(history));
        }
        return told.get(0);
    }

    @Test
    void attributesSurviveSerializationAndTheirLossCostsTheVariables() {
        assertThat(secondResult(
                        conversation(),
                        history -> ChatMessageDeserializer.messagesFromJson(
                                ChatMessageSerializer.messagesToJson(history))))
                .isEqualTo("1");
        assertThat(secondResult(
                        conversation(),
                        history -> history.stream()
                                .map(message -> message instanceof AiMessage ai ? AiMessage.from(ai.text()) : message)
                                .toList()))
                .contains("NameError")
                .doesNotContain(GONE);
    }

    @Test
    void theModelSeesWhatTheCallerDoesNot() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("len(findOrders('Ann'))")
                        .answer("Two.")
                        .expect(request -> assertThat(request.messages()).hasSize(5))
                        .answer("As I said, two.")
                        .build();
                PtcChatModel ptc = perConversation(model, sandbox)) {
            ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
            memory.add(UserMessage.from("How many orders has Ann?"));
            AiMessage answer = ptc.chat(memory.messages()).aiMessage();
            memory.add(answer);
            memory.add(UserMessage.from("Really?"));
            assertThat(ptc.chat(memory.messages()).aiMessage().text()).isEqualTo("As I said, two.");
            assertThat(answer.attributes()).containsOnlyKeys("ptc");
            assertThat(memory.messages()).hasSize(3);
        }
    }

    @Test
    void aForkGetsASessionOfItsOwnAndTheModelIsTold() throws IOException {
        List<String> told = new ArrayList<>();
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("a = 1")
                        .answer("Kept.")
                        .program("a = 2")
                        .answer("Changed.")
                        .program("'a' in globals()")
                        .expect(request -> told.addAll(lastResults(request)))
                        .answer("No.")
                        .build();
                PtcChatModel ptc = perConversation(model, sandbox)) {
            UserMessage keep = UserMessage.from("Keep 1");
            AiMessage kept = ptc.chat(keep).aiMessage();
            ptc.chat(keep, kept, UserMessage.from("Make it 2"));
            ptc.chat(keep, kept, UserMessage.from("Is it there?")); // edited: not "Make it 2"
        }
        assertThat(told).containsExactly(GONE + "\nfalse");
        assertShown(PAGE, "text", GONE);
    }

    @Test
    void afterARestartTheModelKnowsItsProgramsButNotTheirVariables() {
        List<String> told = new ArrayList<>();
        UserMessage keep = UserMessage.from("Keep 1");
        AiMessage kept;
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("a = 1")
                        .answer("Kept.")
                        .build();
                PtcChatModel ptc = perConversation(model, sandbox)) {
            kept = ptc.chat(keep).aiMessage();
        }
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .expect(request ->
                                assertThat(request.messages().toString()).contains("a = 1"))
                        .program("1")
                        .expect(request -> told.addAll(lastResults(request)))
                        .answer("Gone.")
                        .build();
                PtcChatModel ptc = perConversation(model, sandbox)) {
            ptc.chat(keep, kept, UserMessage.from("Is it there?"));
        }
        assertThat(told).containsExactly(GONE + "\n1");
    }

    @Test
    void aSessionOfYourOwn() throws InterruptedException {
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .build();
                ProgramSession session = runner.open()) {
            session.run("ann = findOrders('Ann')");
            assertThat(session.run("print(len(ann))").output()).isEqualTo("2\n");
        }
    }

    interface Assistant {

        String chat(String question);
    }

    @Test
    void aWindowOfTenTakesEightCallsAtOnce() {
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        List<Integer> sizes = new ArrayList<>();
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("len(await asyncio.gather(*(findOrders('Ann') for _ in range(20))))")
                        .expect(request -> assertThat(questions(request)).containsExactly("How many?"))
                        .expect(request -> assertThat(lastResults(request)).containsExactly("20"))
                        .answer("Twenty.")
                        .build();
                PtcChatModel ptc = PtcChatModel.wrap(model, sandbox)) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(ptc)
                    .chatMemory(memory)
                    .tools(new Orders())
                    .afterToolExecution(execution -> sizes.add(memory.messages().size()))
                    .build();
            assertThat(assistant.chat("How many?")).isEqualTo("Twenty.");
        }
        assertThat(sizes).hasSize(20).allMatch(size -> size <= 10);
    }

    private static List<String> questions(ChatRequest request) {
        return request.messages().stream()
                .filter(UserMessage.class::isInstance)
                .map(message -> ((UserMessage) message).singleText())
                .toList();
    }
}
