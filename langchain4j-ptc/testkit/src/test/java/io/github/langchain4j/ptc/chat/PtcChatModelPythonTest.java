package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.faces.Cell;
import io.github.langchain4j.ptc.faces.Face;
import io.github.langchain4j.ptc.faces.Feature;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Decorated models whose programs really run. */
class PtcChatModelPythonTest {

    record Expense(String category, double amount) {}

    static final class Expenses {

        final Queue<String> asked = new ConcurrentLinkedQueue<>();

        @Tool("Members of a team")
        List<String> members(String team) {
            return List.of("Ann", "Bob", "Eve");
        }

        @Tool("Expenses of a person")
        List<Expense> expenses(String person) {
            asked.add(person);
            if (person.equals("nobody")) {
                throw new IllegalArgumentException("There is no such person");
            }
            return List.of(new Expense("travel", person.length() * 100.5), new Expense("meals", 10));
        }
    }

    private static LocalPythonSandbox sandbox;

    private final Expenses expenses = new Expenses();

    @BeforeAll
    static void start() {
        assumeTrue(LocalPythonSandbox.isAvailable(), "no Python on this machine");
        sandbox = new LocalPythonSandbox();
    }

    @AfterAll
    static void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private PtcChatModel.Builder decorated(ChatModel model) {
        return PtcChatModel.builder().model(model).sandbox(sandbox).tools(expenses);
    }

    @Test
    void aProgramCallsToolsAndOnlyItsOutputReachesTheModel() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("""
                                people = await members("x")
                                lists = await asyncio.gather(*(expenses(p) for p in people))
                                total = sum(e["amount"] for l in lists for e in l if e["category"] == "travel")
                                print(f"{len(people)} people")
                                total""")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("3 people\nResult: 904.5"))
                        .answer("904.5")
                        .build();
                PtcChatModel model = decorated(script).build()) {
            assertThat(model.chat("How much?")).isEqualTo("904.5");
        }
        assertThat(expenses.asked).containsExactlyInAnyOrder("Ann", "Bob", "Eve");
    }

    @Test
    @Cell(
            face = Face.IN_PROCESS,
            feature = Feature.VARIABLES,
            says = "no: for one `chat`, whatever number of programs it takes")
    void variablesLastForOneCallOfTheModel() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("a = 1", "a += 1")
                        .program("print(a)")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("2"))
                        .answer("2")
                        .program("print(a)")
                        .expect(request -> assertThat(lastResults(request).get(0))
                                .contains("NameError", "'a'", "line 1", "print(a)"))
                        .answer("?")
                        .build();
                PtcChatModel model = decorated(script).build()) {
            ChatResponse first = model.chat(UserMessage.from("Go"));
            model.chat(UserMessage.from("Go"), first.aiMessage(), UserMessage.from("Again"));
        }
    }

    @Test
    void errorsComeWithWhatWasPrintedAndTheProgramsOwnLines() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("""
                                print("before")
                                def total(person):
                                    return sum(e["amount"] for e in expenses(person))
                                total("nobody")
                                print("after")""", "print('not run')")
                        .expect(request -> {
                            assertThat(lastResults(request).get(0))
                                    .contains("before", "ToolError", "There is no such person", "line 4")
                                    .doesNotContain("after", "runner");
                            assertThat(lastResults(request).get(1)).contains("Not run", "program 1");
                        })
                        .answer("Sorry.")
                        .build();
                PtcChatModel model = decorated(script).build()) {
            model.chat("Go");
        }
    }

    @Test
    void aProgramThatDoesNotEndIsEndedAndTheNextStartsAfresh() {
        Limits limits = Limits.builder().computeTime(Duration.ofMillis(500)).build();
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("a = 1\nprint('begun', flush=True)\nwhile True: pass")
                        .expect(request -> assertThat(lastResults(request).get(0))
                                .contains("begun", "compute time", "fresh session"))
                        .program("'a' in globals()")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("false"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = decorated(script).limits(limits).build()) {
            assertThat(model.chat("Go")).isEqualTo("Done.");
        }
    }

    @Test
    void largeOutputIsCutForTheModel() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print('first', 'x' * 100_000, 'last')")
                        .expect(request -> assertThat(lastResults(request).get(0))
                                .startsWith("first")
                                .endsWith("last")
                                .contains("100,011")
                                .hasSizeLessThanOrEqualTo(1_000))
                        .answer("Done.")
                        .build();
                PtcChatModel model = decorated(script).outputCharacters(1_000).build()) {
            model.chat("Go");
        }
    }

    @Test
    @Cell(face = Face.IN_PROCESS, feature = Feature.PARALLEL, says = "yes, with `executeToolsConcurrently(executor)`")
    void toolCallsOverlapOnAnExecutor() {
        CyclicBarrier together = new CyclicBarrier(3);
        Object meeting = new Object() {
            @Tool("Returns when three are there")
            String meet(String person) throws Exception {
                together.await(30, TimeUnit.SECONDS);
                return person;
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("await asyncio.gather(meet('a'), meet('b'), meet('c'))")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("[\"a\",\"b\",\"c\"]"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = PtcChatModel.builder()
                        .model(script)
                        .sandbox(sandbox)
                        .tools(meeting)
                        .executeToolsConcurrently(threads)
                        .build()) {
            model.chat("Go");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void oneModelServesManyThreads() throws Exception {
        Map<String, String> programs = Map.of("a", "x = 'a'", "b", "x = 'b'", "c", "x = 'c'", "d", "x = 'd'");
        ChatModel writer = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                String who =
                        UserMessage.findLast(request.messages()).orElseThrow().singleText();
                long rounds = request.messages().stream()
                        .filter(AiMessage.class::isInstance)
                        .count();
                AiMessage message = rounds == 0
                        ? AiMessage.from(LoopFixture.code("c1", programs.get(who)))
                        : rounds == 1
                                ? AiMessage.from(LoopFixture.code("c2", "x * 3"))
                                : AiMessage.from(lastResults(request).get(0));
                return ChatResponse.builder().aiMessage(message).build();
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (PtcChatModel model = decorated(writer).build()) {
            List<String> who = IntStream.range(0, 24)
                    .mapToObj(i -> String.valueOf("abcd".charAt(i % 4)))
                    .toList();
            List<Future<String>> answers = who.stream()
                    .map(name -> threads.submit(() -> model.chat(name)))
                    .toList();
            for (int i = 0; i < who.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(who.get(i).repeat(3));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anInterruptEndsTheProgramAndIsPassedOn() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Queue<ProgramReport> ended = new ConcurrentLinkedQueue<>();
        PtcListener listener = new PtcListener() {
            @Override
            public void programStarted(String session, int number, String code) {
                started.countDown();
            }

            @Override
            public void programEnded(String session, ProgramReport report) {
                ended.add(report);
            }
        };
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("await asyncio.sleep(1000)")
                        .build();
                PtcChatModel model = decorated(script).listener(listener).build()) {
            Thread caller = Thread.currentThread();
            Thread interrupter = new Thread(() -> {
                try {
                    started.await();
                    caller.interrupt();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            interrupter.start();
            assertThatThrownBy(() -> model.chat("Go"))
                    .isInstanceOf(LangChain4jException.class)
                    .hasRootCauseInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            interrupter.join();
        }
        assertThat(ended)
                .singleElement()
                .extracting(ProgramReport::outcome)
                .isEqualTo(new Outcome.Cancelled(CancelReason.INTERRUPTED));
    }
}
