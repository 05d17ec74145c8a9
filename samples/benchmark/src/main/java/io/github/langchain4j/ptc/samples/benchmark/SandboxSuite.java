package io.github.langchain4j.ptc.samples.benchmark;

import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Sessions, tool calls and batches of one sandbox. */
final class SandboxSuite implements Suite {

    private static final int WARM_UP = 10;
    private static final int SESSIONS = 30;
    private static final int CALLS = 2000;
    private static final int REPEATS = 10;

    private static final String BLOCKING = "for i in range(%d):\n    echo(i)\n'done'";
    private static final String AWAITED = "for i in range(%d):\n    await echo(i)\n'done'";
    private static final String GATHERED = "sum(await asyncio.gather(*[slow(i) for i in range(%d)]))";

    private final Callable<Sandbox> sandbox;
    private final Map<String, String> goals;

    /**
     * @param sandbox makes the sandbox; it is closed here
     * @param goals by the name of the figure
     */
    SandboxSuite(Callable<Sandbox> sandbox, Map<String, String> goals) {
        this.sandbox = sandbox;
        this.goals = goals;
    }

    @Override
    public void run(Consumer<Figure> figures) throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Sandbox measured = sandbox.call();
                Engine engine = new Engine(measured, Limits.DEFAULT)) {
            sessions(engine, timer, figures);
            try (Session session = engine.open()) {
                Programs.run(session, BLOCKING.formatted(CALLS / 2), timer);
                Programs.run(session, AWAITED.formatted(CALLS / 2), timer);
                calls(session, "blocking tool call", BLOCKING, timer, figures);
                calls(session, "awaited tool call", AWAITED, timer, figures);
                repeated(session, "200 sequential tool calls", BLOCKING.formatted(200), timer, figures);
                repeated(session, "gather of 100 calls to a 50 ms tool", GATHERED.formatted(100), timer, figures);
                repeated(session, "program that only prints", "print('hello')", timer, figures);
            }
        } finally {
            timer.shutdownNow();
        }
    }

    private void sessions(Engine engine, ScheduledExecutorService timer, Consumer<Figure> figures)
            throws InterruptedException {
        List<Double> opened = new ArrayList<>();
        List<Double> firstOutput = new ArrayList<>();
        for (int i = 0; i < WARM_UP + SESSIONS; i++) {
            long start = System.nanoTime();
            try (Session session = engine.open()) {
                double open = (System.nanoTime() - start) / 1e6;
                Programs.run(session, "1", timer);
                double first = (System.nanoTime() - start) / 1e6;
                if (i >= WARM_UP) {
                    opened.add(open);
                    firstOutput.add(first);
                }
            }
        }
        figures.accept(figure("fresh session", opened));
        figures.accept(figure("fresh session to the result of its first program", firstOutput));
    }

    private void calls(
            Session session, String name, String code, ScheduledExecutorService timer, Consumer<Figure> figures)
            throws InterruptedException {
        // Below the limit of calls of one program.
        List<Double> times = new ArrayList<>();
        for (int done = 0; done < CALLS; done += 500) {
            times.addAll(Programs.run(session, code.formatted(500), timer).betweenCalls());
        }
        figures.accept(figure(name, times));
    }

    private void repeated(
            Session session, String name, String code, ScheduledExecutorService timer, Consumer<Figure> figures)
            throws InterruptedException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            times.add(Programs.run(session, code, timer).total());
        }
        figures.accept(figure(name, times));
    }

    private Figure figure(String name, List<Double> samples) {
        return Figure.of(name, "ms", goals.getOrDefault(name, ""), samples);
    }
}
