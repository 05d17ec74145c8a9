package io.github.langchain4j.ptc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import io.github.langchain4j.ptc.engine.ScriptedSandbox.Puppet;
import io.github.langchain4j.ptc.sandbox.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the engine does for an interpreter that goes in steps, each of which costs a request. */
@Timeout(30)
class SteppedExecutionTest {

    private static final ToolDescriptor TOOL =
            new ToolDescriptor("look", List.of(new ToolDescriptor.Parameter("x", true)), "look(x: int) -> int", "");

    private Engine engine;
    private Puppet puppet;

    @AfterEach
    void close() {
        engine.close();
    }

    private Execution onRun(Consumer<Puppet> reaction) throws InterruptedException {
        ScriptedSandbox sandbox = new ScriptedSandbox(
                (message, self) -> {
                    if (message.path("t").asText().equals("run")) {
                        reaction.accept(self);
                    }
                },
                true);
        engine = new Engine(sandbox, Limits.DEFAULT);
        Execution execution = engine.open().start(new Program("pass", List.of(TOOL)));
        puppet = sandbox.started.get(0);
        return execution;
    }

    /** Two calls, after which the program waits. */
    private Execution withTwoCalls() throws InterruptedException {
        return onRun(self -> {
            self.say("{'t':'call','n':1,'id':1,'tool':'look','args':{'x':1}}");
            self.say("{'t':'call','n':1,'id':2,'tool':'look','args':{'x':2}}");
            self.say("{'t':'idle','n':1}");
        });
    }

    private static <E extends Event> E next(Execution execution, Class<E> kind) throws InterruptedException {
        Event event = execution.next(Deadline.in(Duration.ofSeconds(20)));
        assertThat(event).isInstanceOf(kind);
        return kind.cast(event);
    }

    private static void answer(Execution execution, CallId call) {
        assertThat(execution.answer(call, new ToolOutcome.Value(IntNode.valueOf(1))))
                .isTrue();
    }

    private List<String> heard() {
        return puppet.heard.stream().map(message -> message.path("t").asText()).toList();
    }

    private void awaitHeard(String... messages) throws InterruptedException {
        Deadline by = Deadline.in(Duration.ofSeconds(20));
        while (!heard().equals(List.of(messages)) || puppet.flushes.get(puppet.flushes.size() - 1) < messages.length) {
            assertThat(by.reached())
                    .as(() -> heard() + ", flushed at " + puppet.flushes)
                    .isFalse();
            Thread.sleep(5);
        }
    }

    @Test
    void answersOfAnIdleProgramGoTogetherWhenAllAreThere() throws Exception {
        Execution execution = withTwoCalls();
        CallId first = next(execution, Event.ToolCalled.class).id();
        CallId second = next(execution, Event.ToolCalled.class).id();
        next(execution, Event.Idle.class);
        answer(execution, first);
        answer(execution, second);
        assertThat(heard()).containsExactly("setup", "run");
        execution.next(Deadline.in(Duration.ofMillis(1)));
        awaitHeard("setup", "run", "answer", "answer");
        assertThat(puppet.flushes).containsExactly(1, 2, 4);
    }

    @Test
    void answersThatCameBeforeTheProgramWasKnownToBeIdleWaitForThat() throws Exception {
        Execution execution = withTwoCalls();
        answer(execution, next(execution, Event.ToolCalled.class).id());
        answer(execution, next(execution, Event.ToolCalled.class).id());
        assertThat(heard()).containsExactly("setup", "run");
        execution.next(Deadline.in(Duration.ofMillis(1)));
        awaitHeard("setup", "run", "answer", "answer");
        assertThat(puppet.flushes).containsExactly(1, 2, 4);
    }

    @Test
    void anAnswerDoesNotWaitForOthersForEver() throws Exception {
        Execution execution = withTwoCalls();
        CallId first = next(execution, Event.ToolCalled.class).id();
        next(execution, Event.ToolCalled.class);
        next(execution, Event.Idle.class);
        CompletableFuture<Event> attended = CompletableFuture.supplyAsync(() -> {
            try {
                return execution.next(Deadline.NEVER);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        answer(execution, first);
        awaitHeard("setup", "run", "answer");
        execution.cancel(CancelReason.CALLER);
        assertThat(attended.get(20, TimeUnit.SECONDS)).isInstanceOf(Event.Ended.class);
    }

    @Test
    void aSuspensionIsSentAlthoughNobodyReceives() throws Exception {
        Execution execution = withTwoCalls();
        CallId first = next(execution, Event.ToolCalled.class).id();
        next(execution, Event.ToolCalled.class);
        next(execution, Event.Idle.class);
        execution.suspend(Duration.ofMinutes(1));
        awaitHeard("setup", "run", "suspend");
        answer(execution, first);
        execution.next(Deadline.in(Duration.ofMillis(1)));
        awaitHeard("setup", "run", "suspend", "answer", "resume");
    }

    @Test
    void whatTheServiceTakesIsNoComputeTime() throws Exception {
        Duration took = Duration.ofMillis(20);
        Execution execution = onRun(self -> {
            long end = System.nanoTime() + took.toNanos();
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            self.serviceTime = took;
            self.say("{'t':'ended','n':1,'outcome':'returned','kind':'none','result':''}");
        });
        Usage usage = next(execution, Event.Ended.class).usage();
        assertThat(usage.computeTime()).isLessThanOrEqualTo(usage.wallTime().minus(took.dividedBy(2)));
    }
}
