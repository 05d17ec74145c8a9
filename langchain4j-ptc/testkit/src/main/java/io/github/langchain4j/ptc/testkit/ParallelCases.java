package io.github.langchain4j.ptc.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Runs the cases of a test factory on a few threads at once; each test then only waits for its own case. */
final class ParallelCases implements AutoCloseable {

    /** One case. */
    @FunctionalInterface
    interface Case<T> {

        void run(T subject) throws Exception;
    }

    private final ExecutorService threads;

    ParallelCases(int parallel) {
        threads = Executors.newFixedThreadPool(parallel, task -> {
            Thread thread = new Thread(task, "ptc-testkit-case");
            thread.setDaemon(true);
            return thread;
        });
    }

    <T> Stream<DynamicTest> of(List<T> subjects, Function<T, String> name, Case<T> body) {
        List<DynamicTest> tests = new ArrayList<>();
        for (T subject : subjects) {
            Callable<Void> call = () -> {
                body.run(subject);
                return null;
            };
            Future<Void> result = threads.submit(call);
            tests.add(DynamicTest.dynamicTest(name.apply(subject), () -> await(result)));
        }
        return tests.stream();
    }

    private static void await(Future<Void> result) throws Throwable {
        try {
            result.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
