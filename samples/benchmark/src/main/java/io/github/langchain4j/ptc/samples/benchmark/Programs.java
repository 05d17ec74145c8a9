package io.github.langchain4j.ptc.samples.benchmark;

import com.fasterxml.jackson.databind.node.IntNode;
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

/** Runs programs against two tools: {@code echo(x)} answers at once, {@code slow(x)} after 50 ms. */
final class Programs {

    private static final long SLOW_MILLIS = 50;

    private static final List<ToolDescriptor> TOOLS = List.of(
            new ToolDescriptor(
                    "echo", List.of(new ToolDescriptor.Parameter("x", true)), "echo(x: int) -> int", "Answers x."),
            new ToolDescriptor(
                    "slow", List.of(new ToolDescriptor.Parameter("x", true)), "slow(x: int) -> int", "Takes 50 ms."));

    private Programs() {}

    /** What running a program took. Times in milliseconds. */
    record Run(double total, List<Double> betweenCalls) {}

    static Run run(Session session, String code, ScheduledExecutorService timer) throws InterruptedException {
        List<Double> betweenCalls = new ArrayList<>();
        long start = System.nanoTime();
        long lastCall = 0;
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
            } else if (event instanceof Event.Ended ended) {
                if (!(ended.outcome() instanceof Outcome.Returned)) {
                    throw new IllegalStateException(
                            "The program did not return but ended with " + ended.outcome() + ": " + ended.output());
                }
                return new Run((System.nanoTime() - start) / 1e6, betweenCalls);
            }
        }
    }

    private static void answer(Execution execution, Event.ToolCalled call, ScheduledExecutorService timer) {
        ToolOutcome outcome =
                new ToolOutcome.Value(IntNode.valueOf(call.arguments().path("x").asInt()));
        if (call.tool().equals("slow")) {
            timer.schedule(() -> execution.answer(call.id(), outcome), SLOW_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            execution.answer(call.id(), outcome);
        }
    }
}
