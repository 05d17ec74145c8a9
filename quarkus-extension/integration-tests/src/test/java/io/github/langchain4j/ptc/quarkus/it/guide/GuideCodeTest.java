package io.github.langchain4j.ptc.quarkus.it.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.invocation.InvocationParameters;
import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What the pages in {@code docs} show, run. */
@QuarkusTest
@ActivateRequestContext
class GuideCodeTest {

    @Inject
    Auditor auditor;

    @Inject
    Cashier cashier;

    @Inject
    ProgramCount programs;

    @Test
    void aProgramAddsUpExpenses() {
        String answer = auditor.ask("""
                ids = await members("engineering")
                found = await asyncio.gather(*(expenses(i, "Q3") for i in ids))
                {
                    i: sum(e["amount"] for e in own if e["category"] == "travel" and e["status"] == "APPROVED")
                    for i, own in zip(ids, found)
                }
                """);
        assertThat(answer).contains("\"E1\":2400").contains("\"E3\":2400");
    }

    @Test
    void toolsSayWhoMayCallThem() {
        assertThat(cashier.ask("price('x')")).contains("4200");
        assertThat(cashier.ask("pay('x')")).contains("NameError");
    }

    @Test
    void thePolicyDenies() {
        assertThat(cashier.ask("cancel('x')")).contains("Ask a person to cancel.");
    }

    @Test
    void aMethodAndACallCanDoWithoutPrograms() {
        InvocationParameters ordinary = InvocationParameters.from(ProgrammaticToolCalling.ENABLED, false);
        assertThat(cashier.askAs("what is offered?", ordinary))
                .contains("cancel")
                .doesNotContain("execute_python");
        assertThat(cashier.askPlainly("what is offered?"))
                .contains("cancel")
                .contains("pay")
                .doesNotContain("execute_python");
        assertThat(cashier.askAs("what is offered?", new InvocationParameters()))
                .contains("execute_python")
                .contains("pay")
                .doesNotContain("cancel");
    }

    @Test
    void listenersHearOfPrograms() {
        int before = programs.failures();
        assertThat(auditor.ask("1 / 0")).contains("ZeroDivisionError");
        assertThat(programs.failures()).isEqualTo(before + 1);
    }
}
