package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import io.github.langchain4j.ptc.engine.WarmSandbox;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.Type;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A sandbox that keeps interpreters ready, with the threads that start them. Thread-safe.
 *
 * @param sandbox with the warm supply
 * @param starters run the starts ahead
 * @param outlivesTheApplication whether neither the sandbox nor its classes are the application's
 */
record OpenSandbox(WarmSandbox sandbox, ThreadPoolExecutor starters, boolean outlivesTheApplication)
        implements AutoCloseable {

    private static final int IDLE_SECONDS = 10;

    /** Puts a warm supply before a sandbox, which is closed with it. */
    static OpenSandbox of(SandboxSettings settings, Sandbox sandbox) {
        ThreadPoolExecutor starters = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), OpenSandbox::starter);
        try {
            WarmSandbox warm = new WarmSandbox(
                    sandbox, settings.limits().interpreter(), settings.minIdle(), settings.maxTotal(), starters);
            boolean outlives = settings.type() != Type.BEAN && !SandboxShelf.goesWithTheApplication(sandbox.getClass());
            return new OpenSandbox(warm, starters, outlives);
        } catch (RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    private static Thread starter(Runnable task) {
        Thread thread = new Thread(task, "ptc-start-ahead");
        thread.setDaemon(true);
        // It outlives the application's class loader in dev mode.
        thread.setContextClassLoader(OpenSandbox.class.getClassLoader());
        return thread;
    }

    @Override
    public void close() {
        sandbox.close();
        starters.shutdown();
    }
}
