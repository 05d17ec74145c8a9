package io.github.langchain4j.ptc.quarkus.it.calls;

import static io.github.langchain4j.ptc.quarkus.it.calls.Client.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FaultToleranceTest {

    @Test
    void aToolThatTakesTooLongIsEnded() {
        assertThat(ALICE.ask("""
                        try:
                            endless()
                        except ToolError as e:
                            print(e.type)
                        """)).isEqualTo("TimeoutException");
    }

    @Test
    void aToolIsTriedAgain() {
        assertThat(ALICE.ask("print(third())")).isEqualTo("3");
    }

    @Test
    void aBrokenToolIsLeftAlone() {
        assertThat(ALICE.ask("""
                        for i in range(4):
                            try:
                                broken()
                            except ToolError as e:
                                print(e.type)
                        """))
                .isEqualTo("IllegalStateException\nIllegalStateException\n"
                        + "CircuitBreakerOpenException\nCircuitBreakerOpenException");
    }

    @Test
    void aNarrowToolRefusesTheRestAndTheOthersKeepTheirResults() {
        assertThat(ALICE.ask("""
                        import asyncio
                        all = await asyncio.gather(*[narrow() for i in range(3)], return_exceptions=True)
                        print(*sorted(getattr(each, 'type', each) for each in all))
                        """)).isEqualTo("BulkheadException BulkheadException passed");
    }
}
