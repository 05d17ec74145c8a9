package io.github.langchain4j.ptc.quarkus.runtime.observe;

import dev.langchain4j.invocation.InvocationContext;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.quarkus.runtime.ProgramObserver;
import io.github.langchain4j.ptc.quarkus.runtime.SandboxObserver;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Measures programs with Micrometer: in which sandbox each runs, and for which AI service. Thread-safe. */
@Singleton
public class ProgramMetrics implements SandboxObserver, ProgramObserver {

    /** For programs of a model that is no AI service's. */
    private static final String NO_SERVICE = "none";

    private final ProgramMeters meters;
    private final int outputCharacters;
    private final Map<String, String> services = new ConcurrentHashMap<>(); // by session, of programs that run

    public ProgramMetrics(MeterRegistry registry, PtcConfig config) {
        this.meters = new ProgramMeters(registry);
        this.outputCharacters = config.outputCharacters();
    }

    @Override
    public PtcListener observe(String sandbox) {
        return new SandboxMetrics(
                meters, sandbox, session -> services.getOrDefault(session, NO_SERVICE), outputCharacters);
    }

    /** Only says whose program it is: the sandbox's listener is told of its end before this one is. */
    @Override
    public PtcListener observe(InvocationContext invocation) {
        String service = invocation.interfaceName() == null ? NO_SERVICE : simpleName(invocation.interfaceName());
        return new PtcListener() {
            @Override
            public void programStarted(String session, int number, String code) {
                services.put(session, service);
            }

            @Override
            public void programEnded(String session, ProgramReport report) {
                services.remove(session);
            }
        };
    }

    private static String simpleName(String type) {
        return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    }
}
