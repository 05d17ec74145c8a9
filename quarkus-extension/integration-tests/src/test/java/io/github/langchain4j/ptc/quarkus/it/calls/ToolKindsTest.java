package io.github.langchain4j.ptc.quarkus.it.calls;

import static io.github.langchain4j.ptc.quarkus.it.calls.Client.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ToolKindsTest {

    private static String failure(String call) {
        return """
                try:
                    %s
                except ToolError as e:
                    print(e)
                """.formatted(call);
    }

    @Test
    void aProgramGetsWhatAUniBrings() {
        assertThat(ALICE.ask("print((await pointOfUni(7)).x, (await pointOfUni(8)).y)"))
                .isEqualTo("7 1");
        assertThat(ALICE.ask(failure("failingUni()"))).isEqualTo("IllegalStateException: no point of a Uni");
    }

    @Test
    void aProgramGetsWhatACompletionStageBrings() {
        assertThat(ALICE.ask("print((await pointOfStage(7)).x, (await pointOfStage(8)).y)"))
                .isEqualTo("7 2");
        assertThat(ALICE.ask(failure("failingStage()"))).isEqualTo("IllegalStateException: no point of a stage");
    }

    @Test
    void aToolWithoutAResultReturnsNone() {
        assertThat(ALICE.ask("before = touched(); print(touch(), touched() - before)"))
                .isEqualTo("None 1");
    }

    @Test
    void toolsRunOnWorkerThreadsWhateverTheirAnnotation() {
        for (String call : new String[] {"blocking()", "nonBlocking()", "virtual()"}) {
            assertThat(ALICE.ask("print(" + call + ")"))
                    .as(call)
                    .startsWith("alice on ")
                    .doesNotContain("event")
                    .matches(".*(executor-thread|irtual).*");
        }
    }

    @Test
    void aFailureOnAVirtualThreadIsThatOfTheTool() {
        assertThat(ALICE.ask(failure("failingVirtual()"))).isEqualTo("IllegalStateException: no virtue");
    }

    @Test
    void aToolGetsTheMemoryIdAndTheParametersOfTheCall() {
        assertThat(ALICE.ask("/parameters?tenant=acme", "print(addressed('dear'))"))
                .startsWith("dear ")
                .endsWith(" acme");
        assertThat(ALICE.ask("/diary/page-9", "print(addressed('dear'))")).isEqualTo("dear page-9 null");
    }

    @Test
    void aProgramCannotSayWhoseMemoryItIs() {
        assertThat(ALICE.ask("/diary/page-9", """
                        try:
                            addressed('dear', memoryId='page-1')
                        except TypeError as e:
                            print('no')
                        """)).isEqualTo("no");
    }

    @Test
    void guardrailsLookAtEachCall() {
        assertThat(ALICE.ask("print(pay('bob', 5))")).isEqualTo("paid 5 to bob with ****");
        assertThat(ALICE.ask(failure("pay('bob', 500)"))).contains("more than 100");
    }

    @Test
    void aGuardrailThatEndsAllEndsTheProgramAndTheCallOfTheService() {
        String call = "pay {\"to\": \"thief\", \"amount\": 5}";
        String direct =
                ALICE.post("/direct", call).then().statusCode(500).extract().asString();
        assertThat(ALICE.post("", failure("pay('thief', 5)"))
                        .then()
                        .statusCode(500)
                        .extract()
                        .asString())
                .isEqualTo(direct)
                .contains("a thief is at work");
    }

    @Test
    void theHandlersOfTheServiceSayWhatAFailureIs() {
        assertThat(ALICE.ask("/careful", failure("fail('badly')")))
                .isEqualTo("ToolExecutionException: fail says sorry: badly");
        assertThat(ALICE.ask("/careful", failure("failingStage()")))
                .isEqualTo("ToolExecutionException: failingStage says sorry: no point of a stage");
        assertThat(ALICE.ask("/careful", failure("width({'from': 9, 'to': 1})")))
                .isEqualTo("ToolExecutionException: width understands something else");
    }

    @Test
    void withoutHandlersAProgramKnowsTheFailure() {
        assertThat(ALICE.ask(failure("fail('badly')"))).isEqualTo("IllegalArgumentException: badly");
        assertThat(ALICE.ask(failure("width({'from': 9, 'to': 1})"))).contains("do not map onto the parameters");
        assertThat(ALICE.ask("print(width({'from': 1, 'to': 9}))")).isEqualTo("8");
    }
}
