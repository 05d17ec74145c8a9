package io.github.langchain4j.ptc.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Program;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.engine.ToolDescriptor;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.sandbox.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Short ways to run programs, which have one tool: {@code echo(x)} answers its number. */
final class TestPrograms {

    /** Nothing takes longer, unless it hangs. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Limits under which programs that behave have room to spare on a busy machine. */
    static final Limits ROOMY =
            Limits.builder().computeTime(PATIENCE).startTime(PATIENCE).build();

    private static final List<ToolDescriptor> TOOLS = List.of(new ToolDescriptor(
            "echo", List.of(new ToolDescriptor.Parameter("x", true)), "echo(x: int) -> int", "Answers x."));

    private TestPrograms() {}

    static Execution start(Session session, String code) {
        return session.start(new Program(code, TOOLS));
    }

    /** Starts a program and returns when it waits for its first call, which nobody answers. */
    static Execution inCall(Session session, String code) throws InterruptedException {
        Execution execution = start(session, code);
        Event event = execution.next(Deadline.in(PATIENCE));
        while (event instanceof Event.Printed) {
            event = execution.next(Deadline.in(PATIENCE));
        }
        assertThat(event).isInstanceOf(Event.ToolCalled.class);
        return execution;
    }

    /** Serves a program to its end. */
    static Event.Ended end(Execution execution) throws InterruptedException {
        Deadline by = Deadline.in(PATIENCE);
        while (true) {
            Event event = execution.next(by);
            if (event instanceof Event.ToolCalled call) {
                execution.answer(
                        call.id(),
                        new ToolOutcome.Value(
                                IntNode.valueOf(call.arguments().path("x").asInt())));
            } else if (event instanceof Event.Ended ended) {
                return ended;
            }
            assertThat(event).as("an event before " + PATIENCE).isNotInstanceOf(Event.TimedOut.class);
        }
    }

    static Event.Ended run(Session session, String code) throws InterruptedException {
        return end(start(session, code));
    }

    /** What a program returned; fails if it did not. */
    static String returned(Session session, String code) throws InterruptedException {
        Outcome outcome = run(session, code).outcome();
        String said = outcome instanceof Outcome.Failed failed ? failed.traceback() : outcome.toString();
        assertThat(outcome).as(said).isInstanceOf(Outcome.Returned.class);
        return ((Outcome.Returned) outcome).result();
    }

    /** The sandbox serves: a program in a session of its own calls a tool and returns. */
    static void assertServes(Engine engine) throws InterruptedException {
        try (Session session = engine.open()) {
            assertReturned(run(session, "echo(40) + 2"), "42");
        }
    }

    static void assertReturned(Event.Ended ended, String result) {
        assertThat(ended.outcome())
                .as(() -> ended.outcome() + ": " + ended.output())
                .isInstanceOfSatisfying(
                        Outcome.Returned.class,
                        returned -> assertThat(returned.result()).isEqualTo(result));
    }

    /** Asserts that the session was lost, and returns what the model is told. */
    static String lost(Event.Ended ended) {
        assertThat(ended.outcome())
                .as(() -> ended.outcome() + ": " + ended.output())
                .isInstanceOf(Outcome.SessionLost.class);
        return ((Outcome.SessionLost) ended.outcome()).message();
    }

    /** The ids of the containers of a sandbox. */
    static List<String> containers(DockerClient client, String label) {
        return client
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(DockerEngine.LABEL, label))
                .exec()
                .stream()
                .map(Container::getId)
                .toList();
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        Deadline by = Deadline.in(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(by.reached()).as("not in time: " + what).isFalse();
            Thread.sleep(50);
        }
    }
}
