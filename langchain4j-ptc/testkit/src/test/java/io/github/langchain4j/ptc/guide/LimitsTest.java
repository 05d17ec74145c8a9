package io.github.langchain4j.ptc.guide;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.chat.ChatSettings;
import io.github.langchain4j.ptc.codetool.Retries;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page docs/guide/limits.md. */
@RequiresPython
@Timeout(120)
class LimitsTest extends PageFixture {

    private static final String PAGE = "limits.md";
    private static final List<String> IN_BYTES =
            List.of("codeBytes", "outputBytes", "resultBytes", "outputFileBytes", "memoryBytes", "maxFrameBytes");

    @Test
    void theTableOfProgramsAndSessionsHasAllLimitsAndTheirDefaults() throws IOException {
        Map<String, String> expected = defaults(Limits.DEFAULT);
        expected.remove("interpreter");
        expected.put("toolTime", said("toolTime", ProgramRunner.DEFAULT_TOOL_TIME));
        assertThat(shown("Limit")).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void theTableOfInterpretersHasAllLimitsAndTheirDefaults() throws IOException {
        assertThat(shown("Interpreter")).containsExactlyInAnyOrderEntriesOf(defaults(InterpreterSpec.DEFAULT));
    }

    @Test
    void theTableOfModelsHasAllSettingsAndTheirDefaults() throws IOException {
        Map<String, String> expected = defaults(ChatSettings.DEFAULT);
        expected.remove("retries");
        expected.put("modelRetries", said("modelRetries", Retries.DEFAULT.times()));
        expected.put("retryPause", said("retryPause", Retries.DEFAULT.pause()));
        assertThat(shown("Setting")).containsExactlyInAnyOrderEntriesOf(expected);
    }

    private static Map<String, String> shown(String title) throws IOException {
        Map<String, String> shown = new LinkedHashMap<>();
        table(PAGE, title).forEach(row -> shown.put(plain(row.get(0)), plain(row.get(1))));
        return shown;
    }

    private static Map<String, String> defaults(Record limits) {
        Map<String, String> defaults = new LinkedHashMap<>();
        Arrays.stream(limits.getClass().getRecordComponents()).forEach(component -> {
            try {
                defaults.put(
                        component.getName(),
                        said(component.getName(), component.getAccessor().invoke(limits)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
        return defaults;
    }

    private static String said(String name, Object value) {
        if (value instanceof Duration time) {
            return said(time);
        }
        if (value instanceof Number number) {
            long bytes = number.longValue();
            return !IN_BYTES.contains(name) && !name.equals("filesBytes")
                    ? String.format(Locale.ROOT, "%,d", bytes)
                    : bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
        }
        return String.valueOf(value);
    }

    private static String said(Duration time) {
        if (time.toMillisPart() > 0) {
            return time.toMillis() + " ms";
        }
        return time.toSeconds() < 120
                ? time.toSeconds() + " s"
                : time.toMinutes() < 120 ? time.toMinutes() + " min" : time.toHours() + " h";
    }

    @Test
    void limitsAreSetInOnePlace() {
        Limits limits = Limits.builder()
                .computeTime(Duration.ofSeconds(10))
                .toolCalls(200)
                .sessions(16)
                .interpreter(new InterpreterSpec(128L << 20, 32, 8 << 20, 16L << 20))
                .build();
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("sum(1 for _ in range(201) if customers())")
                        .expect(request -> assertThat(lastResults(request).get(0))
                                .contains("the program has made 200 tool calls, the most it may make"))
                        .answer("Too many.")
                        .build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .limits(limits)
                        .maxRounds(5)
                        .outputCharacters(10_000)
                        .build()) {
            assertThat(ptc.chat("How many?")).isEqualTo("Too many.");
        }
    }

    private static Outcome outcome(Limits limits, String program) throws InterruptedException {
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .limits(limits)
                        .build();
                ProgramSession session = runner.open()) {
            ProgramReport report = session.run(program);
            boolean killed = report.outcome() instanceof Outcome.LimitHit hit
                    && List.of(Outcome.Limit.COMPUTE_TIME, Outcome.Limit.WALL_TIME)
                            .contains(hit.limit());
            assertThat(session.isAlive()).isEqualTo(!killed);
            return report.outcome();
        }
    }

    private static void assertHits(Limits.Builder limits, String program, Outcome.Limit limit)
            throws InterruptedException {
        assertThat(outcome(limits.build(), program))
                .isInstanceOfSatisfying(
                        Outcome.LimitHit.class, hit -> assertThat(hit.limit()).isEqualTo(limit));
    }

    @Test
    void aProgramOverALimitIsEndedAndTheModelToldWhich() throws IOException, InterruptedException {
        Outcome.LimitHit hit = (Outcome.LimitHit)
                outcome(Limits.builder().computeTime(Duration.ofSeconds(1)).build(), "while True: pass");
        assertThat(hit.limit()).isEqualTo(Outcome.Limit.COMPUTE_TIME);
        assertShown(PAGE, "text", hit.message());
        assertHits(
                Limits.builder().wallTime(Duration.ofSeconds(1)), "await asyncio.sleep(60)", Outcome.Limit.WALL_TIME);
        assertHits(Limits.builder().outputBytes(1_000), "print('x' * 1_001)", Outcome.Limit.OUTPUT);
    }

    @Test
    void aSessionThatRestsTooLongIsClosed() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Limits limits = Limits.builder().sessionIdleTime(Duration.ofMillis(50)).build();
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .limits(limits)
                        .build();
                ProgramSession session = runner.open()) {
            session.whenEnded(ended::countDown);
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(session.isAlive()).isFalse();
        }
    }

    @Test
    void aResultTooLargeIsDropped() throws InterruptedException {
        Limits limits = Limits.builder().resultBytes(100).build();
        assertThat(outcome(limits, "'x' * 101")).isInstanceOfSatisfying(Outcome.LimitHit.class, hit -> {
            assertThat(hit.limit()).isEqualTo(Outcome.Limit.RESULT);
            assertThat(hit.message()).contains("101 bytes");
        });
    }

    @Test
    void tooManyFilesAreLeftOut() throws InterruptedException {
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .limits(Limits.builder().outputFiles(1).build())
                        .build();
                ProgramSession session = runner.open()) {
            ProgramReport report = session.run("""
                    for name in "ab":
                        with open(f"output/{name}.txt", "w") as file:
                            file.write(name)""");
            assertThat(report.succeeded()).isTrue();
            assertThat(report.files()).hasSize(1);
            assertThat(report.warnings()).singleElement().asString().contains("left out");
        }
    }

    @Test
    void aProgramTooLongIsNotRun() throws InterruptedException {
        assertHits(Limits.builder().codeBytes(100), "#" + "x".repeat(100), Outcome.Limit.CODE);
    }

    @Test
    void whatTheModelReadsIsCutInTheMiddle() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("'a' * 5_000 + 'z'")
                        .expect(request -> assertThat(lastResults(request).get(0))
                                .hasSizeLessThanOrEqualTo(1_000)
                                .startsWith("aaa")
                                .contains("of 5,001 characters left out")
                                .endsWith("az"))
                        .answer("Long.")
                        .build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .outputCharacters(1_000)
                        .build()) {
            assertThat(ptc.chat("How long?")).isEqualTo("Long.");
        }
    }

    @Test
    void moreSessionsThanThereAreMayBeIsBusy() throws InterruptedException {
        Limits limits = Limits.builder().sessions(1).build();
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .limits(limits)
                        .build();
                ProgramSession session = runner.open()) {
            assertThat(session.isAlive()).isTrue();
            assertThatThrownBy(() -> runner.open(Deadline.in(Duration.ofMillis(10))))
                    .isInstanceOf(SandboxBusyException.class)
                    .hasMessageContaining("Limits.sessions");
        }
    }

    @Test
    void interpretersAreStartedAhead() throws InterruptedException {
        ExecutorService starters = Executors.newFixedThreadPool(2);
        try (WarmSandbox warm = new WarmSandbox(new LocalPythonSandbox(), InterpreterSpec.DEFAULT, 2, 20, starters);
                ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(warm)
                        .tools(new Orders())
                        .build();
                ProgramSession session = runner.open()) {
            assertThat(session.run("customers()").succeeded()).isTrue();
            assertThat(warm.total()).isBetween(1, 20);
        } finally {
            starters.shutdownNow();
        }
    }

    @Test
    void whatAWarmSandboxCannotStartAheadItStartsWhenItIsNeeded() throws InterruptedException {
        try (WarmSandbox warm =
                        new WarmSandbox(new LocalPythonSandbox(), InterpreterSpec.DEFAULT, 0, 1, Runnable::run);
                Interpreter interpreter = warm.start(InterpreterSpec.DEFAULT, Deadline.in(Duration.ofMinutes(1)))) {
            assertThat(interpreter.died().toCompletableFuture()).isNotDone();
            assertThat(warm.total()).isEqualTo(1);
        }
    }
}
