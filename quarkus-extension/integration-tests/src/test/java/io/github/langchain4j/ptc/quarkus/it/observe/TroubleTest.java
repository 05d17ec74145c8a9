package io.github.langchain4j.ptc.quarkus.it.observe;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sandbox whose engine is away, one with a single place; and spans with content. */
@QuarkusTest
@TestProfile(TroubleTest.Profile.class)
class TroubleTest {

    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            String ptc = "quarkus.langchain4j.ptc.";
            return Map.of(
                    ptc + "observability.traces-content", "true",
                    ptc + "devservices.enabled", "false", // else the embedded sandbox stands in
                    ptc + "sandboxes.away.type", "docker",
                    ptc + "sandboxes.away.docker.host", "unix:///nowhere/docker.sock",
                    ptc + "services.SharedAssistant.sandbox", "away",
                    ptc + "limits.sessions", "1",
                    ptc + "limits.start-time", "1s");
        }
    }

    @Inject
    InMemorySpanExporter exporter;

    /** The first session waits for more than it is given, perhaps. */
    @BeforeEach
    void awaitSandbox() {
        int status = 0;
        for (int tries = 0; status != 200 && tries < 50; tries++) {
            status = given().body("1").post("/observe").statusCode();
        }
    }

    @Test
    void theApplicationIsNotReadyWithoutTheEngineOfItsSandbox() {
        Meters before = Meters.read();
        given().body("1").post("/observe/message").then().statusCode(500);

        String sandboxes = "checks.find { it.name == 'Sandboxes of programs' }.";
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body(sandboxes + "status", equalTo("DOWN"))
                .body(sandboxes + "data.'away'", equalTo("DOWN"))
                .body(sandboxes + "data.'away.type'", equalTo("docker"))
                .body(sandboxes + "data.'away.trust'", equalTo("container"))
                .body(sandboxes + "data.'away.reason'", containsString("There is no Docker engine at"));
        assertThat(Meters.read()
                        .since(
                                before,
                                "langchain4j_ptc_sessions_acquire_seconds_count",
                                "sandbox=\"away\"",
                                "outcome=\"unavailable\""))
                .isEqualTo(1);
    }

    @Test
    void sessionsThatCouldNotBeHadBecauseAllAreInUseAreTimed() {
        Meters before = Meters.read();

        given().body("print(ask('1'))").post("/observe").then().statusCode(200);

        Meters after = Meters.read();
        String acquire = "langchain4j_ptc_sessions_acquire_seconds_";
        assertThat(after.since(before, acquire + "count", "outcome=\"busy\"")).isEqualTo(1);
        assertThat(after.since(before, acquire + "sum", "outcome=\"busy\"")).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void spansHoldContentIfThatIsWanted() {
        exporter.reset();

        given().body("print(findPrices('my-argument'))").post("/observe").then().statusCode(200);

        String spans = exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().startsWith("execute_tool"))
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
        assertThat(spans).contains("print(findPrices(", "{\"article\":\"my-argument\"}", "[\"secret-price-1\",");
    }
}
