package io.github.langchain4j.ptc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.langchain4j.ptc.engine.Outcome.Limit;
import io.github.langchain4j.ptc.engine.ScriptedSandbox.Puppet;
import io.github.langchain4j.ptc.engine.ScriptedSandbox.Script;
import io.github.langchain4j.ptc.sandbox.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ExecutionTest {

    private static final String RETURNED = "{'t':'ended','n':1,'outcome':'returned','kind':'text','result':'ok'}";
    private static final ToolDescriptor TOOL =
            new ToolDescriptor("look", List.of(new ToolDescriptor.Parameter("x", true)), "look(x: int) -> int", "");

    private Engine engine;
    private ScriptedSandbox sandbox;

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
            assertThat(engine.openSessions()).isZero();
        }
    }

    private Session open(Script script, UnaryOperator<Limits.Builder> limits) throws InterruptedException {
        sandbox = new ScriptedSandbox(script);
        engine = new Engine(sandbox, limits.apply(Limits.builder()).build());
        return engine.open();
    }

    private Execution start(Script script, UnaryOperator<Limits.Builder> limits) throws InterruptedException {
        return open(script, limits).start(new Program("pass", List.of(TOOL)));
    }

    private Execution onRun(Consumer<Puppet> reaction) throws InterruptedException {
        return onRun(reaction, l -> l);
    }

    private Execution onRun(Consumer<Puppet> reaction, UnaryOperator<Limits.Builder> limits)
            throws InterruptedException {
        return start(
                (message, self) -> {
                    if (message.path("t").asText().equals("run")) {
                        reaction.accept(self);
                    }
                },
                limits);
    }

    private static Event.Ended toEnd(Execution execution) throws InterruptedException {
        while (true) {
            if (execution.next(Deadline.NEVER) instanceof Event.Ended ended) {
                return ended;
            }
        }
    }

    private static String call(int id) {
        return "{'t':'call','n':1,'id':" + id + ",'tool':'look','args':{'x':1}}";
    }

    @Test
    void tellsEventsInTheirOrderAndTheEndAgainAndAgain() throws Exception {
        Execution execution = onRun(self -> {
            self.say("{'t':'out','n':1,'s':1,'text':'a'}");
            self.say("{'t':'out','n':1,'s':2,'text':'b'}");
            self.say(RETURNED);
        });

        assertThat(execution.next(Deadline.NEVER)).isEqualTo(new Event.Printed(Event.Stream.STDOUT, "a"));
        assertThat(execution.next(Deadline.NEVER)).isEqualTo(new Event.Printed(Event.Stream.STDERR, "b"));
        Event.Ended ended = toEnd(execution);
        assertThat(ended.outcome()).isEqualTo(new Outcome.Returned(Outcome.Kind.TEXT, "ok"));
        assertThat(ended.output()).isEqualTo("ab");
        assertThat(execution.next(Deadline.NEVER)).isSameAs(ended);
    }

    @Test
    void takesAnswersInAnyOrderOnceAndOnlyForOpenCalls() throws Exception {
        List<Integer> answered = new ArrayList<>();
        Execution execution = start(
                (message, self) -> {
                    if (message.path("t").asText().equals("run")) {
                        self.say(call(1));
                        self.say(call(2));
                        self.say("{'t':'idle','n':1}");
                    } else if (message.path("t").asText().equals("answer")) {
                        answered.add(message.path("id").asInt());
                        if (answered.size() == 2) {
                            self.say(RETURNED);
                        }
                    }
                },
                l -> l);

        CallId first = ((Event.ToolCalled) execution.next(Deadline.NEVER)).id();
        CallId second = ((Event.ToolCalled) execution.next(Deadline.NEVER)).id();
        assertThat(execution.next(Deadline.NEVER)).isInstanceOf(Event.Idle.class);
        ToolOutcome one = new ToolOutcome.Value(IntNode.valueOf(1));
        assertThat(execution.answer(second, one)).isTrue();
        assertThat(execution.answer(second, one)).isFalse();
        assertThat(execution.answer(new CallId(1, 99), one)).isFalse();
        assertThat(execution.answer(new CallId(2, 1), one)).isFalse();
        assertThat(execution.answer(first, one)).isTrue();
        Event.Ended ended = toEnd(execution);
        assertThat(answered).containsExactly(2, 1);
        assertThat(ended.usage().toolCalls()).isEqualTo(2);
        assertThat(execution.answer(first, one)).isFalse();
    }

    @Test
    void answersFromAnotherThreadReachAProgramThatIsWaitedFor() throws Exception {
        Execution execution = start(
                (message, self) -> {
                    switch (message.path("t").asText()) {
                        case "run" -> self.say(call(1));
                        case "answer" -> self.say(RETURNED);
                        default -> {}
                    }
                },
                l -> l);
        CallId id = ((Event.ToolCalled) execution.next(Deadline.NEVER)).id();
        CompletableFuture<Event> end = CompletableFuture.supplyAsync(() -> {
            try {
                return execution.next(Deadline.NEVER);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        execution.answer(id, new ToolOutcome.Value(TextNode.valueOf("x")));
        assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(Event.Ended.class);
    }

    @Test
    void stopsAProgramThatUsesUpItsComputeTime() throws Exception {
        Execution execution = onRun(
                self -> self.say("{'t':'out','n':1,'s':1,'text':'before'}"), l -> l.computeTime(Duration.ofMillis(50)));
        Event.Ended ended = toEnd(execution);
        assertThat(ended.outcome())
                .isInstanceOfSatisfying(
                        Outcome.LimitHit.class, hit -> assertThat(hit.limit()).isEqualTo(Limit.COMPUTE_TIME));
        assertThat(ended.output()).isEqualTo("before");
    }

    @Test
    void doesNotCountTheTimeOfToolsAsComputeTime() throws Exception {
        Execution execution = start(
                (message, self) -> {
                    switch (message.path("t").asText()) {
                        case "run" -> {
                            self.say(call(1));
                            self.say("{'t':'idle','n':1}");
                        }
                        case "answer" -> self.say(RETURNED);
                        default -> {}
                    }
                },
                l -> l.computeTime(Duration.ofMillis(200)));
        CallId id = ((Event.ToolCalled) execution.next(Deadline.NEVER)).id();
        // Neither the time in which nobody listens …
        assertThatThrownBy(() -> new CompletableFuture<Void>().get(300, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        // … nor the time in which the program is idle.
        assertThat(execution.next(Deadline.in(Duration.ofMillis(300)))).isInstanceOf(Event.Idle.class);
        assertThat(execution.next(Deadline.in(Duration.ofMillis(300)))).isInstanceOf(Event.TimedOut.class);
        execution.answer(id, new ToolOutcome.Value(IntNode.valueOf(1)));
        assertThat(toEnd(execution).outcome()).isInstanceOf(Outcome.Returned.class);
    }

    @Test
    void endsALiarThatAlwaysSaysIdleByItsWallTime() throws Exception {
        Execution execution = onRun(
                self -> {
                    self.say(call(1));
                    self.say("{'t':'idle','n':1}");
                },
                l -> l.computeTime(Duration.ofSeconds(20)).wallTime(Duration.ofMillis(100)));
        assertThat(toEnd(execution).outcome())
                .isInstanceOfSatisfying(
                        Outcome.LimitHit.class, hit -> assertThat(hit.limit()).isEqualTo(Limit.WALL_TIME));
    }

    @Test
    void ignoresIdleOfAProgramWithoutOpenCalls() throws Exception {
        Execution execution = onRun(self -> self.say("{'t':'idle','n':1}"), l -> l.computeTime(Duration.ofMillis(50)));
        assertThat(toEnd(execution).outcome())
                .isInstanceOfSatisfying(
                        Outcome.LimitHit.class, hit -> assertThat(hit.limit()).isEqualTo(Limit.COMPUTE_TIME));
    }

    @Test
    void endsAProgramThatNobodyAttendsTo() throws Exception {
        Execution execution = onRun(self -> {}, l -> l.computeTime(Duration.ofMillis(50)));
        execution.next(Deadline.in(Duration.ZERO));
        sandbox.started.get(0).died().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(toEnd(execution).outcome()).isInstanceOf(Outcome.LimitHit.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "{'t':'surprise'}",
                "{'t':'hello','protocol':1,'python':'3','features':[]}",
                "{'t':'out','n':1,'s':3,'text':''}",
                "{'t':'out','n':1,'s':1}",
                "{'t':'out','n':'1','s':1,'text':''}",
                "{'t':'out','n':1,'n':1,'s':1,'text':''}",
                "{'t':'call','n':1,'id':1,'tool':'look','args':[]}",
                "{'t':'call','n':1,'id':1,'tool':'look','args':{'x':1e999999}}",
                "{'t':'call','n':1,'id':0,'tool':'look','args':{}}",
                "{'t':'idle','n':1,'wakeAfter':-1}",
                "{'t':'idle','n':1,'wakeAfter':'1'}",
                "{'t':'ended','n':1,'outcome':'won'}",
                "{'t':'ended','n':1,'outcome':'returned','kind':'gold','result':''}",
                "{'t':'file','n':1,'path':'../x','stream':1,'size':1}",
                "{'t':'file','n':1,'path':'/etc/x','stream':1,'size':1}",
                "{'t':'file','n':1,'path':'x','stream':1,'size':-1}",
                "{'t':'file','n':1,'path':'x','stream':1,'size':99999999999}",
                "{'t':'ended','n':1,'outcome':'returned','kind':'text','result':'ok'} x",
            })
    void losesTheSessionOfASandboxThatBreaksTheProtocol(String message) throws Exception {
        Execution execution = onRun(self -> self.say(message));
        assertThat(toEnd(execution).outcome()).isInstanceOf(Outcome.SessionLost.class);
        sandbox.started.get(0).died().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void refusesDeepAndHugeArguments() throws Exception {
        String deep = "[".repeat(500) + "]".repeat(500);
        Execution execution =
                onRun(self -> self.say("{'t':'call','n':1,'id':1,'tool':'look','args':{'x':" + deep + "}}"));
        assertThat(toEnd(execution).outcome()).isInstanceOf(Outcome.SessionLost.class);
    }

    @Test
    void forgedCallsGainNothing() throws Exception {
        Execution execution = onRun(self -> {
            self.say("{'t':'call','n':1,'id':1,'tool':'drop_tables','args':{}}");
            self.say("{'t':'call','n':7,'id':2,'tool':'look','args':{}}");
            self.say(RETURNED);
        });
        List<Event> events = new ArrayList<>();
        for (Event event = execution.next(Deadline.NEVER); ; event = execution.next(Deadline.NEVER)) {
            events.add(event);
            if (event instanceof Event.Ended) {
                break;
            }
        }
        assertThat(events).hasSize(1);
    }

    @Test
    void refusesACallNumberThatWasUsedBefore() throws Exception {
        Execution execution = onRun(self -> {
            self.say(call(5));
            self.say(call(5));
        });
        assertThat(toEnd(execution).outcome()).isInstanceOf(Outcome.SessionLost.class);
    }

    @Test
    void endsAProgramWithTooManyCallsEvenIfTheRunnerDoesNotCount() throws Exception {
        Execution execution = onRun(
                self -> {
                    for (int i = 1; i <= 4; i++) {
                        self.say(call(i));
                    }
                },
                l -> l.toolCalls(3));
        assertThat(toEnd(execution).outcome())
                .isInstanceOfSatisfying(
                        Outcome.LimitHit.class, hit -> assertThat(hit.limit()).isEqualTo(Limit.TOOL_CALLS));
    }

    @Test
    void endsAProgramThatPrintsTooMuchAndKeepsWhatCameBefore() throws Exception {
        Execution execution = onRun(
                self -> {
                    self.say("{'t':'out','n':1,'s':1,'text':'12345678'}");
                    self.say("{'t':'out','n':1,'s':1,'text':'123'}");
                },
                l -> l.outputBytes(10));
        Event.Ended ended = toEnd(execution);
        assertThat(ended.outcome())
                .isInstanceOfSatisfying(
                        Outcome.LimitHit.class, hit -> assertThat(hit.limit()).isEqualTo(Limit.OUTPUT));
        assertThat(ended.output()).isEqualTo("12345678");
    }

    @Test
    void endsAProgramThatFloodsWithEmptyMessages() throws Exception {
        Execution execution = start(
                (message, self) -> {
                    if (message.path("t").asText().equals("run")) {
                        CompletableFuture.runAsync(() -> {
                            while (!self.died().toCompletableFuture().isDone()) {
                                self.say("{'t':'out','n':1,'s':1,'text':''}");
                            }
                        });
                    }
                },
                l -> l);
        assertThat(toEnd(execution).outcome())
                .isInstanceOfSatisfying(
                        Outcome.LimitHit.class, hit -> assertThat(hit.limit()).isEqualTo(Limit.FRAMES));
    }

    @Test
    void doesNotRunAProgramThatIsTooLong() throws Exception {
        Session session = open((message, self) -> {}, l -> l.codeBytes(10));
        Execution execution = session.start(new Program("x = 1 # too long", List.of()));
        assertThat(toEnd(execution).outcome())
                .isInstanceOfSatisfying(
                        Outcome.LimitHit.class, hit -> assertThat(hit.limit()).isEqualTo(Limit.CODE));
        assertThat(session.isAlive()).isTrue();
        assertThat(sandbox.started.get(0).heard).hasSize(1);
    }

    @Test
    void tellsTheDeathOfTheInterpreter() throws Exception {
        Execution execution = onRun(self -> {
            self.say("{'t':'out','n':1,'s':1,'text':'last words'}");
            self.end("exit code 137 (out of memory)");
        });
        Event.Ended ended = toEnd(execution);
        assertThat(ended.outcome())
                .isInstanceOfSatisfying(
                        Outcome.SessionLost.class,
                        lost -> assertThat(lost.message()).contains("exit code 137 (out of memory)"));
        assertThat(ended.output()).isEqualTo("last words");
    }

    @Test
    void cancelUnblocksTheThreadThatWaits() throws Exception {
        Execution execution = onRun(self -> {});
        CompletableFuture<Event.Ended> end = CompletableFuture.supplyAsync(() -> {
            try {
                return toEnd(execution);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        execution.cancel(CancelReason.CALLER);
        assertThat(end.get(10, TimeUnit.SECONDS).outcome()).isEqualTo(new Outcome.Cancelled(CancelReason.CALLER));
    }

    @Test
    void closingTheEngineEndsRunningPrograms() throws Exception {
        Execution execution = onRun(self -> {});
        execution.next(Deadline.in(Duration.ZERO));
        engine.close();
        assertThat(toEnd(execution).outcome()).isEqualTo(new Outcome.Cancelled(CancelReason.SHUTDOWN));
        assertThatThrownBy(engine::open).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void suspensionStopsBothClocksAndResumesAfterTheAnswers() throws Exception {
        Execution execution = start(
                (message, self) -> {
                    switch (message.path("t").asText()) {
                        case "run" -> {
                            self.say(call(1));
                            self.say("{'t':'idle','n':1}");
                        }
                        case "resume" -> self.say(RETURNED);
                        default -> {}
                    }
                },
                l -> l.wallTime(Duration.ofMillis(300)).computeTime(Duration.ofMillis(300)));
        CallId id = ((Event.ToolCalled) execution.next(Deadline.NEVER)).id();
        assertThat(execution.next(Deadline.NEVER)).isInstanceOf(Event.Idle.class);
        execution.suspend(Duration.ofSeconds(20));
        assertThatThrownBy(() -> new CompletableFuture<Void>().get(500, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(execution.answer(id, new ToolOutcome.Value(IntNode.valueOf(1))))
                .isTrue();
        Event.Ended ended = toEnd(execution);
        assertThat(ended.outcome()).isInstanceOf(Outcome.Returned.class);
        assertThat(ended.usage().wallTime()).isLessThan(Duration.ofMillis(300));
        assertThat(sandbox.started.get(0).heard)
                .extracting(message -> message.path("t").asText())
                .containsExactly("setup", "run", "suspend", "answer", "resume");
    }

    @Test
    void aProgramThatIsNotIdleUsesItsComputeTimeWhileItIsSuspended() throws Exception {
        Execution execution = start(
                (message, self) -> {
                    if (message.path("t").asText().equals("run")) {
                        self.say(call(1));
                    }
                },
                l -> l.computeTime(Duration.ofMillis(100)));
        assertThat(execution.next(Deadline.NEVER)).isInstanceOf(Event.ToolCalled.class);
        execution.suspend(Duration.ofMinutes(5));
        sandbox.started.get(0).died().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(toEnd(execution).outcome())
                .isInstanceOfSatisfying(
                        Outcome.LimitHit.class, hit -> assertThat(hit.limit()).isEqualTo(Limit.COMPUTE_TIME));
    }

    @Test
    void aSuspensionThatNobodyEndsExpires() throws Exception {
        Execution execution = onRun(self -> {
            self.say(call(1));
            self.say("{'t':'idle','n':1}");
        });
        execution.next(Deadline.NEVER);
        execution.suspend(Duration.ofMillis(50));
        sandbox.started.get(0).died().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(execution.answer(new CallId(1, 1), new ToolOutcome.Value(IntNode.valueOf(1))))
                .isFalse();
        assertThat(toEnd(execution).outcome())
                .isInstanceOfSatisfying(
                        Outcome.LimitHit.class, hit -> assertThat(hit.limit()).isEqualTo(Limit.SUSPENSION));
    }

    @Test
    void keepsFilesThatCameWhole() throws Exception {
        Execution execution = onRun(self -> {
            self.say("{'t':'file','n':1,'path':'a/b.txt','stream':1,'size':3}");
            self.sayRaw(1, new byte[] {0, 0, 0, 1, 'x', 'y'});
            self.say("{'t':'file','n':1,'path':'empty','stream':2,'size':0}");
            self.sayRaw(1, new byte[] {0, 0, 0, 1, 'z'});
            self.say(RETURNED);
        });
        assertThat(toEnd(execution).files())
                .extracting(OutputFile::path, file -> new String(file.content()))
                .containsExactlyInAnyOrder(tuple("a/b.txt", "xyz"), tuple("empty", ""));
    }

    @Test
    void aSpentSessionIsClosedAndTheModelIsTold() throws Exception {
        Session session = open(
                (message, self) -> self.say("{'t':'ended','n':1,'outcome':'returned','kind':'none',"
                        + "'spent':'thread Thread-1 is still alive'}"),
                l -> l);
        Event.Ended ended = toEnd(session.start(new Program("pass", List.of())));
        assertThat(ended.warnings()).singleElement().asString().contains("Thread-1");
        assertThat(session.isAlive()).isFalse();
        assertThatThrownBy(() -> session.start(new Program("pass", List.of())))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void oneProgramAtATime() throws Exception {
        Session session = open((message, self) -> {}, l -> l);
        session.start(new Program("pass", List.of()));
        assertThatThrownBy(() -> session.start(new Program("pass", List.of())))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.put("x", new byte[0])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anIdleSessionIsGivenBack() throws Exception {
        Session session = open((message, self) -> {}, l -> l.sessionIdleTime(Duration.ofMillis(50)));
        sandbox.started.get(0).died().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(session.isAlive()).isFalse();
    }

    @Test
    void answersThatCannotBeSentBecomeFailures() throws Exception {
        Execution execution = start(
                (message, self) -> {
                    switch (message.path("t").asText()) {
                        case "run" -> self.say(call(1));
                        case "answer" ->
                            self.say("{'t':'ended','n':1,'outcome':'returned','kind':'text','result':'"
                                    + message.path("error").path("type").asText() + "'}");
                        default -> {}
                    }
                },
                l -> l);
        CallId id = ((Event.ToolCalled) execution.next(Deadline.NEVER)).id();
        execution.answer(id, new ToolOutcome.Value(TextNode.valueOf("x".repeat(9 << 20))));
        assertThat(toEnd(execution).outcome()).isEqualTo(new Outcome.Returned(Outcome.Kind.TEXT, "ResultTooLarge"));
    }

    @Test
    void onlyOneThreadTakesEvents() throws Exception {
        Execution execution = onRun(self -> {});
        CompletableFuture<Event> other = CompletableFuture.supplyAsync(() -> {
            try {
                return toEnd(execution);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        awaitAttended(execution);
        assertThatThrownBy(() -> execution.next(Deadline.in(Duration.ofMillis(1))))
                .isInstanceOf(IllegalStateException.class);
        execution.cancel(CancelReason.CALLER);
        other.get(10, TimeUnit.SECONDS);
    }

    /** Suspending is refused exactly while a thread waits for events. */
    private static void awaitAttended(Execution execution) throws ExecutionException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
                System.nanoTime() < end;
                Thread.onSpinWait()) {
            try {
                execution.suspend(Duration.ofSeconds(10));
                execution.answer(new CallId(1, 1), new ToolOutcome.Value(IntNode.valueOf(1)));
            } catch (IllegalStateException attended) {
                return;
            }
        }
        throw new AssertionError("no thread attended");
    }
}
