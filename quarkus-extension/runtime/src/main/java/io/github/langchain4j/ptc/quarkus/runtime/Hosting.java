package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.invocation.InvocationContext;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** What all hosts of tools have in common. Thread-safe. */
@Singleton
class Hosting {

    private static final String ROUNDS = "quarkus.langchain4j.ai-service.max-tool-executions";
    private static final int ROUNDS_BY_DEFAULT = 10;

    private final ToolMethods methods;
    private final Threads threads;
    private final List<ProgramObserver> observers;
    private final RequestEnd requestEnd;
    private final int maxPrograms;
    private final boolean roundsConfigured;

    Hosting(
            ToolMethods methods,
            Threads threads,
            @All List<ProgramObserver> observers,
            RequestEnd requestEnd,
            PtcConfig config) {
        this.methods = methods;
        this.threads = threads;
        this.requestEnd = requestEnd;
        this.roundsConfigured = ConfigProvider.getConfig()
                .getOptionalValue(ROUNDS, Integer.class)
                .isPresent();
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

    /** The end of the request that is active when it is used. */
    RequestEnd requestEnd() {
        return requestEnd;
    }

    /**
     * How many responses with tool calls a service may get for one question. Where the application does not say, so many that
     * it is the limit on programs that ends a model which does not come to an end.
     *
     * @param stated of the service; null or 0 if it does not say
     */
    Integer rounds(Integer stated) {
        boolean ofApplication = stated != null && stated > 0 || roundsConfigured;
        return ofApplication ? stated : Integer.valueOf(ROUNDS_BY_DEFAULT + 2 * maxPrograms);
    }

    List<PtcListener> listeners(InvocationContext invocation) {
        return observers.stream().map(observer -> observer.observe(invocation)).toList();
    }
}
