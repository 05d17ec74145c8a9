package io.github.langchain4j.ptc.samples.benchmark;

import io.github.langchain4j.ptc.docker.DockerSandbox;
import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The Docker sandbox, each figure beside what docker-java and the engine take by themselves, measured in turns with it
 * in the same run.
 */
final class DockerSuite implements Suite {

    private static final int MIN_IDLE = 3;
    private static final int MAX_TOTAL = 8;
    private static final int COLD_STARTS = 15;
    private static final int WARM_SESSIONS = 30;
    private static final int REFILLED = 12;
    private static final int REFILLS = 3;
    private static final int ROUNDS = 5;
    private static final long MAX_SECONDS = 120;

    /** What the frames of a call of {@code echo(123)} and of its answer have, header included. */
    private static final int CALL_BYTES = 59;

    private static final int ANSWER_BYTES = 46;

    private static final String PRINT = "print('hello')";
    private static final String CALLS = "for i in range(100, %d):\n    echo(i)\n'done'";
    private static final String TEXTS = "for i in range(%d):\n    text(%d)\n'done'";

    private final String marker = UUID.randomUUID().toString();

    @Override
    public void run(Consumer<Figure> figures) throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (DockerSandbox sandbox = sandbox();
                Engine engine = new Engine(sandbox, Limits.DEFAULT)) {
            first(engine, figures);
            try (Session session = engine.open();
                    EngineFloor floor = new EngineFloor("PTC_BENCHMARK=" + marker)) {
                EngineFloor.Memory memory = floor.memory();
                figures.accept(Figure.of("memory of an idle container", "MB", "goal: at most 20 MB", memory.own()));
                figures.accept(Figure.of("the same with the page cache", "MB", "", memory.all()));
                coldStarts(engine, floor, timer, figures);
                pairs(session, floor, timer, figures);
                texts(session, floor, 64 << 10, 100, timer, figures);
                texts(session, floor, 1 << 20, 20, timer, figures);
            }
        } finally {
            timer.shutdownNow();
        }
        warm(figures);
        refill(figures);
        DockerPrograms.run(sandbox(), figures);
    }

    private DockerSandbox sandbox() {
        return DockerSandbox.builder()
                .environment(Map.of("PTC_BENCHMARK", marker))
                .build();
    }

    /** The first container of a sandbox compiles the runner, and the others get it compiled. */
    private void first(Engine engine, Consumer<Figure> figures) throws InterruptedException {
        long start = System.nanoTime();
        CountDownLatch gone = new CountDownLatch(1);
        try (Session session = engine.open()) {
            figures.accept(Figure.of("first session of the sandbox", "ms", "", (System.nanoTime() - start) / 1e6));
            try (EngineFloor floor = new EngineFloor("PTC_BENCHMARK=" + marker)) {
                figures.accept(Figure.of(
                        "memory of its container", "MB", "", floor.memory().own()));
            }
            session.whenEnded(gone::countDown);
        }
        awaitRemoval(gone);
    }

    private static void coldStarts(
            Engine engine, EngineFloor floor, ScheduledExecutorService timer, Consumer<Figure> figures)
            throws InterruptedException {
        List<Double> opened = new ArrayList<>();
        List<Double> printed = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        for (int i = 0; i < COLD_STARTS; i++) {
            bare.add(floor.coldStart());
            CountDownLatch gone = new CountDownLatch(1);
            long start = System.nanoTime();
            try (Session session = engine.open()) {
                opened.add((System.nanoTime() - start) / 1e6);
                printed.add(opened.get(i) + Programs.run(session, PRINT, timer).firstOutput());
                session.whenEnded(gone::countDown);
            }
            awaitRemoval(gone);
        }
        figures.accept(milliseconds("session that is started when it is wanted", "reference: 313 ms", opened));
        Figure ours = milliseconds("the same to the first line of its program", "", printed);
        Figure theirs = milliseconds("floor: create, attach, start to the first output", "", bare);
        figures.accept(ours);
        figures.accept(theirs);
        figures.accept(ratio(ours, theirs, "goal: at most 1.3"));
    }

    /** A container that is being removed would slow down the next one, or be taken for it. */
    private static void awaitRemoval(CountDownLatch gone) throws InterruptedException {
        if (!gone.await(MAX_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("A container was not removed in " + MAX_SECONDS + " seconds");
        }
    }

    /** In turns, because a loaded machine is slower at one time than at another. */
    private void pairs(Session session, EngineFloor floor, ScheduledExecutorService timer, Consumer<Figure> figures)
            throws InterruptedException {
        List<Double> ours = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        try (BareContainer echo = floor.echo(ANSWER_BYTES, CALL_BYTES)) {
            Programs.run(session, CALLS.formatted(600), timer);
            echo(echo, ANSWER_BYTES, CALL_BYTES, 500);
            for (int round = 0; round < ROUNDS; round++) {
                ours.addAll(Programs.run(session, CALLS.formatted(600), timer).betweenCalls());
                bare.addAll(echo(echo, ANSWER_BYTES, CALL_BYTES, 500));
            }
        }
        compare("tool call", "floor: echo of messages of the same size", ours, bare, "goal: at most 1.5", figures);
    }

    private void texts(
            Session session,
            EngineFloor floor,
            int size,
            int calls,
            ScheduledExecutorService timer,
            Consumer<Figure> figures)
            throws InterruptedException {
        List<Double> ours = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        try (BareContainer echo = floor.echo(ANSWER_BYTES + size, CALL_BYTES)) {
            Programs.run(session, TEXTS.formatted(calls, size), timer);
            echo(echo, ANSWER_BYTES + size, CALL_BYTES, calls);
            for (int round = 0; round < ROUNDS; round++) {
                ours.addAll(Programs.run(session, TEXTS.formatted(calls, size), timer)
                        .betweenCalls());
                bare.addAll(echo(echo, ANSWER_BYTES + size, CALL_BYTES, calls));
            }
        }
        String kilobytes = (size >> 10) + " KiB";
        compare(
                "tool call that returns " + kilobytes,
                "floor: messages of " + kilobytes + ", answered by small ones",
                ours,
                bare,
                "",
                figures);
    }

    private static List<Double> echo(BareContainer echo, int take, int give, int times) throws InterruptedException {
        byte[] message = new byte[take];
        List<Double> pairs = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            echo.send(message);
            echo.await(give);
            pairs.add((System.nanoTime() - start) / 1e6);
        }
        return pairs;
    }

    private void warm(Consumer<Figure> figures) throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        ExecutorService starters = Executors.newFixedThreadPool(2);
        List<Double> opened = new ArrayList<>();
        List<Double> printed = new ArrayList<>();
        try (WarmSandbox warm = new WarmSandbox(sandbox(), InterpreterSpec.DEFAULT, MIN_IDLE, MAX_TOTAL, starters);
                Engine engine = new Engine(warm, Limits.DEFAULT)) {
            for (int i = 0; i < WARM_SESSIONS; i++) {
                awaitFull(warm, MIN_IDLE);
                long start = System.nanoTime();
                try (Session session = engine.open()) {
                    opened.add((System.nanoTime() - start) / 1e6);
                    printed.add(
                            opened.get(i) + Programs.run(session, PRINT, timer).firstOutput());
                }
            }
        } finally {
            timer.shutdownNow();
            starters.shutdownNow();
        }
        figures.accept(milliseconds("session from the warm supply", "reference: 313 ms", opened));
        figures.accept(milliseconds("the same to the first line of its program", "goal: at most 5 ms", printed));
    }

    private void refill(Consumer<Figure> figures) throws Exception {
        List<Double> perSecond = new ArrayList<>();
        for (int i = 0; i < REFILLS; i++) {
            ExecutorService starters = Executors.newFixedThreadPool(2);
            long start = System.nanoTime();
            try (WarmSandbox warm = new WarmSandbox(sandbox(), InterpreterSpec.DEFAULT, REFILLED, REFILLED, starters)) {
                awaitFull(warm, REFILLED);
                perSecond.add(REFILLED / ((System.nanoTime() - start) / 1e9));
            } finally {
                starters.shutdownNow();
            }
        }
        figures.accept(Figure.of("refill of the warm supply, containers per second", "1/s", "", perSecond));
    }

    private static void awaitFull(WarmSandbox warm, int idle) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
        while (warm.idle() < idle || warm.total() > idle) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("The warm supply has " + warm.idle() + " containers, not " + idle);
            }
            Thread.sleep(2);
        }
    }

    private static void compare(
            String name,
            String floorName,
            List<Double> ours,
            List<Double> bare,
            String goal,
            Consumer<Figure> figures) {
        Figure measured = milliseconds(name, "", ours);
        Figure floor = milliseconds(floorName, "", bare);
        figures.accept(measured);
        figures.accept(floor);
        figures.accept(ratio(measured, floor, goal));
    }

    private static Figure ratio(Figure ours, Figure floor, String goal) {
        return Figure.of("ratio to the floor", "", goal, ours.median() / floor.median());
    }

    private static Figure milliseconds(String name, String goal, List<Double> samples) {
        return Figure.of(name, "ms", goal, samples);
    }
}
