package io.github.langchain4j.ptc.guide;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.program.ToolPolicy;
import io.github.langchain4j.ptc.program.ToolPolicy.Decision;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** The page docs/guide/security.md. */
@RequiresPython
class SecurityGuideTest extends PageFixture {

    static class Accounts {

        private final Queue<String> paid = new ConcurrentLinkedQueue<>();

        @Tool("The balance of an account, in cents")
        int balance(String account) {
            return account.length() * 1_000;
        }

        @Tool("Pays cents from an account")
        void pay(String account, int cents) {
            paid.add(account + " " + cents);
        }
    }

    private final Accounts accounts = new Accounts();

    static void requireTrust(Sandbox sandbox, TrustLevel needed) {
        TrustLevel has = sandbox.traits().trust();
        if (has.compareTo(needed) < 0) {
            throw new IllegalStateException("The sandbox '" + sandbox.traits().name() + "' has the trust level " + has
                    + ", but programs of strangers need " + needed);
        }
    }

    @Test
    void aSandboxSaysHowFarItIsolates() {
        assertThatThrownBy(() -> requireTrust(sandbox, TrustLevel.CONTAINER))
                .hasMessageContaining("local-python")
                .hasMessageContaining("NONE");
        requireTrust(sandbox, TrustLevel.NONE);
    }

    @Test
    void theTableOfTrustLevelsIsComplete() throws IOException {
        assertThat(table("security.md", "Level"))
                .extracting(row -> plain(row.get(0)))
                .containsExactlyElementsOf(
                        Arrays.stream(TrustLevel.values()).map(Enum::name).toList());
    }

    /** Asks a person about payments; all else may run. */
    static final class Approval implements ToolPolicy {

        private final Desk desk;

        Approval(Desk desk) {
            this.desk = desk;
        }

        @Override
        public CompletionStage<Decision> decide(ProposedCall call) {
            if (!call.tool().equals("pay")) {
                return CompletableFuture.completedFuture(Decision.ALLOW);
            }
            return desk.ask("Pay " + call.arguments().get("cents") + " cents?")
                    .thenApply(yes -> yes ? Decision.ALLOW : Decision.deny("The user said no"));
        }
    }

    /** Where people answer. */
    interface Desk {

        CompletionStage<Boolean> ask(String question);
    }

    @Test
    void aPersonDecidesOnPayments() {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        Desk desk = question -> CompletableFuture.supplyAsync(() -> {
            asked.add(question);
            return !question.contains("99999");
        });
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("""
                                pay("A", 100)
                                try:
                                    pay("A", 99999)
                                except ToolError as e:
                                    print(e, balance("A"))""")
                        .expect(request -> assertThat(lastResults(request))
                                .containsExactly("PermissionError: The user said no 1000"))
                        .answer("Paid once.")
                        .build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(accounts)
                        .policy(new Approval(desk))
                        .build()) {
            assertThat(ptc.chat("Pay")).isEqualTo("Paid once.");
        }
        assertThat(asked).containsExactly("Pay 100 cents?", "Pay 99999 cents?");
        assertThat(accounts.paid).containsExactly("A 100");
    }

    @Test
    void aPolicyThatFailsDenies() throws InterruptedException {
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(accounts)
                        .policy(call -> CompletableFuture.failedFuture(new IllegalStateException("no desk")))
                        .build();
                ProgramSession session = runner.open()) {
            assertThat(session.run("balance('A')").succeeded()).isFalse();
        }
    }

    /** Counts calls and failures of each tool, and nothing of their content. */
    static final class CallCounts implements PtcListener {

        private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
        private final LongAdder failures = new LongAdder();

        @Override
        public void toolAnswered(String session, InnerCall call) {
            calls.computeIfAbsent(call.tool(), tool -> new LongAdder()).increment();
            if (call.failed()) {
                failures.increment();
            }
        }
    }

    @Test
    void aListenerCountsCalls() throws InterruptedException {
        CallCounts counts = new CallCounts();
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(accounts)
                        .listener(counts)
                        .build();
                ProgramSession session = runner.open()) {
            ProgramReport report = session.run("secret = 's3cret'\n[balance(secret), balance('B'), pay(secret, -1)]");
            assertThat(report.calls()).hasSize(3);
            assertThat(report.toString()).doesNotContain("s3cret");
            assertThat(report.calls().toString()).doesNotContain("s3cret").contains("balance");
        }
        assertThat(counts.calls.get("balance").sum()).isEqualTo(2);
        assertThat(counts.failures.sum()).isZero();
    }

    static class Approvals {

        @Tool(value = "Transfers money", metadata = "{\"allowed_callers\": [\"direct\"]}")
        String transfer(String account, int cents) {
            return "transferred";
        }
    }

    @Test
    void aDirectToolDoesNotExistForPrograms() throws InterruptedException {
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(accounts, new Approvals())
                        .build();
                ProgramSession session = runner.open()) {
            ProgramReport report = session.run("transfer('A', 1)");
            assertThat(List.of(report.succeeded(), report.outcome().toString().contains("NameError")))
                    .containsExactly(false, true);
        }
    }
}
