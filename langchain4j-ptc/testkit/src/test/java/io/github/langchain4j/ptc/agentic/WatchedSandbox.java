package io.github.langchain4j.ptc.agentic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A sandbox that knows the interpreters of another one, so that those that nobody ended are found. */
final class WatchedSandbox implements Sandbox {

    private static final int PATIENCE_SECONDS = 20;

    private final Sandbox sandbox;
    private final List<Interpreter> started = new CopyOnWriteArrayList<>();

    /** @param sandbox closed with this one */
    WatchedSandbox(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public SandboxTraits traits() {
        return sandbox.traits();
    }

    @Override
    public Interpreter start(InterpreterSpec spec, Deadline by) throws InterruptedException {
        Interpreter interpreter = sandbox.start(spec, by);
        started.add(interpreter);
        return interpreter;
    }

    /** Fails unless as many interpreters as expected were started, and all of them end. */
    void assertAllEnded(int expected) throws Exception {
        assertThat(started).hasSize(expected);
        for (Interpreter interpreter : started) {
            interpreter.died().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
