package io.github.langchain4j.ptc.quarkus.runtime.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.invocation.InvocationContext;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.engine.Usage;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunLogTest {

    private static final String SESSION = "a-session";

    private final RunLog log = new RunLog(20_000);

    private PtcListener start(String code) {
        PtcListener listener = log.observe(InvocationContext.builder()
                .interfaceName("com.acme.Assistant")
                .methodName("chat")
                .chatMemoryId("c7")
                .build());
        listener.programStarted(SESSION, 1, code);
        return listener;
    }

    private static ObjectNode arguments(String text) {
        return JsonNodeFactory.instance.objectNode().put("x", text);
    }

    private static void call(PtcListener listener, int number, String argument, String result) {
        CallId id = new CallId(1, number);
        listener.toolCalled(SESSION, id, "find", arguments(argument));
        listener.toolAnswered(
                SESSION,
                new InnerCall(
                        id,
                        "find",
                        arguments(argument),
                        new ToolOutcome.Value(TextNode.valueOf(result)),
                        Duration.ofMillis(3),
                        Duration.ofMillis(4)));
    }

    private static void end(PtcListener listener, Outcome outcome, String output) {
        listener.programEnded(
                SESSION,
                new ProgramReport(
                        1,
                        "code",
                        outcome,
                        output,
                        List.of(),
                        List.of(),
                        new Usage(Duration.ofMillis(20), Duration.ofMillis(10), 1, output.length()),
                        List.of()));
    }

    private RunDetail latest() {
        return log.detail(log.summaries().get(0).id()).orElseThrow();
    }

    @Test
    void theLatestProgramsAreKept() {
        for (int i = 1; i <= RunLog.RUNS + 5; i++) {
            start("program " + i);
        }
        assertThat(log.summaries())
                .hasSize(RunLog.RUNS)
                .first()
                .extracting(RunSummary::beginning)
                .isEqualTo("program " + (RunLog.RUNS + 5));
        assertThat(log.detail(1)).isEmpty();
    }

    @Test
    void aRunningProgramIsShownWithWhatItDidSoFar() {
        PtcListener listener = start("code");
        listener.printed(SESSION, Event.Stream.STDOUT, "so far");
        call(listener, 1, "a", "b");
        listener.toolCalled(SESSION, new CallId(1, 2), "wait", arguments("c"));

        assertThat(latest().summary().running()).isTrue();
        assertThat(latest().output().text()).isEqualTo("so far");
        assertThat(latest().calls()).extracting(RunDetail.ToolCall::answered).containsExactly(true, false);
    }

    @Test
    void aProgramThatWasCutOffKeepsWhatItPrinted() {
        PtcListener listener = start("code");
        listener.printed(SESSION, Event.Stream.STDOUT, "before");
        end(listener, new Outcome.Cancelled(CancelReason.INTERRUPTED), "");

        assertThat(latest().output().text()).isEqualTo("before");
        assertThat(latest().summary().running()).isFalse();
        assertThat(latest().summary().succeeded()).isFalse();
    }

    @Test
    void whatTheToolsReturnedAndTheModelReadIsCounted() {
        PtcListener listener = start("code");
        call(listener, 1, "a", "r".repeat(4_000));
        end(listener, new Outcome.Returned(Outcome.Kind.TEXT, "four"), "");

        assertThat(latest().summary().toolTokens()).isEqualTo(1_001); // with the quotes of the JSON
        assertThat(latest().summary().modelTokens()).isEqualTo(1);
        assertThat(latest().forModel().text()).isEqualTo("four");
    }

    @Test
    void littleIsKeptOfManyLargeCallsButTheirSizes() {
        PtcListener listener = start("c".repeat(2 * Recording.CODE));
        listener.printed(SESSION, Event.Stream.STDOUT, "p".repeat(2 * Recording.TEXT));
        for (int i = 1; i <= RecordedCalls.MOST_CALLS + 7; i++) {
            call(listener, i, "a".repeat(3_000), "r".repeat(9_000));
        }

        RunDetail run = latest();
        assertThat(run.calls()).hasSize(RecordedCalls.MOST_CALLS);
        assertThat(run.callsLeftOut()).isEqualTo(7);
        assertThat(run.summary().calls()).isEqualTo(RecordedCalls.MOST_CALLS + 7);
        assertThat(run.calls().stream()
                        .mapToInt(call -> call.arguments().text().length()
                                + call.result().text().length())
                        .sum())
                .isLessThanOrEqualTo(RecordedCalls.ALL_TEXTS);
        assertThat(run.calls()).allSatisfy(call -> {
            assertThat(call.result().characters()).isEqualTo(9_002);
            assertThat(call.result().cut()).isTrue();
        });
        assertThat(run.output().text()).hasSize(Recording.TEXT);
        assertThat(run.output().characters()).isEqualTo(2 * Recording.TEXT);
        assertThat(run.code().text()).hasSizeLessThanOrEqualTo(Recording.CODE);
    }

    @Test
    void eachChangeMakesAnotherRevisionAndSoDoesAnotherLog() {
        String empty = log.revision();
        PtcListener listener = start("code");
        String started = log.revision();
        listener.printed(SESSION, Event.Stream.STDOUT, "x");

        assertThat(List.of(empty, started, log.revision())).doesNotHaveDuplicates();
        assertThat(new RunLog(20_000).revision()).isNotEqualTo(empty);
    }
}
