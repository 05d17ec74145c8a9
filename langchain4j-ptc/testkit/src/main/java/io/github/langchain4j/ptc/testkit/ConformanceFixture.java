package io.github.langchain4j.ptc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Program;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** What all parts of the conformance suite share: one sandbox, an engine on it, and short ways to run programs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConformanceFixture {

    /** Nothing in this suite takes longer, unless it hangs. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Real pauses are longer; how long makes no difference to the program, whose clock stands still. */
    static final Duration SHORT_PAUSE = Duration.ofMillis(5);

    /** Limits under which programs that behave have room to spare on a busy machine. */
    static final Limits ROOMY = Limits.builder().computeTime(PATIENCE).build();

    final ConformanceTable table = new ConformanceTable();
    Sandbox sandbox;
    Engine engine;
    Capabilities capabilities;

    /** A new sandbox of the kind to test; the suite closes it. Called at least once. */
    protected abstract Sandbox sandbox();

    @BeforeAll
    final void startSandbox() throws InterruptedException {
        sandbox = sandbox();
        engine = new Engine(sandbox, ROOMY);
        Outcome version = run(engine, "import sys; sys.version_info[1]").outcome();
        assertThat(version).isInstanceOf(Outcome.Returned.class);
        capabilities = new Capabilities(sandbox.traits(), Integer.parseInt(((Outcome.Returned) version).result()));
    }

    @AfterAll
    final void closeSandbox() {
        if (sandbox == null) {
            return;
        }
        if (engine != null) {
            engine.close();
        }
        sandbox.close();
        System.out.print(table.text(sandbox.traits()));
    }

    /** Skips the running test, with a row in the table, if the sandbox lacks something; else counts it. */
    final void require(String group, Set<String> needs) {
        Optional<String> missing = capabilities.missing(needs);
        if (missing.isPresent()) {
            table.skipped(group, missing.get());
            Assumptions.abort("The sandbox has no " + missing.get());
        }
        table.ran(group);
    }

    /** An engine on the shared sandbox. */
    final Engine engine(Limits limits) {
        return new Engine(sandbox, limits);
    }

    /** Runs one program in a session of its own. */
    static Event.Ended run(Engine engine, String code) throws InterruptedException {
        try (Session session = engine.open()) {
            return run(session, code);
        }
    }

    /** Runs one program with all tools, in process. */
    static Event.Ended run(Session session, String code) throws InterruptedException {
        return drive(session, code).ended();
    }

    /** Runs one program with all tools, in process. */
    static Driver.Run drive(Session session, String code) throws InterruptedException {
        CorpusTools tools = new CorpusTools();
        try (Driver driver = new ConcurrentDriver(PATIENCE)) {
            return driver.drive(session.start(new Program(code, tools.descriptors())), tools);
        }
    }

    /** Starts a program with all tools. */
    static Execution start(Session session, String code) {
        return session.start(new Program(code, new CorpusTools().descriptors()));
    }

    /** Takes events until one of the kind comes. */
    static <E extends Event> E await(Execution execution, Class<E> kind) throws InterruptedException {
        Deadline by = Deadline.in(PATIENCE);
        while (true) {
            Event event = execution.next(by);
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
            assertThat(event)
                    .as("the event before a " + kind.getSimpleName())
                    .isNotInstanceOfAny(Event.Ended.class, Event.TimedOut.class);
        }
    }

    /** The sandbox still serves: a program in a session of its own runs. */
    static void assertServes(Engine engine) throws InterruptedException {
        assertReturned(run(engine, "add(20, 22)"), "42");
    }

    static void assertReturned(Event.Ended ended, String result) {
        assertThat(ended.outcome())
                .as(() -> Expectation.describe(ended))
                .isInstanceOfSatisfying(
                        Outcome.Returned.class,
                        returned -> assertThat(returned.result()).isEqualTo(result));
    }

    static void assertLimit(Event.Ended ended, Outcome.Limit limit) {
        assertThat(ended.outcome())
                .as(() -> Expectation.describe(ended))
                .isInstanceOfSatisfying(Outcome.LimitHit.class, hit -> {
                    assertThat(hit.limit()).isEqualTo(limit);
                    assertThat(hit.message()).isNotBlank();
                });
    }
}
