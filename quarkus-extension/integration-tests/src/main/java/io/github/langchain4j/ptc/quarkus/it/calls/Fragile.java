package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.agent.tool.Tool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** Tools with fault tolerance. */
@ApplicationScoped
public class Fragile {

    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();

    @Tool("Does not come to an end")
    @Timeout(value = 100, unit = ChronoUnit.MILLIS)
    public String endless() throws InterruptedException {
        new CountDownLatch(1).await(60, TimeUnit.SECONDS);
        return "an end";
    }

    @Tool("Works at the third attempt")
    @Retry(maxRetries = 5, delay = 0, jitter = 0)
    public int third() {
        int attempt = attempts.incrementAndGet();
        if (attempt < 3) {
            throw new IllegalStateException("attempt " + attempt);
        }
        return attempt;
    }

    @Tool("Never works")
    @CircuitBreaker(requestVolumeThreshold = 2, delay = 1, delayUnit = ChronoUnit.HOURS)
    public int broken() {
        throw new IllegalStateException("broken " + broken.incrementAndGet());
    }

    @Tool("Takes one at a time")
    @Bulkhead(1)
    public String narrow() throws InterruptedException {
        Thread.sleep(500);
        return "passed";
    }
}
