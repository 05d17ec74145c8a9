package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import java.util.Objects;

/**
 * Any sandbox, seen as one that can only be stepped: frames to the runner are kept until the next {@code receive}, which
 * then runs the program up to where it is idle or ended before it gives the first frame of that step. So services
 * without a channel of their own, where each request is one step, can be tried without one.
 *
 * <p>Thread-safe; closes the sandbox that it wraps.
 */
public final class SteppedSandbox implements Sandbox {

    private final Sandbox sandbox;
    private final SandboxTraits traits;

    /** @param sandbox a sandbox that streams */
    public SteppedSandbox(Sandbox sandbox) {
        this.sandbox = Objects.requireNonNull(sandbox, "sandbox");
        SandboxTraits of = sandbox.traits();
        this.traits = new SandboxTraits(
                of.name() + "-stepped", of.trust(), true, of.threads(), of.processes(), of.packages());
    }

    @Override
    public SandboxTraits traits() {
        return traits;
    }

    @Override
    public Interpreter start(InterpreterSpec spec, Deadline by) throws InterruptedException {
        return new SteppedInterpreter(sandbox.start(spec, by));
    }

    @Override
    public void close() {
        sandbox.close();
    }

    @Override
    public String toString() {
        return "SteppedSandbox[" + sandbox + "]";
    }
}
