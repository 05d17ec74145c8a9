package io.github.langchain4j.ptc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WarmSandboxTest {

    private static final InterpreterSpec SPEC = InterpreterSpec.DEFAULT;
    private final Deadline soon = Deadline.in(Duration.ofSeconds(20));

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScriptedSandbox sandbox = new ScriptedSandbox((message, self) -> {});
    private WarmSandbox warm;

    @AfterEach
    void close() {
        warm.close();
        executor.shutdownNow();
    }

    private static void await(BooleanSupplier condition) {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); !condition.getAsBoolean(); ) {
            assertThat(System.nanoTime()).as("condition in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void keepsInterpretersReadyAndNeverGivesOneTwice() throws Exception {
        warm = new WarmSandbox(sandbox, SPEC, 2, 8, executor);
        await(() -> warm.idle() == 2);
        Set<Interpreter> seen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Interpreter interpreter = warm.start(SPEC, soon);
            assertThat(seen.add(interpreter)).isTrue();
            interpreter.close();
        }
        await(() -> warm.idle() == 2 && warm.total() == 2);
    }

    @Test
    void replacesInterpretersThatDieWhileTheyWait() {
        warm = new WarmSandbox(sandbox, SPEC, 1, 4, executor);
        await(() -> warm.idle() == 1);
        sandbox.started.get(0).end("killed by someone");
        await(() -> warm.idle() == 1 && sandbox.started.size() == 2);
    }

    @Test
    void withoutAnyReadyItStartsOneWhenNeeded() throws Exception {
        warm = new WarmSandbox(sandbox, SPEC, 0, 1, executor);
        assertThat(sandbox.started).isEmpty();
        try (Interpreter interpreter = warm.start(SPEC, soon)) {
            assertThat(interpreter).isSameAs(sandbox.started.get(0));
        }
    }

    @Test
    void saysBusyWhenAllAreInUseAndHandsOverAsSoonAsOneIsFree() throws Exception {
        warm = new WarmSandbox(sandbox, SPEC, 0, 1, executor);
        Interpreter first = warm.start(SPEC, soon);
        assertThatThrownBy(() -> warm.start(SPEC, Deadline.in(Duration.ofMillis(20))))
                .isInstanceOf(SandboxBusyException.class)
                .hasMessageContaining("maxTotal");
        CompletableFuture<Interpreter> second = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return warm.start(SPEC, soon);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                executor);
        first.close();
        assertThat(second.get(10, TimeUnit.SECONDS)).isNotSameAs(first);
    }

    @Test
    void makesRoomForAnotherKindByGivingUpAReadyOne() throws Exception {
        warm = new WarmSandbox(sandbox, SPEC, 1, 1, executor);
        await(() -> warm.idle() == 1);
        InterpreterSpec other = new InterpreterSpec(64 << 20, 8, 8 << 20, 0);
        try (Interpreter interpreter = warm.start(other, soon)) {
            assertThat(interpreter.died().toCompletableFuture()).isNotDone();
            assertThat(warm.total()).isEqualTo(1);
        }
    }

    @Test
    void findsASandboxAgainThatWasAway() throws Exception {
        sandbox.failure = new SandboxUnavailableException("no engine");
        warm = new WarmSandbox(sandbox, SPEC, 1, 4, executor);
        assertThatThrownBy(() -> warm.start(SPEC, soon)).hasMessage("no engine");
        await(() -> warm.total() == 0);
        sandbox.failure = null;
        warm.start(SPEC, soon).close();
        await(() -> warm.idle() == 1);
    }

    @Test
    void fillsItselfAgainWhenTheSandboxIsBackThoughNobodyAsks() {
        sandbox.failure = new SandboxUnavailableException("no engine");
        warm = new WarmSandbox(sandbox, SPEC, 2, 4, executor);
        await(() -> sandbox.asked.get() > 0);
        sandbox.failure = null;
        await(() -> warm.idle() == 2);
    }

    @Test
    void triesOnceInAWhileHoweverManyEndWhenTheSandboxIsAway() {
        warm = new WarmSandbox(sandbox, SPEC, 20, 20, executor);
        await(() -> warm.idle() == 20);
        sandbox.failure = new SandboxUnavailableException("no engine");
        long start = System.nanoTime();
        sandbox.started.forEach(puppet -> puppet.end("the engine was stopped"));
        await(() -> warm.total() == 0 && sandbox.asked.get() > 20);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        assertThat(sandbox.asked.get() - 20L).isLessThanOrEqualTo(2 + 2 * seconds);
    }

    @Test
    void doesNotGiveAwayOnesThatHaveEndedButAreNotGoneYet() throws Exception {
        warm = new WarmSandbox(sandbox, SPEC, 2, 4, executor);
        await(() -> warm.idle() == 2);
        sandbox.started.forEach(puppet -> puppet.beginToEnd("killed by someone"));
        Interpreter third = warm.start(SPEC, soon);
        assertThat(third.hasEnded()).isFalse();
        sandbox.started.get(0).end("gone");
        sandbox.started.get(1).end("gone");
        await(() -> warm.idle() == 2 && warm.total() == 3);
    }

    @Test
    void closingEndsTheReadyOnes() {
        warm = new WarmSandbox(sandbox, SPEC, 2, 4, executor);
        await(() -> warm.idle() == 2);
        warm.close();
        assertThat(sandbox.started).allMatch(p -> p.died().toCompletableFuture().isDone());
        assertThatThrownBy(() -> warm.start(SPEC, soon)).isInstanceOf(IllegalStateException.class);
    }
}
