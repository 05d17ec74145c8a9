package io.github.langchain4j.ptc.service;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.MemoryId;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many conversations at once, and what is left of them. */
@RequiresPython
@Timeout(300)
class ServiceLoadTest extends ServiceFixture {

    private static final int CONVERSATIONS = 80;

    interface Chats {

        String chat(@MemoryId int id, @dev.langchain4j.service.UserMessage String question);
    }

    static final class Desk {

        @Tool("Who asks")
        String who(@ToolMemoryId int id, String echo) {
            return id + ":" + echo;
        }
    }

    /** Asks for a program with the question's number, then answers with what it gave. */
    private static final class Echo implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            String question =
                    UserMessage.findLast(request.messages()).orElseThrow().singleText();
            List<String> results = lastResults(request);
            AiMessage message = results.isEmpty()
                    ? AiMessage.from(program(
                            "call",
                            "seen = globals().get('seen', [])\nseen.append('" + question + "')\nprint(await who(echo='"
                                    + question + "'), *seen)"))
                    : AiMessage.from(String.join(" ", results));
            return ChatResponse.builder().aiMessage(message).build();
        }
    }

    @Test
    void manyConversationsAtOnceMixNothing() throws Exception {
        ExecutorService askers = Executors.newFixedThreadPool(32);
        ExecutorService tools = Executors.newFixedThreadPool(4);
        CodeExecution many = CodeExecution.builder()
                .sandbox(sandbox)
                .limits(Limits.builder()
                        .sessions(CONVERSATIONS)
                        .startTime(Duration.ofMinutes(4))
                        .build())
                .build();
        try {
            Chats chats = PtcAiServices.builder(Chats.class, many)
                    .chatModel(new Echo())
                    .tools(new Desk())
                    .executeToolsConcurrently(tools)
                    .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                    .build();
            List<Future<?>> conversations = IntStream.range(0, CONVERSATIONS)
                    .<Future<?>>mapToObj(id -> askers.submit(() -> {
                        String first = "q" + id + "a";
                        String second = "q" + id + "b";
                        assertThat(chats.chat(id, first)).isEqualTo(id + ":" + first + " " + first);
                        assertThat(chats.chat(id, second)).isEqualTo(id + ":" + second + " " + first + " " + second);
                    }))
                    .toList();
            for (Future<?> conversation : conversations) {
                conversation.get();
            }
        } finally {
            askers.shutdownNow();
            tools.shutdownNow();
            many.close();
        }
        awaitNoSessions(many);
    }

    @Test
    void moreConversationsThanSessionsTakeTurns() throws Exception {
        CodeExecution few = CodeExecution.builder()
                .sandbox(sandbox)
                .limits(Limits.builder().sessions(2).build())
                .build();
        ExecutorService askers = Executors.newFixedThreadPool(6);
        try {
            Chats chats = PtcAiServices.builder(Chats.class, few)
                    .chatModel(new Echo())
                    .tools(new Desk())
                    .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                    .build();
            List<Future<String>> answers = IntStream.range(0, 12)
                    .mapToObj(id -> askers.submit(() -> chats.chat(id, "q" + id)))
                    .toList();
            for (int id = 0; id < answers.size(); id++) {
                assertThat(answers.get(id).get()).isEqualTo(id + ":q" + id + " q" + id);
            }
            assertThat(few.openSessions()).isLessThanOrEqualTo(2);
        } finally {
            askers.shutdownNow();
            few.close();
        }
    }

    @Test
    void whatIsClosedRunsNoMoreProgramsAndLeavesNoThreads() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        CodeExecution closing = CodeExecution.of(sandbox);
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("1")
                .answer("One.")
                .program("2")
                .build()) {
            Assistant assistant = PtcAiServices.builder(Assistant.class, closing)
                    .chatModel(script)
                    .tools(new Desk())
                    .build();
            assistant.chat("One?");
            closing.close();
            assertThatThrownBy(() -> assistant.chat("Two?"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
        sandbox.close();
        for (Thread thread : Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.getName().startsWith("ptc-"))
                .collect(Collectors.toSet())) {
            thread.join();
        }
    }
}
