package io.github.langchain4j.ptc.quarkus.it.calls;

import static io.github.langchain4j.ptc.quarkus.it.calls.Client.ALICE;
import static io.github.langchain4j.ptc.quarkus.it.calls.Client.BOB;
import static io.github.langchain4j.ptc.quarkus.it.calls.Client.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdentityTest {

    private static final String SECRET = """
            try:
                print(secret())
            except ToolError as e:
                print(e.type)
            """;

    @Test
    void aToolIsCalledAsTheUserOfTheRequest() {
        assertThat(ALICE.ask("print(await user(), await userAfter(5))")).isEqualTo("alice alice");
        assertThat(BOB.ask("print(await user(), await userAfter(5))")).isEqualTo("bob bob");
        assertThat(NOBODY.ask("print(user())")).isEqualTo("nobody");
    }

    @Test
    void aToolIsForThoseWhoHaveItsRole() {
        assertThat(ALICE.ask(SECRET)).isEqualTo("the secret of alice");
        assertThat(BOB.ask(SECRET)).isEqualTo("ForbiddenException");
        assertThat(NOBODY.ask(SECRET)).isEqualTo("UnauthorizedException");
    }

    @Test
    void aToolIsAsForbiddenWhenTheModelCallsIt() {
        assertThat(ALICE.ask("/direct", "secret {}")).contains("the secret of alice");
        assertThat(BOB.post("/direct", "secret {}").asString()).doesNotContain("the secret");
    }

    @Test
    void parallelCallsAreOfTheSameUserAndRequest() {
        String[] lines = ALICE.ask("/visit", """
                        import asyncio
                        print(*await asyncio.gather(*[meet('identity', 4) for i in range(4)]), sep='\\n')
                        """).split("\n");
        assertThat(lines).hasSize(6);
        assertThat(lines[5]).isEqualTo(lines[0]);
        assertThat(lines).filteredOn(line -> line.equals("alice " + lines[0])).hasSize(4);
    }

    @Test
    void aRequestScopedBeanIsThatOfTheRequest() {
        String[] lines = ALICE.ask("/visit", "print(visit(), visit(), header('X-Client'))")
                .split("\n");
        assertThat(lines).containsExactly(lines[0], lines[0] + " " + lines[0] + " alice", lines[0]);
    }

    @Test
    void aCallerOnAVirtualThreadIsKnownAsWell() {
        assertThat(BOB.ask("/virtual", "print(user(), user(), header('X-Client'))"))
                .matches((Runtime.version().feature() < 21 ? "Thread" : "VirtualThread") + ".*\nbob bob bob");
    }
}
