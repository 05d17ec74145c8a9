package io.github.langchain4j.ptc.caller;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often programs wait for the caller, what goes out each time, and what time does meanwhile. */
@RequiresPython
class PausesTest {

    interface Assistant {
        Result<String> ask(String question);
    }

    static final class Counter {

        int calls;

        @Tool("The square of a number")
        int square(int number) {
            calls++;
            return number * number;
        }
    }

    private static final String SEQUENTIAL = """
            done = 0
            try:
                for i in range(101):
                    await square(i)
                    done += 1
            except ToolError as error:
                print(error)
            print(done, "calls")""";

    @ParameterizedTest
    @CsvSource({"50, 100", "8, 10", "0, 1"})
    void thePauseTooManyRaisesInTheProgramBeforeTheCallersLimitDoes(int maxPauses, int callersLimit) throws Exception {
        Counter counter = new Counter();
        try (CallerFixture fixture = new CallerFixture();
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .program(SEQUENTIAL)
                        .expect(request -> assertThat(lastResults(request))
                                .singleElement()
                                .asString()
                                .contains("sent out " + maxPauses + " times", "asyncio.gather", maxPauses + " calls"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script).maxPauses(maxPauses).build()) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .tools(counter)
                    .maxSequentialToolsInvocations(callersLimit)
                    .build();
            assertThat(assistant.ask("Squares?").content()).isEqualTo("Done.");
        }
        assertThat(counter.calls).isEqualTo(maxPauses);
    }

    @Test
    void aProgramThatNeverStopsCallingIsEnded() throws Exception {
        try (CallerFixture fixture = new CallerFixture(
                        Limits.builder().computeTime(Duration.ofSeconds(1)).build(), ToolCatalog.builder());
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("while True:\n    try:\n        await square(1)\n    except ToolError:\n        pass")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).contains("compute time"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script).maxPauses(3).build()) {
            Caller caller = new Caller(model);
            assertThat(caller.ask("Squares?")).isEqualTo("Done.");
            assertThat(caller.executed).hasSize(3);
        }
    }

    @Test
    void thePausesOfAllProgramsOfAQuestionCountTogether() throws Exception {
        try (CallerFixture fixture = new CallerFixture();
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print(await square(1))")
                        .program("print(await square(2))")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).contains("sent out 1 times"))
                        .answer("Done.")
                        .program("print(await square(3))")
                        .answer("Done again.")
                        .build();
                PtcChatModel model = fixture.model(script).maxPauses(1).build()) {
            Caller caller = new Caller(model);
            assertThat(caller.ask("Squares?")).isEqualTo("Done.");
            assertThat(caller.ask("Again?")).isEqualTo("Done again.");
            assertThat(caller.executed).containsExactly("square 1", "square 3");
        }
    }

    @Test
    void aThousandCallsAtOnceGoOutEightByEight() throws Exception {
        try (CallerFixture fixture = new CallerFixture();
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print(sum(await asyncio.gather(*[square(1) for _ in range(1000)])))")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("1000"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script).maxPauses(200).build()) {
            Caller caller = new Caller(model);
            List<Integer> sizes = new ArrayList<>();
            AiMessage message = caller.begin("Squares?");
            while (message.hasToolExecutionRequests()) {
                sizes.add(message.toolExecutionRequests().size());
                caller.execute();
                message = caller.send();
            }
            assertThat(sizes).hasSize(125).containsOnly(8);
            assertThat(caller.executed).hasSize(1000);
        }
    }

    @Test
    void aThousandCallsAtOnceWithTooFewPausesAreAnErrorInTheProgram() throws Exception {
        try (CallerFixture fixture = new CallerFixture();
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .program(
                                "r = await asyncio.gather(*[square(1) for _ in range(1000)], return_exceptions=True)\n"
                                        + "print(sum(x for x in r if isinstance(x, int)), sum(isinstance(x, ToolError) for x in r))")
                        .expect(request -> assertThat(lastResults(request)).containsExactly("400 600"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            assertThat(caller.ask("Squares?")).isEqualTo("Done.");
            assertThat(caller.executed).hasSize(400);
        }
    }

    private static void plays(String program, String result, int executed) throws Exception {
        try (CallerFixture fixture = new CallerFixture();
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .program(program)
                        .expect(request -> assertThat(lastResults(request)).containsExactly(result))
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            AiMessage message = caller.begin("Squares?");
            while (message.hasToolExecutionRequests()) {
                Thread.sleep(200); // longer than the timers of the programs
                caller.execute();
                message = caller.send();
            }
            assertThat(message.text()).isEqualTo("Done.");
            assertThat(caller.executed).hasSize(executed);
        }
    }

    @Test
    void timersStandStillWhileTheCallerWorks() throws Exception {
        plays("print(await asyncio.wait_for(square(2), 0.05))", "4", 1);
    }

    @Test
    void aCallThatTheProgramGivesUpDoesNotDisturbTheOthers() throws Exception {
        plays("""
                one = asyncio.create_task(square(2))
                two = asyncio.create_task(square(3))
                await asyncio.sleep(0)
                one.cancel()
                print(await two)""", "9", 1);
    }

    @Test
    void aProgramMayEndWhileItsCallsAreOut() throws Exception {
        plays("""
                asyncio.create_task(square(2))
                print(await square(3), "end")""", "9 end", 2);
    }

    @Test
    void callsOfThreadsGoOut() throws Exception {
        plays("""
                from concurrent.futures import ThreadPoolExecutor
                with ThreadPoolExecutor(4) as pool:
                    print(sum(pool.map(square, range(4))))""", "14", 4);
    }

    @Test
    void callsOfAProgramThatIsNeverIdleGoOut() throws Exception {
        plays("""
                call = asyncio.create_task(square(2))
                while not call.done():
                    await asyncio.sleep(0)
                print(call.result())""", "4", 1);
    }

    @Test
    void aProgramThatComputesWhileItsCallsAreOutIsEndedByItsComputeTime() throws Exception {
        Limits limits = Limits.builder().computeTime(Duration.ofSeconds(3)).build();
        try (CallerFixture fixture = new CallerFixture(limits, ToolCatalog.builder());
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("""
                                import threading
                                def burn():
                                    while True:
                                        pass
                                threading.Thread(target=burn, daemon=True).start()
                                square(2)""")
                        .expect(request -> assertThat(lastResults(request))
                                .singleElement()
                                .asString()
                                .containsAnyOf("compute time", "result of this program is not known"))
                        .answer("It burnt.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            caller.begin("Square?");
            fixture.awaitSessions(0); // while the caller takes its time
            caller.execute();
            assertThat(caller.send().text()).isEqualTo("It burnt.");
        }
    }

    @Test
    void aBlockingCallOutsideOfALoopGoesOut() throws Exception {
        plays("def f():\n    return square(2) + square(3)\nprint(f())", "13", 2);
    }

    @Test
    void eachResponseTellsTheTokensSinceThePreviousOne() throws Exception {
        try (CallerFixture fixture = new CallerFixture();
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .usage(new TokenUsage(100, 10))
                        .program("print(await square(1))\nprint(await square(2))")
                        .usage(new TokenUsage(200, 20))
                        .program("x = 1")
                        .usage(new TokenUsage(400, 40))
                        .program("print(await square(3))")
                        .usage(new TokenUsage(800, 80))
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .tools(new Counter())
                    .build();
            Result<String> result = assistant.ask("Squares?");
            assertThat(result.tokenUsage()).isEqualTo(new TokenUsage(1500, 150, 1650));
            assertThat(result.toolExecutions()).hasSize(3);
            assertThat(result.intermediateResponses())
                    .extracting(response -> response.tokenUsage().inputTokenCount())
                    .containsExactly(100, 0, 600);
        }
    }
}
