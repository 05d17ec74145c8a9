package io.github.langchain4j.ptc.quarkus.it.calls;

import static io.github.langchain4j.ptc.quarkus.it.calls.Client.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TraceTest {

    @Inject
    SpanCollector spans;

    @Test
    void theSpansOfParallelCallsHangOnTheRequest() throws InterruptedException {
        ALICE.ask("""
                import asyncio
                await asyncio.gather(*[trace(f'tool-{i}', 'traces', 4) for i in range(4)])
                """);
        for (int i = 0; i < 4; i++) {
            List<SpanData> chain = chain("tool-" + i + "-inner");
            assertThat(chain.get(1).getName()).isEqualTo("tool-" + i);
            assertThat(chain.get(chain.size() - 1).getKind()).isEqualTo(SpanKind.SERVER);
            assertThat(chain.get(chain.size() - 1).getName()).isEqualTo("POST /calls");
            assertThat(chain.get(chain.size() - 1).getParentSpanContext().isValid())
                    .isFalse();
        }
    }

    /** A span and those above it, up to the first without a parent here. */
    private List<SpanData> chain(String name) throws InterruptedException {
        List<SpanData> chain = new ArrayList<>();
        Optional<SpanData> next = await(name);
        while (next.isPresent()) {
            chain.add(next.get());
            String parent = next.get().getParentSpanId();
            next = spans.ended().stream()
                    .filter(span -> span.getSpanId().equals(parent))
                    .findFirst();
        }
        return chain;
    }

    /** The span of the request ends after the answer is there. */
    private Optional<SpanData> await(String name) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < end) {
            Optional<SpanData> inner = spans.ended().stream()
                    .filter(span -> span.getName().equals(name))
                    .findFirst();
            if (inner.isPresent()
                    && spans.ended().stream()
                            .anyMatch(span -> span.getKind() == SpanKind.SERVER
                                    && span.getTraceId().equals(inner.get().getTraceId()))) {
                return inner;
            }
            Thread.sleep(20);
        }
        return Optional.empty();
    }
}
