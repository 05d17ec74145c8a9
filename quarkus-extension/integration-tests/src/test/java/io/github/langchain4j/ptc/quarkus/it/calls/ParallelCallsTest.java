package io.github.langchain4j.ptc.quarkus.it.calls;

import static io.github.langchain4j.ptc.quarkus.it.calls.Client.ALICE;
import static io.github.langchain4j.ptc.quarkus.it.calls.Client.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ParallelCallsTest {

    @Test
    void callsThatAreAwaitedTogetherOverlap() {
        assertThat(ALICE.ask("""
                        import asyncio
                        one, two = await asyncio.gather(meet('together', 2), meet('together', 2))
                        print(one == two)
                        """)).isEqualTo("True");
    }

    @Test
    void callsOfPlainCodeComeOneAfterTheOther() {
        assertThat(ALICE.ask("print([enter() for i in range(3)])")).isEqualTo("[1, 1, 1]");
    }

    @Test
    void aToolMayAskAServiceWithPrograms() {
        assertThat(ALICE.ask("print(user(), delegate('print(user())'))")).isEqualTo("alice alice");
    }

    @Test
    void toolsMayAskServicesWithProgramsAtTheSameTime() {
        assertThat(BOB.ask("""
                        import asyncio
                        print(*await asyncio.gather(*[delegate(f'print(user(), {i})') for i in range(8)]), sep=', ')
                        """)).isEqualTo("bob 0, bob 1, bob 2, bob 3, bob 4, bob 5, bob 6, bob 7");
    }

    @Test
    void onAnEventLoopThereIsAClearError() {
        for (String path : new String[] {"/event-loop", "/uni"}) {
            assertThat(ALICE.post(path, "print(user())")
                            .then()
                            .statusCode(500)
                            .extract()
                            .asString())
                    .startsWith("BlockingToolNotAllowedException")
                    .contains("event loop thread", "@Blocking");
        }
    }
}
