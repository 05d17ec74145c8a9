package io.github.langchain4j.ptc.service;

import static io.github.langchain4j.ptc.faces.Face.CODE_TOOL;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.exception.ToolArgumentsException;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.observability.api.listener.ToolExecutedEventListener;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.tool.ToolErrorHandlerResult;
import dev.langchain4j.service.tool.ToolExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.faces.Cell;
import io.github.langchain4j.ptc.faces.Feature;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a service does around the tools that programs call. */
@RequiresPython
@Timeout(60)
class ServiceInnerCallsTest extends ServiceFixture {

    interface Conversations {

        String chat(@MemoryId String id, @UserMessage String question, InvocationParameters parameters);
    }

    static final class Desk {

        @Tool("Who asks")
        String who(@ToolMemoryId String id, InvocationParameters parameters, InvocationContext context) {
            return id + " " + parameters.get("user") + " " + context.methodName();
        }

        @Tool("Halves a number")
        int half(int number) {
            if (number % 2 != 0) {
                throw new IllegalStateException(number + " is odd");
            }
            return number / 2;
        }

        @Tool("Answers where it runs")
        String thread() {
            return Thread.currentThread().getName();
        }
    }

    @Test
    @Cell(face = CODE_TOOL, feature = Feature.MEMORY_ID, says = "yes")
    @Cell(face = CODE_TOOL, feature = Feature.INVOCATION, says = "yes")
    void toolsGetMemoryIdParametersAndContext() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("await who()")
                .expect(request -> assertThat(lastResults(request)).containsExactly("7 ann chat"))
                .answer("Ann.")
                .build()) {
            PtcAiServices.builder(Conversations.class, code)
                    .chatModel(script)
                    .tools(new Desk())
                    .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                    .build()
                    .chat("7", "Who am I?", InvocationParameters.from(Map.of("user", "ann")));
        }
    }

    @Test
    @Cell(face = CODE_TOOL, feature = Feature.EVENTS, says = "yes, and for each program")
    @Cell(
            face = CODE_TOOL,
            feature = Feature.CALLBACKS,
            says = "yes, and for each program; those of a `TokenStream` too")
    void callbacksAndEventsTellOfEachCallAndOfTheProgram() {
        List<String> told = new CopyOnWriteArrayList<>();
        ToolExecutedEventListener listener = event -> told.add("event " + text(event));
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("half(4) + half(6)")
                .answer("5.")
                .build()) {
            service(script)
                    .beforeToolExecution(
                            call -> told.add("before " + call.request().name()))
                    .afterToolExecution(execution -> told.add("after " + execution.result()))
                    .registerListener(listener)
                    .build()
                    .chat("What?");
        }
        assertThat(told)
                .containsExactly(
                        "before execute_python",
                        "before half",
                        "after 2",
                        "event half 2",
                        "before half",
                        "after 3",
                        "event half 3",
                        "after 5",
                        "event execute_python 5");
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.TOOL_EXECUTIONS,
            says = "each program; its result object is a `ProgramReport` with the calls")
    void theResultHoldsTheProgramsAndTheirCalls() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("half(4) + half(6)")
                .answer("5.")
                .build()) {
            Result<String> result = service(script).build().chat("What?");
            ToolExecution execution = result.toolExecutions().get(0);
            assertThat(execution.request().name()).isEqualTo("execute_python");
            assertThat(report(execution).calls())
                    .extracting(call -> call.tool() + call.arguments())
                    .containsExactly("half{\"number\":4}", "half{\"number\":6}");
        }
    }

    @Test
    void aFailureOfAToolIsAToolErrorWithItsType() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("""
                        try:
                            half(3)
                        except ToolError as e:
                            print(e.type, "|", e)
                        """)
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .contains("IllegalStateException |")
                        .contains("3 is odd"))
                .answer("Odd.")
                .build()) {
            service(script).build().chat("What?");
        }
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.ERROR_HANDLERS,
            says = "asked: a text is a `ToolError` in the program, an exception ends the invocation")
    void aHandlerThatReturnsTextGivesTheProgramAToolErrorWithIt() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("""
                        try:
                            half(3)
                        except ToolError as e:
                            print(e)
                        """)
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .contains("Sorry: 3 is odd (half)"))
                .answer("Odd.")
                .build()) {
            service(script)
                    .toolExecutionErrorHandler((error, context) -> ToolErrorHandlerResult.text("Sorry: "
                            + error.getMessage() + " ("
                            + context.toolExecutionRequest().name() + ")"))
                    .build()
                    .chat("What?");
        }
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.ERROR_HANDLERS,
            says = "asked: a text is a `ToolError` in the program, an exception ends the invocation")
    void aHandlerThatThrowsEndsTheInvocationAndIsAskedOnce() {
        AtomicInteger asked = new AtomicInteger();
        IllegalStateException fatal = new IllegalStateException("fatal");
        try (ScriptedChatModel script = ScriptedChatModel.builder().program("""
                        try:
                            half(3)
                        except BaseException as e:
                            print("caught")
                        """).build()) {
            Assistant assistant = service(script)
                    .toolExecutionErrorHandler((error, context) -> {
                        asked.incrementAndGet();
                        throw fatal;
                    })
                    .build();
            assertThatThrownBy(() -> assistant.chat("What?")).isSameAs(fatal);
        }
        assertThat(asked).hasValue(1);
        awaitNoSessions(code);
    }

    @Test
    void aHandlerThatThrowsOnAnExecutorEndsTheInvocationToo() {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        IllegalStateException fatal = new IllegalStateException("fatal");
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("await asyncio.gather(half(4), half(3), return_exceptions=True)")
                .build()) {
            Assistant assistant = service(script)
                    .executeToolsConcurrently(pool)
                    .toolExecutionErrorHandler((error, context) -> {
                        throw fatal;
                    })
                    .build();
            assertThatThrownBy(() -> assistant.chat("What?")).isSameAs(fatal);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aCallbackThatThrowsEndsTheInvocation() {
        IllegalStateException fatal = new IllegalStateException("not this one");
        try (ScriptedChatModel script =
                ScriptedChatModel.builder().program("half(4)").build()) {
            Assistant assistant = service(script)
                    .beforeToolExecution(call -> {
                        if (call.request().name().equals("half")) {
                            throw fatal;
                        }
                    })
                    .build();
            assertThatThrownBy(() -> assistant.chat("What?")).isSameAs(fatal);
        }
    }

    @Test
    void anArgumentsHandlerIsAskedAboutArgumentsThatTheToolCannotTake() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("""
                        for text in ["a", "b"]:
                            try:
                                picky(text=text)
                            except ToolError as e:
                                print(e.type, e)
                        """)
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .contains("mend: no a")
                        .contains("mend: no b"))
                .answer("Odd.")
                .build()) {
            picky(script)
                    .toolArgumentsErrorHandler(
                            (error, context) -> ToolErrorHandlerResult.text("mend: " + error.getMessage()))
                    .build()
                    .chat("What?");
        }
    }

    @Test
    void withoutAnArgumentsHandlerTheProgramGetsAToolError() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("""
                        try:
                            picky(text="a")
                        except ToolError as e:
                            print(e.type, e)
                        """)
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .contains("IllegalArgumentException")
                        .contains("no a"))
                .answer("Odd.")
                .build()) {
            picky(script).build().chat("What?");
        }
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.PARALLEL,
            says = "yes, with `executeToolsConcurrently(executor)` of the service")
    void callsRunAsTheyArriveOnTheExecutorOfTheService() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3, task -> new Thread(task, "tools"));
        CountDownLatch together = new CountDownLatch(3);
        Object meeting = new Object() {
            @Tool("Waits for the others")
            String meet() throws InterruptedException {
                together.countDown();
                return together.await(30, TimeUnit.SECONDS)
                        ? Thread.currentThread().getName()
                        : "alone";
            }
        };
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("print(*await asyncio.gather(meet(), meet(), meet()))")
                .expect(request -> assertThat(lastResults(request)).containsExactly("tools tools tools"))
                .answer("All.")
                .build()) {
            PtcAiServices.builder(Assistant.class, code)
                    .chatModel(script)
                    .tools(meeting)
                    .executeToolsConcurrently(pool)
                    .build()
                    .chat("Meet");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void withoutAnExecutorCallsRunOnTheThreadOfTheService() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("print(set(await asyncio.gather(thread(), thread())))")
                .expect(request -> assertThat(lastResults(request))
                        .containsExactly("{'" + Thread.currentThread().getName() + "'}"))
                .answer("Here.")
                .build()) {
            service(script).build().chat("Where?");
        }
    }

    record Loop(List<Object> links) {}

    @Test
    void aResultThatCannotBeWrittenFailsInTheProgramAlone() {
        Object knots = new Object() {
            @Tool("Ties a knot")
            Loop knot() {
                List<Object> links = new ArrayList<>();
                links.add(new Loop(links));
                return new Loop(links);
            }
        };
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("""
                        try:
                            knot()
                        except ToolError as e:
                            print(e.type)
                        """)
                .expect(request -> assertThat(lastResults(request)).containsExactly("ResultError"))
                .answer("A knot.")
                .build()) {
            PtcAiServices.builder(Assistant.class, code)
                    .chatModel(script)
                    .tools(knots)
                    .build()
                    .chat("Tie it");
        }
    }

    private AiServices<Assistant> service(ScriptedChatModel script) {
        return PtcAiServices.builder(Assistant.class, code).chatModel(script).tools(new Desk());
    }

    private AiServices<Assistant> picky(ScriptedChatModel script) {
        return PtcAiServices.builder(Assistant.class, code)
                .chatModel(script)
                .tools(Map.of(specification("picky"), (request, id) -> {
                    String text = request.arguments().contains("\"a\"") ? "a" : "b";
                    throw new ToolArgumentsException(new IllegalArgumentException("no " + text));
                }));
    }

    private static String text(ToolExecutedEvent event) {
        return event.request().name() + " " + event.resultText();
    }
}
