package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.invocation.InvocationContext;
import io.github.langchain4j.ptc.program.PtcListener;

/**
 * Observes the programs of AI services, and knows for whom each one runs; all beans of this type do. Thread-safe. An
 * application that does not need to know gives a bean of type {@link PtcListener}.
 */
@FunctionalInterface
public interface ProgramObserver {

    /**
     * The listener of one program.
     *
     * @param invocation of the AI service that has the program run; called on the thread that is about to run it
     */
    PtcListener observe(InvocationContext invocation);
}
