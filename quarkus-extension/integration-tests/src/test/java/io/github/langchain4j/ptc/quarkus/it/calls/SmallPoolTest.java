package io.github.langchain4j.ptc.quarkus.it.calls;

import static io.github.langchain4j.ptc.quarkus.it.calls.Client.ALICE;
import static io.github.langchain4j.ptc.quarkus.it.calls.Client.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Few worker threads, and users that are asked for only when they are needed. */
@QuarkusTest
@TestProfile(SmallPoolTest.Profile.class)
class SmallPoolTest {

    /** Its settings. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.thread-pool.max-threads", "3", "quarkus.http.auth.proactive", "false");
        }
    }

    @Test
    void programsThatHoldAllWorkerThreadsRunTheirCallsThemselves() throws Exception {
        assertThat(Client.atOnce(10, number -> (number % 2 == 0 ? ALICE : BOB).ask("""
                                        import asyncio
                                        print(*await asyncio.gather(*[userAfter(5) for i in range(5)]), await user())
                                        """)))
                .allSatisfy(answer ->
                        assertThat(answer).isIn("alice alice alice alice alice alice", "bob bob bob bob bob bob"))
                .filteredOn(answer -> answer.startsWith("alice"))
                .hasSize(5);
    }

    @Test
    void programsInTheToolsOfProgramsDoNotWaitForEachOther() throws Exception {
        assertThat(Client.atOnce(6, number -> (number % 2 == 0 ? ALICE : BOB).ask("""
                                        import asyncio
                                        print(*await asyncio.gather(*[delegate('print(user())') for i in range(2)]))
                                        """)))
                .allSatisfy(answer -> assertThat(answer).isIn("alice alice", "bob bob"))
                .filteredOn(answer -> answer.startsWith("alice"))
                .hasSize(3);
    }

    @Test
    void streamsDoNotWaitForEachOther() throws Exception {
        assertThat(Client.atOnce(
                        6, number -> (number % 2 == 0 ? ALICE : BOB).ask("/stream", "print(userAfter(20), user())")))
                .allSatisfy(answer -> assertThat(answer).isIn("alice alice", "bob bob"))
                .filteredOn(answer -> answer.startsWith("alice"))
                .hasSize(3);
    }

    @Test
    void aUserWhoIsAskedForLateIsTheUserOfTheRequest() {
        assertThat(ALICE.ask("print(secret())")).isEqualTo("the secret of alice");
        assertThat(ALICE.ask("/stream", "print(secret())")).isEqualTo("the secret of alice");
        assertThat(BOB.ask("try:\n    secret()\nexcept ToolError as e:\n    print(e.type)"))
                .isEqualTo("ForbiddenException");
    }
}
