package io.github.langchain4j.ptc.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithoutDockerTest.Profile.class)
class WithoutDockerTest {

    /** Docker is wanted, but there is no engine. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.langchain4j.ptc.sandbox.type",
                    "docker",
                    "quarkus.langchain4j.ptc.sandbox.docker.host",
                    "tcp://127.0.0.1:1");
        }
    }

    @Inject
    Sandboxes sandboxes;

    @Test
    void theEmbeddedSandboxStandsInForDocker() {
        RestAssured.given()
                .body("sum(o['total'] for o in findOrders('c7'))")
                .post("/assistant")
                .then()
                .statusCode(200)
                .body(org.hamcrest.Matchers.containsString("42"));
        assertThat(sandboxes.opened().get(Sandboxes.DEFAULT).traits().name()).isEqualTo("embedded");
    }
}
