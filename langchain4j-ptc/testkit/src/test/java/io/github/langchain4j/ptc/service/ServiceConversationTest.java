package io.github.langchain4j.ptc.service;

import static io.github.langchain4j.ptc.faces.Face.CODE_TOOL;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.memory.ChatMemoryAccess;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.faces.Cell;
import io.github.langchain4j.ptc.faces.Feature;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long variables live, and when the model is told that they are gone. */
@RequiresPython
@Timeout(60)
class ServiceConversationTest extends ServiceFixture {

    private static final String GONE = "The session of your earlier programs had ended";

    interface Chats extends ChatMemoryAccess {

        @SystemMessage("You are brief.")
        String chat(@MemoryId String id, @UserMessage String question);
    }

    static final class Sums {

        @Tool("Adds one")
        int succ(int number) {
            return number + 1;
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

    private final JsonStore store = new JsonStore();

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.VARIABLES,
            says = "yes, for a memory id; with `SessionScope.CALL`, or without a memory, for one question")
    void aLaterQuestionFindsTheVariablesOfAnEarlierOneOfItsMemoryId() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("x = succ(41)")
                .answer("Kept.")
                .program("x")
                .expect(request -> assertThat(lastResults(request)).containsExactly("42"))
                .answer("42.")
                .program("x")
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .contains("NameError"))
                .answer("Unknown.")
                .build()) {
            Chats chats = service(script, 20);
            chats.chat("1", "Keep it");
            chats.chat("1", "What is it?");
            chats.chat("2", "What is it?");
        }
    }

    @Test
    void servicesThatShareMemoryIdsShareNoSession() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("x = succ(41)")
                .answer("Kept.")
                .program("'x' in globals()")
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .startsWith(GONE)
                        .endsWith("false"))
                .answer("No.")
                .build()) {
            service(script, 20).chat("1", "Keep it");
            service(script, 20).chat("1", "Is it there?");
        }
    }

    @Test
    void aMemoryThatDroppedOldMessagesKeepsTheSession() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("x = succ(41)")
                .answer("Kept.")
                .answer("a")
                .answer("b")
                .answer("c")
                .expect(request -> assertThat(lastResults(request)).isEmpty())
                .program("x")
                .expect(request -> assertThat(request.messages()).hasSizeLessThanOrEqualTo(6))
                .expect(request -> assertThat(lastResults(request)).containsExactly("42"))
                .answer("42.")
                .build()) {
            Chats chats = service(script, 6);
            chats.chat("1", "Keep it");
            chats.chat("1", "a?");
            chats.chat("1", "b?");
            chats.chat("1", "c?");
            chats.chat("1", "What is it?");
        }
    }

    @Test
    void aMemoryThatWasClearedBeginsANewConversation() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("x = succ(41)")
                .answer("Kept.")
                .program("'x' in globals()")
                .expect(request -> assertThat(lastResults(request)).containsExactly("false"))
                .answer("No.")
                .build()) {
            Chats chats = service(script, 20);
            chats.chat("1", "Keep it");
            chats.getChatMemory("1").clear();
            chats.chat("1", "Is it there?");
        }
        assertThat(code.openSessions()).isEqualTo(1);
    }

    @Test
    void aConversationThatGoesOnFromAnEarlierPointGetsAFreshSessionAndIsTold() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("x = succ(41)")
                .answer("Kept.")
                .program("x = succ(x)")
                .answer("Raised.")
                .program("'x' in globals()")
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .startsWith(GONE)
                        .endsWith("false"))
                .answer("No.")
                .program("'x' in globals()")
                .expect(request -> assertThat(lastResults(request)).containsExactly("false"))
                .answer("Still not.")
                .build()) {
            Chats chats = service(script, 20);
            chats.chat("1", "Keep it");
            List<ChatMessage> earlier = List.copyOf(chats.getChatMemory("1").messages());
            chats.chat("1", "Raise it");
            ChatMemory memory = chats.getChatMemory("1");
            memory.clear();
            earlier.forEach(memory::add);
            chats.chat("1", "Is it there?");
            chats.chat("1", "And now?");
        }
    }

    @Test
    void aNewServiceOnTheSameMemoryTellsThatVariablesAreGone() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("x = succ(41)")
                .answer("Kept.")
                .program("'x' in globals()")
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .startsWith(GONE))
                .program("'x' in globals()")
                .expect(request -> assertThat(lastResults(request)).containsExactly("false"))
                .answer("No.")
                .build()) {
            try (CodeExecution before = CodeExecution.of(sandbox)) {
                service(before, script, 20).chat("1", "Keep it");
            }
            service(script, 20).chat("1", "Is it there?");
        }
    }

    @Test
    void aSessionThatEndedWithItsProgramIsToldOnce() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("import os; os._exit(3)")
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .endsWith("The next program starts in a fresh session, without the variables and files of this"
                                + " one."))
                .answer("Lost.")
                .program("'x' in globals()")
                .expect(request -> assertThat(lastResults(request)).containsExactly("false"))
                .answer("No.")
                .build()) {
            Chats chats = service(script, 20);
            chats.chat("1", "Keep it");
            chats.chat("1", "Is it there?");
        }
    }

    @Test
    void whenAnotherConversationNeedsThePlaceTheModelIsTold() {
        CodeExecution one = CodeExecution.builder()
                .sandbox(sandbox)
                .limits(Limits.builder().sessions(1).build())
                .build();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("x = succ(41)")
                .answer("Kept.")
                .program("y = succ(41)")
                .answer("Kept.")
                .program("'x' in globals()")
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .startsWith(GONE))
                .answer("No.")
                .build()) {
            Chats chats = service(one, script, 20);
            chats.chat("1", "Keep it");
            chats.chat("2", "Keep it");
            chats.chat("1", "Is it there?");
        }
        one.close();
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.VARIABLES,
            says = "yes, for a memory id; with `SessionScope.CALL`, or without a memory, for one question")
    void withTheScopeOfACallEachQuestionStartsAfresh() {
        CodeExecution perCall = CodeExecution.builder()
                .sandbox(sandbox)
                .sessionScope(SessionScope.CALL)
                .build();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("x = succ(41)")
                .program("x")
                .expect(request -> assertThat(lastResults(request)).containsExactly("42"))
                .answer("Kept.")
                .program("'x' in globals()")
                .expect(request -> assertThat(lastResults(request)).containsExactly("false"))
                .answer("No.")
                .build()) {
            Chats chats = service(perCall, script, 20);
            chats.chat("1", "Keep it");
            awaitNoSessions(perCall);
            chats.chat("1", "Is it there?");
            awaitNoSessions(perCall);
        }
        perCall.close();
    }

    @Test
    void aServiceWithoutMemoryClosesItsSessionWhenItFails() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("x = succ(41)")
                .failure(new InvalidRequestException("model down"))
                .build()) {
            Assistant assistant = PtcAiServices.builder(Assistant.class, code)
                    .chatModel(script)
                    .tools(new Sums())
                    .build();
            assertThatThrownBy(() -> assistant.chat("Keep it")).hasMessage("model down");
        }
        awaitNoSessions(code);
    }

    @Test
    @Cell(face = CODE_TOOL, feature = Feature.CHAT_MEMORY, says = "each program and its result")
    void theMemoryHoldsTheProgramAndItsResult() {
        try (ScriptedChatModel script =
                ScriptedChatModel.builder().program("succ(41)").answer("42.").build()) {
            Chats chats = service(script, 20);
            chats.chat("1", "What follows 41?");
            assertThat(chats.getChatMemory("1").messages())
                    .extracting(message -> message.type().name())
                    .containsExactly("SYSTEM", "USER", "AI", "TOOL_EXECUTION_RESULT", "AI");
        }
    }

    private Chats service(ChatModel model, int window) {
        return service(code, model, window);
    }

    private Chats service(CodeExecution code, ChatModel model, int window) {
        return PtcAiServices.builder(Chats.class, code)
                .chatModel(model)
                .tools(new Sums())
                .chatMemoryProvider(id -> MessageWindowChatMemory.builder()
                        .id(id)
                        .maxMessages(window)
                        .chatMemoryStore(store)
                        .build())
                .build();
    }
}
