package io.github.langchain4j.ptc.agentcore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.testkit.agentcore.AgentCoreEmulator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How programs go in steps: what each costs, and what they notice of it, which is nothing. */
abstract class StepsFixture extends EmulatorFixture {

    private static final String PRICES = """
            def with_tax(price, rate=0.19):
                return round(price * (1 + rate), 2)
            """;

    StepsFixture(UnaryOperator<AgentCoreEmulator.Builder> options) {
        super(options, sandbox -> sandbox.preload("prices", PRICES, "prices with tax"));
    }

    @Test
    void aProgramWithoutCallsIsOneStep() throws InterruptedException {
        try (Session session = engine.open()) {
            assertThat(steps(session, "print('x')\n6 * 7", "42")).isEqualTo(1);
        }
    }

    @Test
    void aHundredCallsAtOnceAreTwoStepsHoweverTheyEnd() throws InterruptedException {
        try (Session session = engine.open()) {
            String code = "sum(await asyncio.gather(*(slow(n %% %d, n) for n in range(100))))";
            assertThat(steps(session, code.formatted(60), "4950")).isEqualTo(2);
            assertThat(steps(session, code.formatted(1), "4950")).isEqualTo(2);
            assertThat(programs.calls).hasSize(200);
        }
    }

    @Test
    void callsOneAfterTheOtherAreAStepEach() throws InterruptedException {
        try (Session session = engine.open()) {
            assertThat(steps(session, "sum(echo(n) for n in range(300))", "44850"))
                    .isEqualTo(301);
            assertThat(steps(session, "sum([await echo(n) for n in range(50)])", "1225"))
                    .isEqualTo(51);
        }
    }

    @Test
    void aBatchThatIsAnsweredWhileItIsTakenIsStillOne() throws InterruptedException {
        try (Session session = engine.open()) {
            assertThat(steps(session, """
                    first = await asyncio.gather(*(echo(n) for n in range(50)))
                    second = await asyncio.gather(*(echo(n) for n in first))
                    sum(second)
                    """, "1225")).isEqualTo(3);
        }
    }

    @Test
    void aPreloadedModuleRunsInsideWithoutARequest() throws InterruptedException {
        try (Session session = engine.open()) {
            assertThat(steps(session, "import prices\nsum(prices.with_tax(n) for n in range(0, 500, 100))", "1190.0"))
                    .isEqualTo(1);
        }
    }

    @Test
    void whoeverIsDoneFirstIsSeenFirst() throws InterruptedException {
        assertThat(returned("""
                order = []
                for done in asyncio.as_completed([slow(900, 'c'), slow(10, 'a'), slow(450, 'b')]):
                    order.append(await done)
                ''.join(order)
                """)).isEqualTo("abc");
    }

    @Test
    void aTimeoutOfTheProgramIsItsOwn() throws InterruptedException {
        assertThat(returned("""
                import time
                began = time.monotonic()
                try:
                    await asyncio.wait_for(slow(20_000, 1), 0.2)
                    told = 'late'
                except asyncio.TimeoutError:
                    told = 'gave up'
                f'{told} {time.monotonic() - began < 10} {await echo(2)}'
                """)).isEqualTo("gave up True 2");
    }

    @Test
    void threadsCallAndWaitWhileAnotherComputes() throws InterruptedException {
        assertThat(returned("""
                import threading
                stop = threading.Event()
                def spin():
                    while not stop.is_set():
                        pass
                spinner = threading.Thread(target=spin)
                spinner.start()
                found = [echo(n) for n in range(5)]
                stop.set()
                spinner.join()
                str(found)
                """)).isEqualTo("[0, 1, 2, 3, 4]");
    }

    @Test
    void aThreadThatSeemedToRestIsFoundCalling() throws InterruptedException {
        assertThat(returned("""
                import threading, time
                def later():
                    time.sleep(0.5)
                    found.append(echo('from the thread'))
                    release.set()
                found, release = [], threading.Event()
                thread = threading.Thread(target=later)
                thread.start()
                first = asyncio.ensure_future(slow(30_000, 'never'))
                await asyncio.to_thread(release.wait)
                thread.join()
                first.cancel()
                found[0]
                """)).isEqualTo("from the thread");
    }

    @Test
    void whatIsPrintedIsShownWhileTheProgramRuns() throws InterruptedException {
        try (Session session = engine.open()) {
            Execution execution = programs.start(session, "print('begun', flush=True)\nwhile True:\n    pass");
            Event event = execution.next(Deadline.in(Programs.PATIENCE));
            assertThat(event)
                    .isInstanceOfSatisfying(
                            Event.Printed.class,
                            printed -> assertThat(printed.text()).isEqualTo("begun\n"));
            execution.cancel(CancelReason.CALLER);
            assertThat(programs.end(execution).outcome()).isEqualTo(new Outcome.Cancelled(CancelReason.CALLER));
        }
    }

    @Test
    void answersOfMegabytesAreSplitOverRequests() throws InterruptedException {
        try (Session session = engine.open()) {
            assertThat(programs.returned(session, """
                    import random
                    texts = await asyncio.gather(*(big(3_000_000) for _ in range(3)))
                    sum(map(len, texts))
                    """)).isEqualTo("9000000");
        }
    }

    @Test
    void megabytesThatCannotBeCompressedComeOut() throws InterruptedException {
        try (Session session = engine.open()) {
            Event.Ended ended = programs.run(session, """
                    import base64, os
                    for _ in range(9):
                        print(base64.b64encode(os.urandom(75_000)).decode())
                    open('output/noise.bin', 'wb').write(os.urandom(3_000_000))
                    """);
            assertThat(ended.output()).hasSize(9 * 100_001);
            assertThat(ended.files())
                    .singleElement()
                    .satisfies(file -> assertThat(file.content()).hasSize(3_000_000));
        }
    }

    @Test
    void aProgramThatPrintsWithoutEndHitsItsLimit() throws InterruptedException {
        try (Session session = engine.open()) {
            Outcome outcome =
                    programs.run(session, "while True:\n    print('x' * 1000)").outcome();
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.LimitHit.class,
                            hit -> assertThat(hit.limit()).isEqualTo(Outcome.Limit.OUTPUT));
        }
    }

    @Test
    void theServicesOwnPythonIsOutOfSight() throws InterruptedException {
        assertThat(returned("""
                import os, sys
                os.write(1, b'<ptc:gone></ptc>')
                print('<ptc:busy></ptc>')
                str([sorted(os.environ), '_ptc_bridge' in globals(), sys.stdin.readable()])
                """)).startsWith("[['HOME', 'LANG', ").endsWith("], False, True]");
        assertThat(List.of(returned("import os\nos.getpid() == os.getsid(0)"))).containsExactly("true");
    }
}
