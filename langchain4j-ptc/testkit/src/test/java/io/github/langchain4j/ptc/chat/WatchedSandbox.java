package io.github.langchain4j.ptc.chat;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A sandbox of the local Python that knows which of its interpreters live. */
final class WatchedSandbox implements Sandbox {

    private static final long PATIENCE_SECONDS = 60;

    private final LocalPythonSandbox sandbox = new LocalPythonSandbox();
    private final List<CompletableFuture<Death>> deaths = new CopyOnWriteArrayList<>();

    @Override
    public SandboxTraits traits() {
        return sandbox.traits();
    }

    @Override
    public Interpreter start(InterpreterSpec spec, Deadline by)
            throws SandboxUnavailableException, InterruptedException {
        Interpreter interpreter = sandbox.start(spec, by);
        deaths.add(interpreter.died().toCompletableFuture());
        return interpreter;
    }

    /** Interpreters that were started. */
    int started() {
        return deaths.size();
    }

    /** Waits until no interpreter lives. */
    void awaitAllDead() throws Exception {
        for (CompletableFuture<Death> death : deaths) {
            death.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
