package io.github.langchain4j.ptc.samples.benchmark;

import dev.langchain4j.agent.tool.Tool;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Whole programs in a session that is open, with {@code @Tool} methods, as users have them. */
final class DockerPrograms {

    private static final int THREADS = 100;
    private static final int WARM_UP = 50;
    private static final int REPEATS = 20;

    private static final String SEQUENTIAL = "for i in range(20):\n    await instant(i)";
    private static final String GATHERED = "sum(await asyncio.gather(*[instant(i) for i in range(20)]))";
    private static final String GATHERED_SLOW = "sum(await asyncio.gather(*[slow(i) for i in range(100)]))";

    private DockerPrograms() {}

    /** @param sandbox is closed here */
    static void run(Sandbox sandbox, Consumer<Figure> figures) throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try (sandbox) {
            try (ProgramRunner runner = runner(sandbox).build();
                    ProgramSession session = runner.open()) {
                figures.accept(repeat(session, "program that only prints", "print('hello')", "reference: 153 ms"));
                figures.accept(repeat(
                        session, "20 sequential tool calls", SEQUENTIAL, "goal: at most 15 ms; reference: 3,784 ms"));
            }
            try (ProgramRunner runner =
                            runner(sandbox).executeToolsConcurrently(executor).build();
                    ProgramSession session = runner.open()) {
                figures.accept(repeat(session, "the same with an executor", SEQUENTIAL, ""));
                figures.accept(repeat(session, "gather of 20 instant calls", GATHERED, "reference: 331 ms"));
                figures.accept(
                        repeat(session, "gather of 100 calls to a 50 ms tool", GATHERED_SLOW, "goal: at most 120 ms"));
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static ProgramRunner.Builder runner(Sandbox sandbox) {
        return ProgramRunner.builder().sandbox(sandbox).tools(new Tools());
    }

    private static Figure repeat(ProgramSession session, String name, String code, String goal)
            throws InterruptedException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < WARM_UP + REPEATS; i++) {
            long start = System.nanoTime();
            ProgramReport report = session.run(code);
            double time = (System.nanoTime() - start) / 1e6;
            if (!report.succeeded()) {
                throw new IllegalStateException("The program of '" + name + "' failed: " + report.outcome());
            }
            if (i >= WARM_UP) {
                times.add(time);
            }
        }
        return Figure.of(name, "ms", goal, times);
    }

    /** What the programs call. */
    public static final class Tools {

        private Tools() {}

        @Tool("Answers x")
        public int instant(int x) {
            return x;
        }

        @Tool("Answers x after 50 ms")
        public int slow(int x) throws InterruptedException {
            Thread.sleep(50);
            return x;
        }
    }
}
