package io.github.langchain4j.ptc.agentcore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Program;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.engine.ToolDescriptor;
import io.github.langchain4j.ptc.engine.ToolDescriptor.Parameter;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.sandbox.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs in process, with an executor whose calls end at different moments: {@code echo(x)} answers at once,
 * {@code slow(millis, x)} later, {@code big(n)} with so many characters.
 */
final class Programs implements AutoCloseable {

    /** Nothing takes longer, unless it hangs. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    static final Limits ROOMY = Limits.builder().computeTime(PATIENCE).build();

    private static final List<ToolDescriptor> TOOLS =
            List.of(tool("echo", "x"), tool("slow", "millis", "x"), tool("big", "n"));

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);

    /** The calls that came, as {@code tool(arguments)}. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    private static ToolDescriptor tool(String name, String... parameters) {
        List<Parameter> described =
                List.of(parameters).stream().map(p -> new Parameter(p, true)).toList();
        return new ToolDescriptor(name, described, name + "(…)", "");
    }

    Execution start(Session session, String code) {
        return session.start(new Program(code, TOOLS));
    }

    Event.Ended run(Session session, String code) throws InterruptedException {
        return end(start(session, code));
    }

    /** Serves a program to its end. */
    Event.Ended end(Execution execution) throws InterruptedException {
        Deadline by = Deadline.in(PATIENCE);
        while (true) {
            Event event = execution.next(by);
            if (event instanceof Event.ToolCalled call) {
                answerLater(execution, call);
            } else if (event instanceof Event.Ended ended) {
                return ended;
            }
            assertThat(event).as("an event before " + PATIENCE).isNotInstanceOf(Event.TimedOut.class);
        }
    }

    private void answerLater(Execution execution, Event.ToolCalled call) {
        calls.add(call.tool() + call.arguments());
        JsonNode answer = call.tool().equals("big")
                ? TextNode.valueOf("x".repeat(call.arguments().path("n").asInt()))
                : call.arguments().path("x");
        executor.schedule(
                () -> execution.answer(call.id(), new ToolOutcome.Value(answer)),
                call.arguments().path("millis").asLong(0),
                TimeUnit.MILLISECONDS);
    }

    /** What a program returned; fails if it did not. */
    String returned(Session session, String code) throws InterruptedException {
        return returned(run(session, code));
    }

    static String returned(Event.Ended ended) {
        Outcome outcome = ended.outcome();
        String said = outcome instanceof Outcome.Failed failed
                ? failed.traceback()
                : outcome instanceof Outcome.SessionLost lost ? lost.message() : outcome.toString();
        assertThat(outcome).as(said).isInstanceOf(Outcome.Returned.class);
        return ((Outcome.Returned) outcome).result();
    }

    /** What the model is told of a session that was lost; fails if it was not. */
    static String lost(Event.Ended ended) {
        assertThat(ended.outcome()).as(ended.output()).isInstanceOf(Outcome.SessionLost.class);
        return ((Outcome.SessionLost) ended.outcome()).message();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
