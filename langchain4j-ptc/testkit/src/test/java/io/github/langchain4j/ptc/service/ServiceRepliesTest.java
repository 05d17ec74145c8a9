package io.github.langchain4j.ptc.service;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several programs in one response, and responses that were cut off. */
@RequiresPython
@Timeout(60)
class ServiceRepliesTest extends ServiceFixture {

    private final List<String> calls = new CopyOnWriteArrayList<>();

    final class Notes {

        @Tool("Notes something")
        String note(String text) {
            calls.add(text);
            return text;
        }
    }

    @Test
    void aProgramOfAResponseThatWasCutOffIsNotRun() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .response(ChatResponse.builder()
                        .aiMessage(AiMessage.from(program("1", "note('a')"), program("2", "note('b')")))
                        .finishReason(FinishReason.LENGTH)
                        .build())
                .expect(request -> assertThat(lastResults(request))
                        .hasSize(2)
                        .allMatch(text -> text.startsWith("Nothing was run: your reply was cut off")))
                .program("note('c')")
                .answer("Done.")
                .build()) {
            service(script).build().chat("Do it");
        }
        assertThat(calls).containsExactly("c");
    }

    @Test
    void aProgramOfAResponseThatTheContentFilterStoppedIsNotRun() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .response(ChatResponse.builder()
                        .aiMessage(AiMessage.from(program("1", "note('a')")))
                        .finishReason(FinishReason.CONTENT_FILTER)
                        .build())
                .expect(request -> assertThat(lastResults(request).get(0)).contains("content filter stopped"))
                .answer("Sorry.")
                .build()) {
            service(script).build().chat("Do it");
        }
        assertThat(calls).isEmpty();
    }

    @Test
    void afterAProgramThatFailedTheRestOfTheResponseIsNotRun() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("note('a')", "1 / 0", "note('b')", "note('c')")
                .expect(request -> assertThat(lastResults(request))
                        .satisfiesExactly(
                                text -> assertThat(text).isEqualTo("a"),
                                text -> assertThat(text).contains("ZeroDivisionError"),
                                text -> assertThat(text).startsWith("Not run, because program 2 of this reply failed"),
                                text -> assertThat(text).startsWith("Not run, because program 2 of this reply failed")))
                .answer("Done.")
                .build()) {
            service(script).build().chat("Do it");
        }
        assertThat(calls).containsExactly("a");
    }

    @Test
    void programsOfAResponseRunInItsOrderAlsoOnAnExecutor() {
        String[] programs = IntStream.range(0, 8)
                .mapToObj(i -> i == 0 ? "seen = [note('0')]" : "seen.append(note('" + i + "')); len(seen)")
                .toArray(String[]::new);
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program(programs)
                .expect(request ->
                        assertThat(lastResults(request)).hasSize(8).endsWith("2", "3", "4", "5", "6", "7", "8"))
                .answer("Done.")
                .build()) {
            onPool(
                    4,
                    pool -> service(script)
                            .executeToolsConcurrently(pool)
                            .build()
                            .chat("Do it"));
        }
        assertThat(calls).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
    }

    @Test
    void aPoolOfOneThreadIsEnoughForProgramsAndTheirCalls() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program(
                        "a = await asyncio.gather(*[note(str(i)) for i in range(5)])",
                        "b = await asyncio.gather(*[note(str(i)) for i in range(5)]); len(a + b)")
                .expect(request -> assertThat(lastResults(request)).last().isEqualTo("10"))
                .answer("Done.")
                .build()) {
            onPool(
                    1,
                    pool -> service(script)
                            .executeToolsConcurrently(pool)
                            .build()
                            .chat("Do it"));
        }
        assertThat(calls).hasSize(10);
    }

    @Test
    void argumentsThatAreNoProgramAreAnErrorForTheModel() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .message(AiMessage.from(request("1", "execute_python", "{\"code\": 1}"), program("2", "note('a')")))
                .expect(request -> assertThat(lastResults(request))
                        .satisfiesExactly(
                                text -> assertThat(text).contains("must be a string"),
                                text -> assertThat(text).startsWith("Not run, because program 1")))
                .answer("Done.")
                .build()) {
            service(script).build().chat("Do it");
        }
        assertThat(calls).isEmpty();
    }

    private interface UseOfPool {

        void use(Executor pool);
    }

    private static void onPool(int threads, UseOfPool use) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            use.use(pool);
        } finally {
            pool.shutdown();
            try {
                assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private AiServices<Assistant> service(ScriptedChatModel script) {
        return PtcAiServices.builder(Assistant.class, code).chatModel(script).tools(new Notes());
    }
}
