package io.github.langchain4j.ptc.quarkus.it.observe;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HealthTest {

    @Test
    void theApplicationIsReadyWithItsSandbox() {
        given().body("1").post("/observe").then().statusCode(200);

        String sandboxes = "checks.find { it.name == 'Sandboxes of programs' }.";
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(sandboxes + "status", equalTo("UP"))
                .body(sandboxes + "data.'<default>'", equalTo("UP"))
                .body(sandboxes + "data.'<default>.type'", equalTo("embedded"))
                .body(sandboxes + "data.'<default>.trust'", equalTo("embedded"))
                .body(sandboxes + "data.'<default>.idle'", greaterThanOrEqualTo(0))
                .body(sandboxes + "data.'<default>.total'", greaterThanOrEqualTo(0));
    }
}
