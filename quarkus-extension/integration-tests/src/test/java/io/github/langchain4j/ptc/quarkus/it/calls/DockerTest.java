package io.github.langchain4j.ptc.quarkus.it.calls;

import static io.github.langchain4j.ptc.quarkus.it.calls.Client.ALICE;
import static io.github.langchain4j.ptc.quarkus.it.calls.Client.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What matters most, with programs in containers. */
@QuarkusTest
@TestProfile(DockerTest.Profile.class)
@RequiresDocker
class DockerTest {

    /** Its settings. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.langchain4j.ptc.sandbox.type", "docker",
                    "quarkus.langchain4j.ptc.sandboxes.small.type", "docker",
                    "quarkus.langchain4j.ptc.trust-level", "container");
        }
    }

    @Test
    void aProgramRunsInAContainer() {
        assertThat(ALICE.ask("import os; print(os.getuid(), os.path.exists('/bin/sh'))"))
                .isEqualTo("65534 False");
    }

    @Test
    void callsThatAreAwaitedTogetherOverlapAndAreOfTheSameUserAndRequest() {
        String[] lines = ALICE.ask("/visit", """
                        import asyncio
                        print(*await asyncio.gather(*[meet('docker', 3) for i in range(3)]), sep='\\n')
                        """).split("\n");
        assertThat(lines).hasSize(5);
        assertThat(lines).filteredOn(line -> line.equals("alice " + lines[0])).hasSize(3);
    }

    @Test
    void callsOfThreadsOverlapToo() {
        assertThat(BOB.ask("""
                        from concurrent.futures import ThreadPoolExecutor
                        with ThreadPoolExecutor(2) as pool:
                            one, two = pool.map(lambda n: meet('threads', 2), range(2))
                        print(one == two, one.split()[0])
                        """)).isEqualTo("True bob");
    }

    @Test
    void aToolIsForThoseWhoHaveItsRole() {
        String program = "try:\n    print(secret())\nexcept ToolError as e:\n    print(e.type)";
        assertThat(ALICE.ask(program)).isEqualTo("the secret of alice");
        assertThat(BOB.ask(program)).isEqualTo("ForbiddenException");
    }

    @Test
    void inTheTransactionOfTheCallerAToolJoinsIt() {
        String[] lines = ALICE.ask("/transaction", "print(book('contained'), state('contained'))")
                .split("\n");
        assertThat(lines).containsExactly(lines[0], lines[0] + " open", lines[0]);
    }

    @Test
    void aStreamedAnswerMayBeAProgram() {
        assertThat(ALICE.ask("/stream", "print(user(), secret())")).isEqualTo("alice the secret of alice");
    }

    @Test
    void manyConversationsAtOnceKeepTheirUsersAndVariables() throws Exception {
        assertThat(Client.atOnce(8, number -> {
                    Client client = number % 2 == 0 ? ALICE : BOB;
                    client.ask("/diary/box-" + number, "mine = (userAfter(20), addressed('I'))");
                    return client.ask("/diary/box-" + number, "print(*mine, userAfter(10), sep='|')")
                            .equals(client.name() + "|I box-" + number + " null|" + client.name());
                }))
                .hasSize(8)
                .containsOnly(true);
    }
}
