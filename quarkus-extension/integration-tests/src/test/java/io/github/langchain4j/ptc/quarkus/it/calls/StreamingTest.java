package io.github.langchain4j.ptc.quarkus.it.calls;

import static io.github.langchain4j.ptc.quarkus.it.calls.Client.ALICE;
import static io.github.langchain4j.ptc.quarkus.it.calls.Client.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StreamingTest {

    @Test
    void aProgramOfAStreamedAnswerCallsToolsAsTheUserOnWorkerThreads() {
        assertThat(ALICE.ask("/stream", "print(user(), thread(), secret())"))
                .matches("alice executor-thread-[0-9]+ the secret of alice");
        assertThat(BOB.ask("/stream", "print(user(), thread(), nonBlocking())"))
                .matches("bob executor-thread-[0-9]+ bob on executor-thread-[0-9]+");
    }

    @Test
    void theRequestGoesOnWhileItsAnswerIsStreamed() {
        String[] lines = ALICE.ask("/visit-stream", """
                        import asyncio
                        print(await visit())
                        print(*await asyncio.gather(meet('stream', 2), meet('stream', 2)), sep='\\n')
                        print(await header('X-Client'))
                        """).split("\n");
        assertThat(lines).containsExactly(lines[0], lines[0], "alice " + lines[0], "alice " + lines[0], "alice");
    }

    @Test
    void aRoleIsAskedForThereToo() {
        assertThat(BOB.ask("/stream", """
                        try:
                            secret()
                        except ToolError as e:
                            print(e.type)
                        """)).isEqualTo("ForbiddenException");
    }

    @Test
    void toolsHaveTransactionsOfTheirOwnThere() {
        assertThat(ALICE.ask("/stream", "print(book('stream') != 'none', state('stream'), transaction())"))
                .isEqualTo("True committed none");
    }

    @Test
    void manyStreamsAtOnceKeepTheirUsersApart() throws Exception {
        assertThat(Client.atOnce(
                        10, number -> (number % 2 == 0 ? ALICE : BOB).ask("/stream", "print(userAfter(50), user())")))
                .allSatisfy(answer -> assertThat(answer).isIn("alice alice", "bob bob"))
                .filteredOn(answer -> answer.startsWith("alice"))
                .hasSize(5);
    }
}
