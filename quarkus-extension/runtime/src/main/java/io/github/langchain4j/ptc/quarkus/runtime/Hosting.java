package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.invocation.InvocationContext;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;

/** What all hosts of tools have in common. Thread-safe. */
@Singleton
class Hosting {

    private final ToolMethods methods;
    private final Threads threads;
    private final List<ProgramObserver> observers;
    private final int maxPrograms;

    Hosting(ToolMethods methods, Threads threads, @All List<ProgramObserver> observers, PtcConfig config) {
        this.methods = methods;
        this.threads = threads;
        this.observers = observers;
        this.maxPrograms = config.maxPrograms();
    }

    ToolMethods methods() {
        return methods;
    }

    Threads threads() {
        return threads;
    }

    /** How many programs one call of a service may have run. */
    int maxPrograms() {
        return maxPrograms;
    }

    List<PtcListener> listeners(InvocationContext invocation) {
        return observers.stream().map(observer -> observer.observe(invocation)).toList();
    }
}
