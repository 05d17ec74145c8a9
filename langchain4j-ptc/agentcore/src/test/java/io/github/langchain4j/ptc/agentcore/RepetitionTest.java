package io.github.langchain4j.ptc.agentcore;

import static io.github.langchain4j.ptc.testkit.agentcore.Operation.INVOKE;
import static io.github.langchain4j.ptc.testkit.agentcore.Operation.START;
import static io.github.langchain4j.ptc.testkit.agentcore.Operation.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.testkit.agentcore.Fault;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that fail are repeated, and programs and tools run once all the same. */
class RepetitionTest extends EmulatorFixture {

    private static final String COUNTING = """
            ran = globals().get('ran', 0) + 1
            sum([await echo(n) for n in range(3)]) + 10 * ran
            """;

    RepetitionTest() {
        super(UnaryOperator.identity(), UnaryOperator.identity());
    }

    static Stream<Fault> passing() {
        return Stream.of(
                Fault.throttled(),
                Fault.failed(),
                new Fault.Refused(503, "ServiceUnavailableException", "busy"),
                new Fault.Refused(409, "ConflictException", "another request is being executed"),
                Fault.expiredToken(),
                new Fault.RequestLost(),
                new Fault.ResponseLost(),
                new Fault.ErrorResult(),
                new Fault.Printed(""),
                new Fault.Printed("what is this?"),
                new Fault.Printed("<ptc:part:1:0:0:0:5:0:-1:-:00000000></ptc>"),
                new Fault.Printed("<ptc:part:2:0:100:0:5:0:-1:-:0badc0de>ABCD</ptc>"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aFailureThatPassesIsNotNoticed(Fault fault) throws InterruptedException {
        try (Session session = engine.open()) {
            emulator.next(INVOKE, fault, fault, new Fault.None(), fault);
            assertThat(programs.returned(session, COUNTING)).isEqualTo("13");
            assertThat(programs.returned(session, COUNTING)).isEqualTo("23");
            assertThat(programs.calls).hasSize(6);
        }
    }

    @Test
    void theSdkRepeatsNothingThatExecutesCode() throws InterruptedException {
        try (Session session = engine.open()) {
            int before = emulator.requests(INVOKE);
            emulator.next(INVOKE, Fault.throttled());
            assertThat(programs.returned(session, "1")).isEqualTo("1");
            assertThat(emulator.requests(INVOKE) - before).isEqualTo(2);
        }
    }

    @Test
    void aStartWhoseResponsesAreLostIsOneSessionThatWorks() throws InterruptedException {
        emulator.next(INVOKE, new Fault.ResponseLost(), new Fault.ErrorResult());
        try (Session session = engine.open()) {
            assertThat(programs.returned(session, COUNTING)).isEqualTo("13");
            assertThat(emulator.openSessions()).isEqualTo(1);
        }
    }

    @Test
    void startAndStopAreRepeatedToo() throws InterruptedException {
        emulator.next(START, Fault.throttled(), Fault.failed());
        try (Session session = engine.open()) {
            emulator.next(STOP, Fault.failed(), Fault.throttled(), new Fault.RequestLost());
            assertThat(programs.returned(session, "1")).isEqualTo("1");
        }
        awaitNoSessions();
    }

    @Test
    void aLostResponseInTheMiddleOfManyDoesNoHarm() throws InterruptedException {
        try (Session session = engine.open()) {
            emulator.next(
                    INVOKE, new Fault.None(), new Fault.ResponseLost(), new Fault.None(), new Fault.ResponseLost());
            assertThat(programs.returned(session, "sum(echo(n) for n in range(20))"))
                    .isEqualTo("190");
            assertThat(programs.calls).hasSize(20);
        }
    }
}
