package io.github.langchain4j.ptc.quarkus.it.guide;

import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

@Singleton
public class ProgramCount implements PtcListener {

    private final AtomicInteger failures = new AtomicInteger();

    @Override
    public void programEnded(String session, ProgramReport report) {
        if (!report.succeeded()) {
            failures.incrementAndGet();
        }
    }

    public int failures() {
        return failures.get();
    }
}
