package io.github.langchain4j.ptc.quarkus.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.engine.Usage;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavingsTest {

    private static final int CHARACTERS = 2_000;

    private static ProgramReport report(String result, String output, Outcome outcome) {
        InnerCall call = new InnerCall(
                new CallId(1, 1),
                "read",
                new ObjectMapper().createObjectNode(),
                new ToolOutcome.Value(TextNode.valueOf(result)),
                Duration.ZERO,
                Duration.ZERO);
        Usage usage = new Usage(Duration.ZERO, Duration.ZERO, 1, output.length());
        return new ProgramReport(1, "", outcome, output, List.of(), List.of(), usage, List.of(call));
    }

    private static Outcome returned(String value) {
        return new Outcome.Returned(Outcome.Kind.TEXT, value);
    }

    @Test
    void whatTheModelReadsIsNotSaved() {
        Savings savings = Savings.of(report("x".repeat(998), "", returned("ten bytes.")), CHARACTERS);

        assertThat(savings).isEqualTo(new Savings(1_000, 10));
        assertThat(savings.bytes()).isEqualTo(990);
        assertThat(savings.tokens()).isEqualTo(247);
    }

    @Test
    void whatIsCutFromTheOutputIsNotRead() {
        Savings savings = Savings.of(report("", "x".repeat(100_000), returned("")), CHARACTERS);

        assertThat(savings.shownBytes()).isBetween(1_000L, (long) CHARACTERS);
    }

    @Test
    void bytesAreCountedNotCharacters() {
        assertThat(Savings.of(report("é", "", returned("é")), CHARACTERS)).isEqualTo(new Savings(4, 2));
    }

    @Test
    void aProgramThatWasEndedFromOutsideSavesNothing() {
        Outcome cancelled = new Outcome.Cancelled(CancelReason.INTERRUPTED);

        assertThat(Savings.of(report("x".repeat(1_000), "", cancelled), CHARACTERS))
                .isEqualTo(Savings.NONE);
    }

    @Test
    void aProgramThatShowedMoreThanItReadSavesLessThanNothing() {
        assertThat(new Savings(0, 30).bytes()).isEqualTo(-30);
    }
}
