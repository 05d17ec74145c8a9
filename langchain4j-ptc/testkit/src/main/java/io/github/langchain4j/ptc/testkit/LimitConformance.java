package io.github.langchain4j.ptc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Outcome.Limit;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Every limit ends what goes over it, and only that. */
abstract class LimitConformance extends CorpusConformance {

    private static final Duration SHORT = Duration.ofMillis(700);

    @BeforeEach
    final void countLimitTest(TestInfo test) {
        if (test.getTestMethod().orElseThrow().isAnnotationPresent(Test.class)) {
            table.ran("behaviour");
        }
    }

    @Test
    final void computeTimeEndsABusyProgramAndKeepsWhatItPrinted() throws InterruptedException {
        try (Engine limited = engine(ROOMY.toBuilder().computeTime(SHORT).build());
                Session session = limited.open()) {
            Event.Ended ended = run(session, "print('before', flush=True)\nwhile True:\n    pass");
            assertLimit(ended, Limit.COMPUTE_TIME);
            assertThat(ended.output()).isEqualTo("before\n");
            assertThat(session.isAlive()).isFalse();
            assertServes(limited);
        }
    }

    @Test
    final void computeTimeDoesNotRunWhileAProgramWaitsForTools() throws InterruptedException {
        try (Engine limited =
                engine(ROOMY.toBuilder().computeTime(Duration.ofSeconds(2)).build())) {
            assertReturned(run(limited, "await slow(2500, 'late')"), "late");
        }
    }

    @Test
    final void computeTimeDoesNotRunWhileAPlainCallBlocks() throws InterruptedException {
        try (Engine limited =
                engine(ROOMY.toBuilder().computeTime(Duration.ofSeconds(2)).build())) {
            assertReturned(run(limited, "slow(2500, 'late')"), "late");
        }
    }

    @Test
    final void wallTimeEndsAProgramWhoseToolsTakeTooLong() throws InterruptedException {
        try (Engine limited = engine(ROOMY.toBuilder().wallTime(SHORT).build())) {
            assertLimit(run(limited, "print('before')\nawait slow(100_000)"), Limit.WALL_TIME);
            assertLimit(run(limited, "slow(100_000)"), Limit.WALL_TIME);
        }
    }

    @Test
    final void noClockRunsWhileSuspended() throws InterruptedException {
        Limits tight = ROOMY.toBuilder().wallTime(Duration.ofSeconds(2)).build();
        try (Engine limited = engine(tight);
                Session session = limited.open()) {
            Execution execution = start(session, "await echo('asked')");
            CallId call = await(execution, Event.ToolCalled.class).id();
            await(execution, Event.Idle.class);
            execution.suspend(PATIENCE);
            Thread.sleep(2500);
            answer(execution, call, "answered");
            assertReturned(await(execution, Event.Ended.class), "answered");
        }
    }

    @Test
    final void aSuspensionThatIsNotResumedExpires() throws InterruptedException {
        try (Session session = engine.open()) {
            Execution execution = start(session, "await echo('asked')");
            await(execution, Event.Idle.class);
            execution.suspend(Duration.ofMillis(100));
            awaitDeath(session);
            assertLimit(await(execution, Event.Ended.class), Limit.SUSPENSION);
        }
    }

    @Test
    final void toolCallsUpToTheLimitAreServedAndNotOneMore() throws InterruptedException {
        try (Engine limited = engine(ROOMY.toBuilder().toolCalls(5).build());
                Session session = limited.open()) {
            Driver.Run exact = drive(session, "sum(echo(n) for n in range(5))");
            assertReturned(exact.ended(), "10");
            Driver.Run over = drive(session, "for n in range(6):\n    print(echo(n))");
            assertLimit(over.ended(), Limit.TOOL_CALLS);
            assertThat(over.calls()).hasSize(5);
            assertThat(over.ended().output()).isEqualTo("0\n1\n2\n3\n4\n");
        }
    }

    @Test
    final void callsInFlightAreBoundedAndTheRestWaitInsideTheProgram() throws InterruptedException {
        try (Engine limited = engine(ROOMY.toBuilder().callsInFlight(3).build());
                Session session = limited.open()) {
            Execution execution = start(session, "sum(await asyncio.gather(*(echo(n) for n in range(10))))");
            Deque<CallId> open = new ArrayDeque<>();
            int most = 0;
            for (Event event = next(execution); !(event instanceof Event.Ended); event = next(execution)) {
                if (event instanceof Event.ToolCalled call) {
                    open.add(call.id());
                    most = Math.max(most, open.size());
                } else if (event instanceof Event.Idle) {
                    answer(execution, open.remove(), 1);
                }
            }
            assertThat(most).isEqualTo(3);
            assertReturned(await(execution, Event.Ended.class), "10");
        }
    }

    @Test
    final void codeThatIsTooLongIsNotRun() throws InterruptedException {
        try (Engine limited = engine(ROOMY.toBuilder().codeBytes(1000).build());
                Session session = limited.open()) {
            assertLimit(run(session, "print('run')\n#" + "é".repeat(500)), Limit.CODE);
            assertReturned(run(session, "'fits'"), "fits");
        }
    }

    @Test
    final void outputUpToTheLimitIsKeptAndMoreEndsTheProgram() throws InterruptedException {
        try (Engine limited = engine(ROOMY.toBuilder().outputBytes(10_000).build())) {
            Event.Ended exact = run(limited, "print('é' * 4999, end='')\nprint('x', end='\\n')");
            assertThat(exact.outcome()).isInstanceOf(Outcome.Returned.class);
            assertThat(exact.usage().outputBytes()).isEqualTo(10_000);
            Event.Ended over = run(limited, "print('begin')\nwhile True:\n    print('x' * 99)");
            assertLimit(over, Limit.OUTPUT);
            assertThat(over.output()).startsWith("begin\n").hasSizeLessThanOrEqualTo(10_000);
        }
    }

    @Test
    final void aResultThatIsTooLargeEndsTheProgram() throws InterruptedException {
        try (Engine limited = engine(ROOMY.toBuilder().resultBytes(1000).build())) {
            assertReturned(run(limited, "'x' * 1000"), "x".repeat(1000));
            assertLimit(run(limited, "print('before')\n'é' * 501"), Limit.RESULT);
            assertLimit(run(limited, "list(range(1000))"), Limit.RESULT);
        }
    }

    @Test
    final void aSessionTooManyIsRefusedUntilOneIsClosed() throws InterruptedException {
        try (Engine limited = engine(ROOMY.toBuilder().sessions(1).build())) {
            try (Session only = limited.open()) {
                assertThat(only.isAlive()).isTrue();
                assertThatThrownBy(() -> limited.open(Deadline.in(Duration.ofMillis(50))))
                        .isInstanceOf(SandboxBusyException.class);
            }
            assertServes(limited);
        }
    }

    @Test
    final void aSessionEndsAfterItsIdleTimeAndItsLifetime() throws InterruptedException {
        try (Engine limited = engine(ROOMY.toBuilder().sessionIdleTime(SHORT).build());
                Session session = limited.open()) {
            awaitDeath(session);
            assertThatThrownBy(() -> start(session, "1")).isInstanceOf(IllegalStateException.class);
        }
        try (Engine limited = engine(ROOMY.toBuilder().sessionLifetime(SHORT).build());
                Session session = limited.open()) {
            Event.Ended ended = run(session, "import time\nwhile True:\n    time.sleep(0.01)");
            assertThat(ended.outcome()).isInstanceOf(Outcome.Cancelled.class);
            assertThat(session.isAlive()).isFalse();
        }
    }

    @Test
    final void aStartThatMayTakeNoTimeFailsAndLeavesNothing() throws InterruptedException {
        assertThatThrownBy(() -> engine.open(Deadline.in(Duration.ofNanos(1))))
                .isInstanceOf(SandboxUnavailableException.class);
        assertServes(engine);
    }

    @Test
    final void manyTimersAndPrintsBesideACallDoNotCountAsFlood() throws InterruptedException {
        Event.Ended ended = run(engine, """
                async def tick(n):
                    for i in range(100):
                        await asyncio.sleep(0)
                        print(n, i)
                await asyncio.gather(slow(200), *(tick(n) for n in range(10)))
                'done'
                """);
        assertReturned(ended, "done");
        assertThat(ended.output().lines()).hasSize(1000);
    }

    @Test
    final void memoryIsLimitedWhereTheSandboxIsolates() throws InterruptedException {
        require("limits of memory", Set.of("isolation"));
        Event.Ended ended = run(engine, "kept = []\nwhile True:\n    kept.append(bytearray(1 << 20))");
        assertThat(ended.outcome())
                .as(() -> Expectation.describe(ended))
                .isInstanceOfAny(Outcome.Failed.class, Outcome.SessionLost.class);
        assertServes(engine);
    }

    private static Event next(Execution execution) throws InterruptedException {
        Event event = execution.next(Deadline.in(PATIENCE));
        assertThat(event).isNotInstanceOf(Event.TimedOut.class);
        return event;
    }

    static void answer(Execution execution, CallId call, Object value) {
        assertThat(execution.answer(
                        call,
                        new ToolOutcome.Value(
                                value instanceof Integer number
                                        ? JsonNodeFactory.instance.numberNode(number)
                                        : JsonNodeFactory.instance.textNode(value.toString()))))
                .as("the answer to " + call + " was wanted")
                .isTrue();
    }

    static void awaitDeath(Session session) throws InterruptedException {
        Deadline by = Deadline.in(PATIENCE);
        while (session.death().isEmpty()) {
            assertThat(by.reached()).as("the session did not end").isFalse();
            Thread.sleep(5);
        }
    }
}
