package io.github.langchain4j.ptc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.OutputFile;
import io.github.langchain4j.ptc.engine.Program;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.engine.ToolDescriptor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The corpora: what programs mean, four ways, and what hostile ones achieve. */
abstract class CorpusConformance extends ConformanceFixture {

    private static final Set<String> TOOLS_OF_HOSTILE = Set.of("echo", "note", "slow");

    /** Tight enough to end what never ends, with room for programs that only share a busy machine. */
    private static final Limits TIGHT = Limits.builder()
            .computeTime(Duration.ofMillis(1500))
            .wallTime(Duration.ofSeconds(4))
            .toolCalls(200)
            .outputBytes(256 << 10)
            .resultBytes(256 << 10)
            .build();

    /** Programs of the corpus that run in one session where sessions are shared. */
    private static final int SHARED = 8;

    private ParallelCases cases;
    private Engine stepped;

    @BeforeAll
    final void startThreads() {
        cases = new ParallelCases(Math.min(6, 2 * Runtime.getRuntime().availableProcessors()));
    }

    @AfterAll
    final void stopThreads() {
        cases.close();
        if (stepped != null) {
            stepped.close();
        }
    }

    /** In process: calls run as they arrive and are answered as they finish. */
    @TestFactory
    protected Stream<DynamicTest> stylesInProcess() {
        return styles(
                "styles, in process", new ConcurrentDriver(PATIENCE), new SessionShelf(engine, programsPerSession()));
    }

    /**
     * How many programs of {@link #stylesInProcess} follow each other in a session. Where sessions are dear, several: one
     * by default.
     */
    protected int programsPerSession() {
        return 1;
    }

    /** Suspended at every Idle, answered last call first from another thread; several in each session. */
    @TestFactory
    protected Stream<DynamicTest> stylesInBatches() {
        return styles("styles, suspended", new BatchDriver(PATIENCE, SHORT_PAUSE), new SessionShelf(engine, SHARED));
    }

    /** The same programs where frames move only in steps, several in each session. */
    @TestFactory
    protected Stream<DynamicTest> stylesStepped() {
        return styles("styles, stepped", new ConcurrentDriver(PATIENCE), new SessionShelf(stepped(), SHARED));
    }

    /** In steps, and suspended between them, as a remote code interpreter is driven. */
    @TestFactory
    protected Stream<DynamicTest> stylesSteppedInBatches() {
        return styles(
                "styles, stepped and suspended",
                new BatchDriver(PATIENCE, SHORT_PAUSE),
                new SessionShelf(stepped(), SHARED));
    }

    private Engine stepped() {
        if (stepped == null) {
            stepped = new Engine(sandbox.traits().stepped() ? sandbox : new SteppedSandbox(sandbox), ROOMY);
        }
        return stepped;
    }

    private Stream<DynamicTest> styles(String group, Driver driver, SessionShelf sessions) {
        return cases.of(ProgramCorpus.styles(), StyleProgram::name, program -> {
                    require(group, program.needs());
                    runStyle(program, driver, sessions);
                })
                .onClose(driver::close)
                .onClose(sessions::close);
    }

    private static void runStyle(StyleProgram program, Driver driver, SessionShelf sessions)
            throws InterruptedException {
        CorpusTools tools = new CorpusTools();
        SessionShelf.Lease lease = sessions.take();
        boolean done = false;
        try {
            for (int step = 0; step < program.steps().size(); step++) {
                Program code = new Program(program.steps().get(step), tools.descriptors());
                Driver.Run run = driver.drive(lease.session().start(code), tools);
                assertThat(program.mismatches(step, run.ended(), run.calls().size()))
                        .as(program.style() + ", program " + (step + 1) + ", which ended with "
                                + Expectation.describe(run.ended()) + ", in a session after " + lease.before())
                        .isEmpty();
            }
            done = true;
        } finally {
            if (!done) {
                lease.session().close();
            }
            sessions.giveBack(lease, program.name());
        }
    }

    /** Programs that attack what is around them; their harm is looked for from outside. */
    @TestFactory
    protected Stream<DynamicTest> hostilePrograms() {
        Engine tight = engine(TIGHT);
        Driver driver = new ConcurrentDriver(PATIENCE);
        Stream<DynamicTest> attacks = cases.of(ProgramCorpus.hostile(), HostileProgram::name, program -> {
            require("hostile: " + program.category(), program.needs());
            runHostile(program, tight, driver);
        });
        return Stream.concat(
                        attacks, Stream.of(DynamicTest.dynamicTest("sandbox serves on", () -> assertServes(engine))))
                .onClose(() -> {
                    driver.close();
                    tight.close();
                });
    }

    private void runHostile(HostileProgram program, Engine tight, Driver driver) throws InterruptedException {
        List<String> cameOut = new ArrayList<>();
        try (HostWitness witness = new HostWitness()) {
            Session session = null;
            try {
                for (int i = 0; i < program.steps().size(); i++) {
                    HostileProgram.Step step = program.steps().get(i);
                    session = sessionFor(step, session, tight);
                    CorpusTools tools = new CorpusTools();
                    Program code = new Program(witness.fill(step.code()), toolsOfHostile(tools));
                    Driver.Run run = driver.drive(session.start(code), tools);
                    collect(run, cameOut);
                    assertBounded(run);
                    if (i == 0) {
                        assertAllowed(program, run);
                    } else {
                        assertUnharmed(step, run);
                    }
                }
            } finally {
                if (session != null) {
                    session.close();
                }
            }
            assertThat(witness.harm(capabilities.isolated(), cameOut))
                    .as("harm done by a program that " + program.attempt())
                    .isEmpty();
        }
    }

    private static Session sessionFor(HostileProgram.Step step, Session current, Engine tight)
            throws InterruptedException {
        if (current != null && current.isAlive() && !step.newSession()) {
            return current;
        }
        if (current != null) {
            current.close();
        }
        return tight.open();
    }

    private static List<ToolDescriptor> toolsOfHostile(CorpusTools tools) {
        return tools.descriptors(TOOLS_OF_HOSTILE.toArray(String[]::new));
    }

    private static void collect(Driver.Run run, List<String> cameOut) {
        cameOut.add(run.ended().output());
        cameOut.add(textOf(run.ended().outcome()));
        cameOut.addAll(run.ended().warnings());
        cameOut.add(
                run.calls().stream().map(Event.ToolCalled::arguments).toList().toString());
        for (OutputFile file : run.ended().files()) {
            cameOut.add(file.path());
            cameOut.add(new String(file.content(), StandardCharsets.ISO_8859_1));
        }
    }

    private static String textOf(Outcome outcome) {
        if (outcome instanceof Outcome.Returned returned) {
            return returned.result();
        } else if (outcome instanceof Outcome.Failed failed) {
            return failed.message() + failed.traceback();
        }
        return outcome instanceof Outcome.Exited exited ? exited.message() : "";
    }

    private static void assertBounded(Driver.Run run) {
        assertThat(run.calls()).hasSizeLessThanOrEqualTo(TIGHT.toolCalls());
        assertThat(run.calls()).allSatisfy(call -> assertThat(call.tool()).isIn(TOOLS_OF_HOSTILE));
        assertThat(run.ended().output().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(TIGHT.outputBytes());
        assertThat(run.ended().files()).hasSizeLessThanOrEqualTo(TIGHT.outputFiles());
    }

    private static void assertAllowed(HostileProgram program, Driver.Run run) {
        assertThat(program.allowed())
                .as("how a program that " + program.attempt() + " may end; it ended with "
                        + Expectation.describe(run.ended()))
                .matches(allowed -> allowed.contains(inOneWord(run.ended().outcome()))
                        || isOutOfTime(run.ended().outcome()));
        if (!program.mayCall()) {
            assertThat(run.calls()).as("forged calls that reached a tool").isEmpty();
        }
    }

    /** A slow sandbox may be stopped by time before it gets to what the program tries, which is as good an end. */
    private static boolean isOutOfTime(Outcome outcome) {
        return outcome instanceof Outcome.LimitHit hit && hit.limit() == Outcome.Limit.COMPUTE_TIME;
    }

    private static String inOneWord(Outcome outcome) {
        if (outcome instanceof Outcome.Returned) {
            return "returned";
        } else if (outcome instanceof Outcome.Failed) {
            return "failed";
        } else if (outcome instanceof Outcome.Exited) {
            return "exited";
        } else if (outcome instanceof Outcome.LimitHit) {
            return "limit";
        }
        return outcome instanceof Outcome.SessionLost ? "lost" : "cancelled";
    }

    private static void assertUnharmed(HostileProgram.Step step, Driver.Run run) {
        assertThat(Expectation.of(CorpusHeader.of(step.code()))
                        .mismatches(run.ended(), run.calls().size()))
                .as("a program that came later")
                .isEmpty();
    }
}
