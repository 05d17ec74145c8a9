package io.github.langchain4j.ptc.quarkus.it.calls;

import static io.github.langchain4j.ptc.quarkus.it.calls.Client.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TransactionsTest {

    @Test
    void eachCallOfATransactionalToolIsATransaction() {
        assertThat(ALICE.ask("""
                        one, two = book('each-1'), book('each-2')
                        print(one != two, state('each-1'), state('each-2'), transaction())
                        """)).isEqualTo("True committed committed none");
    }

    @Test
    void aToolThatFailsIsRolledBackAlone() {
        assertThat(ALICE.ask("""
                        book('alone-1')
                        try:
                            overdraw('alone-2')
                        except ToolError as e:
                            print(e)
                        print(state('alone-1'), state('alone-2'))
                        """)).isEqualTo("IllegalStateException: no funds\ncommitted rolled back");
    }

    @Test
    void parallelCallsHaveTransactionsOfTheirOwn() {
        assertThat(ALICE.ask("""
                        import asyncio
                        names = [f'own-{i}' for i in range(10)]
                        all = await asyncio.gather(*[book(name) for name in names])
                        print(len(set(all)), set(await asyncio.gather(*[state(name) for name in names])))
                        """)).isEqualTo("10 {'committed'}");
    }

    @Test
    void inTheTransactionOfTheCallerAToolJoinsItAsWhenTheModelCallsIt() {
        String[] direct =
                ALICE.ask("/direct-transaction", "book {\"entry\": \"direct\"}").split("\n");
        assertThat(direct[1]).isEqualTo("\"" + direct[0] + "\"");

        String[] lines = ALICE.ask("/transaction", "print(book('joined'), state('joined'))")
                .split("\n");
        assertThat(lines).containsExactly(lines[0], lines[0] + " open", lines[0]);
        assertThat(ALICE.ask("print(state('joined'))")).isEqualTo("committed");
    }

    @Test
    void inTheTransactionOfTheCallerParallelCallsAreMadeOneAfterTheOtherInIt() {
        String[] lines = ALICE.ask("/transaction", """
                        import asyncio
                        all = await asyncio.gather(*[book(f'together-{i}') for i in range(5)])
                        print(*set(all), await asyncio.gather(*[enter() for i in range(5)]))
                        """).split("\n");
        assertThat(lines[1]).isEqualTo(lines[0] + " [1, 1, 1, 1, 1]");
    }

    @Test
    void aToolMayHaveATransactionOfItsOwnInThatOfTheCaller() {
        String[] lines = ALICE.ask("/transaction", "print(bookAlone('apart'), state('apart'))")
                .split("\n");
        assertThat(lines[1]).isNotEqualTo(lines[0] + " committed").endsWith(" committed");
        assertThat(lines[2]).isEqualTo(lines[0]);
    }

    @Test
    void aToolThatFailsInTheTransactionOfTheCallerEndsItEvenIfTheProgramGoesOn() {
        assertThat(ALICE.ask("/transaction", """
                        book('doomed-1')
                        try:
                            overdraw('doomed-2')
                        except ToolError:
                            print('never mind')
                        """)).contains("never mind");
        assertThat(ALICE.ask("print(state('doomed-1'), state('doomed-2'))")).isEqualTo("rolled back rolled back");
    }
}
