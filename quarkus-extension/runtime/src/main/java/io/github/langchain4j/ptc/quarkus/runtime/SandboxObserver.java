package io.github.langchain4j.ptc.quarkus.runtime;

import io.github.langchain4j.ptc.program.PtcListener;

/**
 * Observes the sessions of sandboxes and the programs in them; all beans of this type do. Thread-safe. Told of a program
 * before those are that know its invocation.
 */
@FunctionalInterface
public interface SandboxObserver {

    /**
     * The listener of one sandbox; asked before the sandbox is used.
     *
     * @param sandbox its name, as in {@link io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes#names()}
     */
    PtcListener observe(String sandbox);
}
