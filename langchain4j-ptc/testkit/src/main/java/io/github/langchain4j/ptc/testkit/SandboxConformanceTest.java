package io.github.langchain4j.ptc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.KillReason;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every sandbox must do, as a JUnit test to extend: give a new sandbox in {@link #sandbox()}, and the class runs the
 * {@linkplain ProgramCorpus corpora} and tests of limits, state, isolation, concurrency, files and closing on it. What
 * a sandbox may skip follows from its traits alone; a table at the end tells what ran and what was skipped.
 *
 * <pre>{@code
 * class MySandboxConformanceTest extends SandboxConformanceTest {
 *     @Override
 *     protected Sandbox sandbox() {
 *         return new MySandbox();
 *     }
 * }
 * }</pre>
 *
 * <p>If the environment variable {@code PTC_CANARY} is set, hostile programs must not be able to read its value.
 */
@SuppressWarnings("try") // closing early, and twice, is what some tests are about
public abstract class SandboxConformanceTest extends FileConformance {

    /** For subclasses. */
    protected SandboxConformanceTest() {}

    // Interpreters, without an engine

    @Test
    final void anInterpreterBeginsWithHello() throws Exception {
        try (Interpreter interpreter = interpreter()) {
            assertThat(text(interpreter.receive(Deadline.in(PATIENCE)))).contains("\"hello\"");
        }
    }

    @Test
    final void receiveGivesNothingAtItsDeadlineAndTheInterpreterLivesOn() throws Exception {
        try (Interpreter interpreter = interpreter()) {
            interpreter.receive(Deadline.in(PATIENCE));
            assertThat(interpreter.receive(Deadline.in(Duration.ofMillis(20)))).isNull();
            assertThat(interpreter.died().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    final void aKillUnblocksReceiveAndIsToldToWhoeverListens() throws Exception {
        try (Interpreter interpreter = interpreter()) {
            interpreter.receive(Deadline.in(PATIENCE));
            Future<Throwable> receiver = later(() -> {
                try {
                    interpreter.receive(Deadline.NEVER);
                    return null;
                } catch (InterpreterDiedException e) {
                    return e;
                }
            });
            interpreter.kill(KillReason.LIMIT);
            interpreter.kill(KillReason.CLOSED);
            Death death = interpreter.died().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(death.killedFor()).isEqualTo(KillReason.LIMIT);
            assertThat(receiver.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(InterpreterDiedException.class);
            assertThatThrownBy(() -> interpreter.send(Frame.json(new byte[] {'{', '}'}), Deadline.in(PATIENCE)))
                    .isInstanceOf(InterpreterDiedException.class);
        }
    }

    @Test
    final void closingTheSandboxEndsItsInterpreters() throws Exception {
        Sandbox other = sandbox();
        Interpreter interpreter = other.start(InterpreterSpec.DEFAULT, Deadline.in(PATIENCE));
        other.close();
        other.close();
        interpreter.died().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        interpreter.close();
    }

    // Closing in every state

    @Test
    final void aSessionClosesBeforeItsFirstProgram() throws InterruptedException {
        Session session = engine.open();
        session.close();
        session.close();
        assertThat(session.isAlive()).isFalse();
        awaitDeath(session);
    }

    @Test
    final void aSessionClosesBetweenPrograms() throws InterruptedException {
        try (Session session = engine.open()) {
            assertReturned(run(session, "1"), "1");
            session.close();
            assertThatThrownBy(() -> start(session, "2")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    final void aSessionClosesWhileItsProgramRuns() throws Exception {
        assertClosesIn("print('running')\nwhile True:\n    pass", Event.Printed.class);
    }

    @Test
    final void aSessionClosesWhileItsProgramFloods() throws Exception {
        assertClosesIn("while True:\n    print('x' * 50)", Event.Printed.class);
    }

    @Test
    final void aSessionClosesWhileItsProgramIsBlockedInACall() throws Exception {
        assertClosesIn("echo(1)", Event.ToolCalled.class);
    }

    @Test
    final void aSessionClosesWhileItsProgramAwaitsACall() throws Exception {
        assertClosesIn("await echo(1)", Event.Idle.class);
    }

    @Test
    final void aSessionClosesWhileItsProgramIsSuspended() throws InterruptedException {
        try (Session session = engine.open()) {
            Execution execution = start(session, "await echo(1)");
            await(execution, Event.Idle.class);
            execution.suspend(PATIENCE);
            session.close();
            assertThat(await(execution, Event.Ended.class).outcome())
                    .isEqualTo(new Outcome.Cancelled(CancelReason.SESSION_CLOSED));
        }
    }

    private void assertClosesIn(String code, Class<? extends Event> state) throws Exception {
        try (Session session = engine.open()) {
            Execution execution = start(session, code);
            await(execution, state);
            Future<Outcome> outcome = later(() -> lastEvent(execution).outcome());
            session.close();
            assertThat(outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(new Outcome.Cancelled(CancelReason.SESSION_CLOSED));
            awaitDeath(session);
        }
    }

    @Test
    final void anEngineClosesWithProgramsInEveryState() throws InterruptedException {
        Engine closing = engine(ROOMY);
        List<Execution> executions = new ArrayList<>();
        for (String code : List.of("while True:\n    pass", "echo(1)", "await asyncio.sleep(1000)")) {
            executions.add(start(closing.open(), code));
        }
        closing.open();
        closing.close();
        for (Execution execution : executions) {
            assertThat(lastEvent(execution).outcome()).isEqualTo(new Outcome.Cancelled(CancelReason.SHUTDOWN));
        }
        assertThatThrownBy(closing::open).isInstanceOf(IllegalStateException.class);
    }

    @Test
    final void aCancelledProgramEndsAndItsSessionIsLost() throws InterruptedException {
        try (Session session = engine.open()) {
            Execution execution = start(session, "print('kept')\nwhile True:\n    pass");
            await(execution, Event.Printed.class);
            execution.cancel(CancelReason.CALLER);
            execution.cancel(CancelReason.SHUTDOWN);
            Event.Ended ended = lastEvent(execution);
            assertThat(ended.outcome()).isEqualTo(new Outcome.Cancelled(CancelReason.CALLER));
            assertThat(ended.output()).isEqualTo("kept\n");
            assertThat(session.isAlive()).isFalse();
        }
    }

    @Test
    final void anInterruptedWaitLosesNoEvent() throws InterruptedException {
        try (Session session = engine.open()) {
            Execution execution = start(session, "await echo('x')");
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> execution.next(Deadline.NEVER)).isInstanceOf(InterruptedException.class);
            answer(execution, await(execution, Event.ToolCalled.class).id(), "answer");
            assertReturned(await(execution, Event.Ended.class), "answer");
        }
    }

    // Answers

    @Test
    final void onlyTheFirstAnswerToAnOpenCallCounts() throws InterruptedException {
        try (Session session = engine.open()) {
            Execution execution = start(session, "await echo('x')");
            CallId call = await(execution, Event.ToolCalled.class).id();
            ToolOutcome second = new ToolOutcome.Failure("Error", "second");
            assertThat(execution.answer(new CallId(call.program(), call.call() + 1), second))
                    .isFalse();
            assertThat(execution.answer(new CallId(call.program() + 1, call.call()), second))
                    .isFalse();
            answer(execution, call, "first");
            assertThat(execution.answer(call, second)).isFalse();
            assertReturned(await(execution, Event.Ended.class), "first");
            assertThat(execution.answer(call, second)).isFalse();
        }
    }

    @Test
    final void anAbandonedCallIsToldAndItsLateAnswerDropped() throws InterruptedException {
        try (Session session = engine.open()) {
            Execution execution = start(session, """
                    try:
                        await asyncio.wait_for(echo('x'), 0.05)
                    except asyncio.TimeoutError:
                        print('gave up')
                    await echo('y')
                    """);
            CallId late = await(execution, Event.ToolCalled.class).id();
            assertThat(await(execution, Event.Abandoned.class).ids()).containsExactly(late);
            CallId next = await(execution, Event.ToolCalled.class).id();
            assertThat(execution.answer(late, new ToolOutcome.Failure("Error", "late")))
                    .isFalse();
            answer(execution, next, "in time");
            assertReturned(await(execution, Event.Ended.class), "in time");
        }
    }

    @Test
    final void aGatherIsOneIdleWhoseBatchIsComplete() throws InterruptedException {
        CorpusTools tools = new CorpusTools();
        try (Session session = engine.open();
                Driver batches = new BatchDriver(PATIENCE, SHORT_PAUSE)) {
            Driver.Run run =
                    batches.drive(start(session, "sum(await asyncio.gather(*(echo(n) for n in range(100))))"), tools);
            assertReturned(run.ended(), "4950");
            assertThat(run.pauses()).isEqualTo(1);
        }
    }

    @Test
    final void aProgramParkedForTwoSecondsHoldsNoThreadAndMissesNoDeadlineOfItsOwn() throws InterruptedException {
        try (Session session = engine.open()) {
            Execution execution = start(session, """
                    async def work(n):
                        return await asyncio.wait_for(echo(n), 1.5)
                    sum(await asyncio.gather(work(1), work(2), work(3)))
                    """);
            List<CallId> calls = new ArrayList<>();
            for (Event event = execution.next(Deadline.in(PATIENCE));
                    !(event instanceof Event.Idle);
                    event = execution.next(Deadline.in(PATIENCE))) {
                calls.add(((Event.ToolCalled) event).id());
            }
            execution.suspend(PATIENCE);
            Thread.sleep(2000);
            assertThat(threadsInside(Execution.class)).isEmpty();
            for (int n = calls.size(); n > 0; n--) {
                answer(execution, calls.get(n - 1), n);
            }
            assertReturned(await(execution, Event.Ended.class), "6");
        }
    }

    private static List<Thread> threadsInside(Class<?> type) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().equals(type.getName())))
                .map(Map.Entry::getKey)
                .toList();
    }

    // State, isolation, concurrency

    @Test
    final void oneProgramRunsAtATimeInASession() throws InterruptedException {
        try (Session session = engine.open()) {
            Execution execution = start(session, "await echo(1)");
            assertThatThrownBy(() -> start(session, "2")).isInstanceOf(IllegalStateException.class);
            answer(execution, await(execution, Event.ToolCalled.class).id(), 1);
            await(execution, Event.Ended.class);
            assertReturned(run(session, "2"), "2");
        }
    }

    @Test
    final void sessionsShareNothing() throws InterruptedException {
        try (Session first = engine.open();
                Session second = engine.open()) {
            run(first, "x = 'first'\nopen('f.txt', 'w').write('first')\nimport builtins\nbuiltins.y = 1");
            assertReturned(
                    run(
                            second,
                            "import os\nstr(['x' in globals(), 'y' in dir(__builtins__), os.path.exists('f.txt')])"),
                    "[False, False, False]");
            run(second, "x = 'second'");
            assertReturned(run(first, "x"), "first");
        }
    }

    @Test
    final void randomNumbersDifferBetweenSessions() throws InterruptedException {
        String code = "import random, uuid\nstr([random.random(), str(uuid.uuid4())])";
        String first = ((Outcome.Returned) run(engine, code).outcome()).result();
        assertThat(((Outcome.Returned) run(engine, code).outcome()).result()).isNotEqualTo(first);
    }

    @Test
    final void sessionsRunAtTheSameTimeEachWithItsOwnAnswers() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> tasks = IntStream.range(0, 8)
                    .<Callable<Void>>mapToObj(n -> () -> {
                        String code = "sum(await asyncio.gather(*(slow(i % 7, " + n + " * i) for i in range(50))))";
                        assertReturned(run(engine, code), String.valueOf(n * 1225));
                        return null;
                    })
                    .toList();
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    final void sessionsThatAreClosedLeaveNoThreadAndNoProcess() throws InterruptedException {
        assertServes(engine);
        long processes = ProcessHandle.current().children().count();
        int before = Thread.activeCount();
        for (int n = 0; n < 10; n++) {
            assertServes(engine);
        }
        Deadline by = Deadline.in(PATIENCE);
        while (Thread.activeCount() > before + 4
                || ProcessHandle.current().children().count() > processes) {
            assertThat(by.reached())
                    .as(() ->
                            "left after closing: " + Thread.getAllStackTraces().keySet())
                    .isFalse();
            Thread.sleep(20);
        }
    }

    private Interpreter interpreter() throws InterruptedException {
        return sandbox.start(InterpreterSpec.DEFAULT, Deadline.in(PATIENCE));
    }

    private static String text(Frame frame) {
        return new String(frame.payload(), StandardCharsets.UTF_8);
    }

    private static Event.Ended lastEvent(Execution execution) throws InterruptedException {
        Deadline by = Deadline.in(PATIENCE);
        while (true) {
            Event event = execution.next(by);
            if (event instanceof Event.Ended ended) {
                return ended;
            }
            assertThat(event).isNotInstanceOf(Event.TimedOut.class);
        }
    }

    private static <T> Future<T> later(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "ptc-testkit-waiter");
        thread.setDaemon(true);
        thread.start();
        return future;
    }
}
