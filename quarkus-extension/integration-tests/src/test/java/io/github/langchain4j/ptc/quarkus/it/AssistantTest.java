package io.github.langchain4j.ptc.quarkus.it;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AssistantTest {

    @Test
    void aProgramCallsTheTools() {
        given().body("print(sum(o.total for o in findOrders('c7')))")
                .post("/assistant")
                .then()
                .statusCode(200)
                .body(containsString("42.0"));
    }
}
