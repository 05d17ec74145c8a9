package io.github.langchain4j.ptc.agentcore;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Session;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A service whose every request takes a while. */
class SlowServiceTest extends EmulatorFixture {

    private static final Duration LATENCY = Duration.ofMillis(60);

    SlowServiceTest() {
        super(emulator -> emulator.latency(LATENCY), UnaryOperator.identity());
    }

    @Test
    void whatRequestsTakeIsNoComputeTimeOfTheProgram() throws InterruptedException {
        try (Engine strict = new Engine(
                        sandbox,
                        Programs.ROOMY.toBuilder()
                                .computeTime(Duration.ofMillis(900))
                                .build());
                Session session = strict.open()) {
            Event.Ended ended = programs.run(session, "sum(echo(n) for n in range(20))");
            assertThat(Programs.returned(ended)).isEqualTo("190");
            assertThat(ended.usage().wallTime()).isGreaterThan(LATENCY.multipliedBy(20));
            assertThat(ended.usage().computeTime())
                    .isLessThan(ended.usage().wallTime().minus(LATENCY.multipliedBy(19)));
        }
    }

    @Test
    void aBusyProgramIsEndedByItsOwnTime() throws InterruptedException {
        try (Engine strict = new Engine(
                        sandbox,
                        Programs.ROOMY.toBuilder()
                                .computeTime(Duration.ofMillis(700))
                                .build());
                Session session = strict.open()) {
            Event.Ended ended = programs.run(session, "echo(1)\nwhile True:\n    pass");
            assertThat(ended.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.LimitHit.class,
                            hit -> assertThat(hit.limit()).isEqualTo(Outcome.Limit.COMPUTE_TIME));
        }
    }
}
