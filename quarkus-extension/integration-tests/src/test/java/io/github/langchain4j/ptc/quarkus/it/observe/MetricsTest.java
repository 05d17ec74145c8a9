package io.github.langchain4j.ptc.quarkus.it.observe;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MetricsTest {

    private static final String SERVICE = "aiservice=\"ObservedAssistant\"";
    private static final String SANDBOX = "sandbox=\"<default>\"";
    private static final String PROGRAMS = "langchain4j_ptc_programs_seconds_count";
    private static final String CALLS = "langchain4j_ptc_tool_calls_seconds_count";
    private static final String FAILURES = "langchain4j_ptc_failures_programs_total";

    private Meters before;

    @BeforeEach
    void read() {
        before = Meters.read();
    }

    private static Meters after(String program) {
        given().body(program).post("/observe").then().statusCode(200);
        return Meters.read();
    }

    @Test
    void programsAreTimedByServiceAndSandbox() {
        Meters after = after("1 + 1");

        assertThat(after.since(before, PROGRAMS, SERVICE, SANDBOX, "outcome=\"returned\"", "limit=\"none\""))
                .isEqualTo(1);
        assertThat(after.since(before, "langchain4j_ptc_programs_seconds_sum", SERVICE, SANDBOX))
                .isPositive();
        assertThat(after.since(before, "langchain4j_ptc_programs_compute_seconds_count", SERVICE, SANDBOX))
                .isEqualTo(1);
        assertThat(after.since(before, FAILURES, SERVICE)).isZero();
    }

    @Test
    void programsThatFailAreCountedByTheirException() {
        Meters after = after("1 / 0");

        assertThat(after.since(before, PROGRAMS, SERVICE, "outcome=\"failed\"")).isEqualTo(1);
        assertThat(after.since(before, FAILURES, SERVICE, SANDBOX, "kind=\"ZeroDivisionError\""))
                .isEqualTo(1);
    }

    @Test
    void programsMakeNoSeriesOfTheirOwnByExceptions() {
        Meters after = after("raise type('Mine4711', (Exception,), {})()");

        assertThat(after.since(before, FAILURES, SERVICE, "kind=\"other\"")).isEqualTo(1);
        assertThat(after.has("Mine4711")).isFalse();
    }

    @Test
    void programsMakeNoSeriesOfTheirOwnByCallingToolsThatAreNotThere() {
        Meters after = after("nothing4711('here')");

        assertThat(after.since(before, FAILURES, SERVICE, "kind=\"NameError\"")).isEqualTo(1);
        assertThat(after.has("nothing4711")).isFalse();
    }

    @Test
    void aLimitIsNamed() {
        Meters after = after("print('x' * 2_000_000)");

        assertThat(after.since(before, PROGRAMS, SERVICE, "outcome=\"limit_hit\"", "limit=\"output\""))
                .isEqualTo(1);
        assertThat(after.since(before, FAILURES, SERVICE, "kind=\"output\"")).isEqualTo(1);
    }

    @Test
    void onlyAnExitWithAnErrorIsAFailure() {
        Meters good = after("import sys; sys.exit(0)");
        Meters bad = after("import sys; sys.exit(3)");

        assertThat(bad.since(before, PROGRAMS, SERVICE, "outcome=\"exited\"")).isEqualTo(2);
        assertThat(good.since(before, FAILURES, SERVICE)).isZero();
        assertThat(bad.since(good, FAILURES, SERVICE, "kind=\"exited\"")).isEqualTo(1);
    }

    @Test
    void toolCallsAreTimedByToolAndError() {
        Meters after = after("""
                findPrices('a')
                for wrong in (lambda: fail('x'), lambda: findPrices(3)):
                    try:
                        wrong()
                    except Exception:
                        pass
                """);

        assertThat(after.since(before, CALLS, SERVICE, "tool=\"findPrices\"", "outcome=\"ok\"", "error=\"none\""))
                .isEqualTo(1);
        assertThat(after.since(
                        before,
                        CALLS,
                        SERVICE,
                        "tool=\"fail\"",
                        "outcome=\"error\"",
                        "error=\"IllegalStateException\""))
                .isEqualTo(1);
        assertThat(after.since(before, CALLS, "tool=\"findPrices\"", "outcome=\"error\"", "error=\"TypeError\""))
                .isEqualTo(1);
    }

    @Test
    void whatIsKeptFromTheModelIsCounted() {
        String result = "[\"secret-price-1\",\"secret-price-2\"]";
        Meters after = after("sum(len(findPrices(str(i))) for i in range(10))");

        double shown = "20".length();
        assertThat(after.since(before, "langchain4j_ptc_results_bytes_total", SERVICE))
                .isEqualTo(10 * result.length());
        assertThat(after.since(before, "langchain4j_ptc_shown_bytes_total", SERVICE))
                .isEqualTo(shown);
        assertThat(after.since(before, "langchain4j_ptc_saved_bytes_total", SERVICE))
                .isEqualTo(10 * result.length() - shown);
        assertThat(after.since(before, "langchain4j_ptc_saved_tokens_total", SERVICE))
                .isEqualTo(Math.floor((10 * result.length() - shown) / 4));
    }

    @Test
    void aProgramThatShowsMoreThanItReadSavesNothing() {
        Meters after = after("print('x' * 1000)");

        assertThat(after.since(before, "langchain4j_ptc_saved_bytes_total", SERVICE))
                .isZero();
        assertThat(after.since(before, "langchain4j_ptc_shown_bytes_total", SERVICE))
                .isEqualTo(1000);
    }

    @Test
    void sessionsAndInterpretersAreShown() {
        Meters after = after("1");

        assertThat(after.since(before, "langchain4j_ptc_sessions_acquire_seconds_count", SANDBOX, "outcome=\"ok\""))
                .isEqualTo(1);
        assertThat(after.has("langchain4j_ptc_sessions_open_sessions{" + SANDBOX))
                .isTrue();
        assertThat(after.has("langchain4j_ptc_interpreters_idle_interpreters{" + SANDBOX))
                .isTrue();
        assertThat(after.has("langchain4j_ptc_interpreters_total_interpreters{" + SANDBOX))
                .isTrue();
    }

    @Test
    void metersAreDescribed() {
        assertThat(after("1").has("# HELP langchain4j_ptc_programs_seconds Programs of models"))
                .isTrue();
    }
}
