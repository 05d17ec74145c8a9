package io.github.langchain4j.ptc.quarkus.it.calls;

import static io.github.langchain4j.ptc.quarkus.it.calls.Client.ALICE;
import static io.github.langchain4j.ptc.quarkus.it.calls.Client.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ManyRequestsTest {

    private static Client client(int number) {
        return number % 2 == 0 ? ALICE : BOB;
    }

    /** Who and where the program is, by the tools, with pauses; kept in a variable. */
    private static final String FIRST = """
            import asyncio
            mine = (await userAfter(20), await addressed('I'))
            again = await asyncio.gather(userAfter(30), addressed('I'), user(), userAfter(10))
            print(*mine, *again, sep='|')
            """;

    private static String first(Client client, String id) {
        String name = client.name();
        return String.join("|", name, "I " + id + " null", name, "I " + id + " null", name, name);
    }

    @Test
    void aHundredRequestsAtOnceDoNotMix() throws Exception {
        assertThat(Client.atOnce(100, number -> {
                    String id = "storm-" + number;
                    return client(number).ask("/diary/" + id, FIRST).equals(first(client(number), id));
                }))
                .hasSize(100)
                .containsOnly(true);
    }

    @Test
    void eachOfManyConversationsSeesItsOwnVariables() throws Exception {
        assertThat(Client.atOnce(16, number -> {
                    String id = "talk-" + number;
                    Client client = client(number);
                    client.ask("/diary/" + id, FIRST);
                    return client.ask("/diary/" + id, "print(*mine, userAfter(10), sep='|')")
                            .equals(String.join("|", client.name(), "I " + id + " null", client.name()));
                }))
                .hasSize(16)
                .containsOnly(true);
    }
}
