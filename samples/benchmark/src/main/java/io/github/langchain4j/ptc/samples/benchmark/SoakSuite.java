package io.github.langchain4j.ptc.samples.benchmark;

import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Opens and closes many sessions and tells whether anything grows from the 200th on. */
final class SoakSuite implements Suite {

    private static final int FROM = 200;
    private static final int EVERY = 100;

    private final Callable<Sandbox> sandbox;
    private final int sessions;
    private final IntSupplier remains;

    /**
     * @param sandbox makes the sandbox; it is closed here
     * @param remains counts what closed sessions have left outside this process
     */
    SoakSuite(Callable<Sandbox> sandbox, int sessions, IntSupplier remains) {
        this.sandbox = sandbox;
        this.sessions = sessions;
        this.remains = remains;
    }

    /** What the process held at one moment. */
    private record Held(double threads, double descriptors, double heapMegabytes, double remains) {

        /** When the session that was closed last is gone, or should be. */
        static Held now(IntSupplier remains) throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            while (remains.getAsInt() > 0 && System.nanoTime() - end < 0) {
                Thread.sleep(50);
            }
            System.gc();
            System.gc();
            return new Held(
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    descriptorCount(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6,
                    remains.getAsInt());
        }

        private static double descriptorCount() throws Exception {
            Path own = Path.of("/proc/self/fd");
            if (!Files.isDirectory(own)) {
                return Double.NaN;
            }
            try (Stream<Path> descriptors = Files.list(own)) {
                return descriptors.count();
            }
        }
    }

    @Override
    public void run(Consumer<Figure> figures) throws Exception {
        List<Held> held = new ArrayList<>();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Sandbox soaked = sandbox.call();
                Engine engine = new Engine(soaked, Limits.DEFAULT)) {
            for (int i = 1; i <= sessions; i++) {
                try (Session session = engine.open()) {
                    Programs.run(session, "echo(1)", timer);
                }
                if (i >= FROM && i % EVERY == 0) {
                    held.add(Held.now(remains));
                }
            }
        } finally {
            timer.shutdownNow();
        }
        figures.accept(growth("threads", "", held, Held::threads));
        figures.accept(growth("open descriptors", "", held, Held::descriptors));
        figures.accept(Figure.of(
                "containers that are left",
                "",
                "goal: 0",
                held.stream().map(Held::remains).toList()));
        figures.accept(growth("heap after collection", "MB", held, Held::heapMegabytes));
    }

    private Figure growth(String name, String unit, List<Held> held, ToDoubleFunction<Held> what) {
        double first = what.applyAsDouble(held.get(0));
        double last = what.applyAsDouble(held.get(held.size() - 1));
        String change = String.format(
                Locale.ROOT,
                "%+.1f %% from session %d to %d; goal: within 2 %%",
                100 * (last - first) / first,
                FROM,
                sessions);
        return Figure.of(
                name, unit, change, held.stream().map(what::applyAsDouble).toList());
    }
}
