package io.github.langchain4j.ptc.samples.benchmark;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Program;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.engine.ToolDescriptor;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.sandbox.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs against three tools: {@code echo(x)} answers at once, {@code slow(x)} after 50 ms, {@code text(x)} at
 * once with that many characters.
 */
final class Programs {

    private static final long SLOW_MILLIS = 50;

    private static final List<ToolDescriptor> TOOLS = List.of(
            new ToolDescriptor(
                    "echo", List.of(new ToolDescriptor.Parameter("x", true)), "echo(x: int) -> int", "Answers x."),
            new ToolDescriptor(
                    "slow", List.of(new ToolDescriptor.Parameter("x", true)), "slow(x: int) -> int", "Takes 50 ms."),
            new ToolDescriptor(
                    "text",
                    List.of(new ToolDescriptor.Parameter("x", true)),
                    "text(x: int) -> str",
                    "A text of x characters."));

    private Programs() {}

    /**
     * What running a program took, in milliseconds.
     *
     * @param total to its end
     * @param firstOutput to the first that it printed, as soon as the host had it; to its end if it printed nothing
     * @param betweenCalls from one tool call to the next
     */
    record Run(double total, double firstOutput, List<Double> betweenCalls) {}

    static Run run(Session session, String code, ScheduledExecutorService timer) throws InterruptedException {
        List<Double> betweenCalls = new ArrayList<>();
        long start = System.nanoTime();
        long lastCall = 0;
        long printed = 0;
        Execution execution = session.start(new Program(code, TOOLS));
        while (true) {
            Event event = execution.next(Deadline.NEVER);
            if (event instanceof Event.ToolCalled call) {
                long now = System.nanoTime();
                if (lastCall != 0) {
                    betweenCalls.add((now - lastCall) / 1e6);
                }
                lastCall = now;
                answer(execution, call, timer);
            } else if (event instanceof Event.Printed && printed == 0) {
                printed = System.nanoTime();
            } else if (event instanceof Event.Ended ended) {
                if (!(ended.outcome() instanceof Outcome.Returned)) {
                    throw new IllegalStateException(
                            "The program did not return but ended with " + ended.outcome() + ": " + ended.output());
                }
                long end = System.nanoTime();
                return new Run((end - start) / 1e6, ((printed == 0 ? end : printed) - start) / 1e6, betweenCalls);
            }
        }
    }

    private static void answer(Execution execution, Event.ToolCalled call, ScheduledExecutorService timer) {
        int x = call.arguments().path("x").asInt();
        ToolOutcome outcome = new ToolOutcome.Value(
                call.tool().equals("text") ? TextNode.valueOf("x".repeat(x)) : IntNode.valueOf(x));
        if (call.tool().equals("slow")) {
            timer.schedule(() -> execution.answer(call.id(), outcome), SLOW_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            execution.answer(call.id(), outcome);
        }
    }
}
