package io.github.langchain4j.ptc.samples.proxy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of the application. */
final class Threads {

    /** The engine starts no more than two interpreters ahead at a time. */
    private static final int FEW = 2;

    private Threads() {}

    /** For requests, one each. A further one is refused rather than left to wait: clients try again. */
    static ThreadPoolExecutor perRequest(int most) {
        return new ThreadPoolExecutor(0, most, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), factory("ptc-request"));
    }

    /** For starts ahead. */
    static ExecutorService few(String name) {
        return Executors.newFixedThreadPool(FEW, factory(name));
    }

    private static ThreadFactory factory(String name) {
        AtomicInteger count = new AtomicInteger();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(loader); // LangChain4j looks for its HTTP client through it
            return thread;
        };
    }
}
