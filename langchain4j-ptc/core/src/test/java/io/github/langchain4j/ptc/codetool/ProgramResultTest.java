package io.github.langchain4j.ptc.codetool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.OutputFile;
import io.github.langchain4j.ptc.engine.Usage;
import io.github.langchain4j.ptc.program.ProgramReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramResultTest {

    private static final Outcome NOTHING = new Outcome.Returned(Outcome.Kind.NONE, "");
    private static final Outcome FAILED = new Outcome.Failed(
            "KeyError", "'x'", "Traceback (most recent call last):\n  line 3, in <module>\n    d['x']\nKeyError: 'x'");

    @Test
    void whatWasPrintedIsShownAsItIs() {
        assertThat(of(NOTHING, "a\nb\n")).isEqualTo(new ProgramResult("a\nb", false));
    }

    @Test
    void aResultAloneIsShownAsItIs() {
        assertThat(of(new Outcome.Returned(Outcome.Kind.JSON, "{\"a\":1}"), "").text())
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void outputComesBeforeTheResult() {
        assertThat(of(new Outcome.Returned(Outcome.Kind.TEXT, "42"), "working\n")
                        .text())
                .isEqualTo("working\nResult: 42");
    }

    @Test
    void silenceIsSaid() {
        assertThat(of(NOTHING, "").text()).contains("printed nothing");
        assertThat(of(new Outcome.Exited(0, ""), "\n").text()).contains("printed nothing");
        assertThat(of(new Outcome.Returned(Outcome.Kind.TEXT, " \n"), "").text())
                .contains("printed nothing");
    }

    @Test
    void anErrorComesWithItsLinesAndWhatWasPrintedBefore() {
        ProgramResult result = of(FAILED, "step 1\n");
        assertThat(result.failed()).isTrue();
        assertThat(result.text())
                .isEqualTo("Printed before it ended:\nstep 1\nThe program failed with KeyError.\n"
                        + "Traceback (most recent call last):\n  line 3, in <module>\n    d['x']\nKeyError: 'x'");
    }

    @Test
    void anErrorWithoutTracebackHasItsMessage() {
        assertThat(of(new Outcome.Failed("SyntaxError", "invalid syntax", ""), "")
                        .text())
                .isEqualTo("The program failed with SyntaxError: invalid syntax");
    }

    @Test
    void otherEndings() {
        assertThat(of(new Outcome.Exited(3, "bye"), ""))
                .isEqualTo(new ProgramResult("The program ended itself with exit code 3: bye", true));
        assertThat(of(new Outcome.Exited(0, ""), "fine")).isEqualTo(new ProgramResult("fine", false));
        assertThat(of(new Outcome.LimitHit(Outcome.Limit.OUTPUT, "Too much."), "x")
                        .text())
                .isEqualTo("Printed before it ended:\nx\nToo much.");
        assertThat(of(new Outcome.Cancelled(CancelReason.SHUTDOWN), "").text()).contains("SHUTDOWN");
    }

    @Test
    void aLostSessionIsSaid() {
        ProgramResult result =
                ProgramResult.of(report(new Outcome.SessionLost("It died."), "x", List.of(), List.of()), true, 1000);
        assertThat(result.text()).contains("x", "It died.", "fresh session");
        assertThat(result.failed()).isTrue();
    }

    @Test
    void filesAreListedAndWarningsShown() {
        ProgramReport report = report(
                NOTHING,
                "done",
                List.of(new OutputFile("out/a.csv", new byte[1234]), new OutputFile("b c", new byte[0])),
                List.of("get_x was shadowed"));
        assertThat(ProgramResult.of(report, false, 1000).text())
                .isEqualTo("done\nFiles: out/a.csv (1,234 bytes), b c (0 bytes)\nWarning: get_x was shadowed");
    }

    @Test
    void longOutputIsCutInTheMiddle() {
        String text = of(NOTHING, "first " + "x".repeat(100_000) + " last").text();
        assertThat(text)
                .startsWith("first")
                .endsWith("last")
                .contains("of 100,011")
                .hasSizeLessThanOrEqualTo(1000);
    }

    @Test
    void anErrorIsNotCrowdedOutByOutput() {
        String text = of(FAILED, "x".repeat(100_000)).text();
        assertThat(text).endsWith("KeyError: 'x'").hasSizeLessThan(1100);
    }

    @Test
    void outputIsNotCrowdedOutByAnError() {
        Outcome endless = new Outcome.Failed("ValueError", "m", "y".repeat(100_000));
        assertThat(of(endless, "step 1").text())
                .contains("step 1", "failed with ValueError")
                .hasSizeLessThan(1100);
    }

    private static ProgramResult of(Outcome outcome, String output) {
        return ProgramResult.of(report(outcome, output, List.of(), List.of()), false, 1000);
    }

    private static ProgramReport report(Outcome outcome, String output, List<OutputFile> files, List<String> warnings) {
        return new ProgramReport(
                1, "code", outcome, output, files, warnings, new Usage(Duration.ZERO, Duration.ZERO, 0, 0), List.of());
    }
}
