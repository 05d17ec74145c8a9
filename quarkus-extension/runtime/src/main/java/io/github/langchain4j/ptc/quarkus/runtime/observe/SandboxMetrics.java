package io.github.langchain4j.ptc.quarkus.runtime.observe;

import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Measures what happens in one sandbox. Thread-safe. */
final class SandboxMetrics implements PtcListener {

    private final ProgramMeters meters;
    private final String sandbox;
    private final UnaryOperator<String> services;
    private final int outputCharacters;

    /**
     * @param sandbox its name
     * @param services the service whose program runs in a session
     * @param outputCharacters of output and result together that models get to read
     */
    SandboxMetrics(ProgramMeters meters, String sandbox, UnaryOperator<String> services, int outputCharacters) {
        this.meters = meters;
        this.sandbox = sandbox;
        this.services = services;
        this.outputCharacters = outputCharacters;
    }

    @Override
    public void sessionOpened(String session, Duration took) {
        meters.acquired(sandbox, "ok", took);
    }

    @Override
    public void sessionRefused(SandboxUnavailableException why, Duration took) {
        meters.acquired(sandbox, why instanceof SandboxBusyException ? "busy" : "unavailable", took);
    }

    @Override
    public void toolAnswered(String session, InnerCall call) {
        meters.called(services.apply(session), call);
    }

    @Override
    public void programEnded(String session, ProgramReport report) {
        String service = services.apply(session);
        meters.ended(service, sandbox, report);
        meters.saved(service, Savings.of(report, outputCharacters));
    }
}
