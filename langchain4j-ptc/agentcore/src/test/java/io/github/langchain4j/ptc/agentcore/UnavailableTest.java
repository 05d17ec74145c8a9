package io.github.langchain4j.ptc.agentcore;

import static io.github.langchain4j.ptc.testkit.agentcore.Operation.INVOKE;
import static io.github.langchain4j.ptc.testkit.agentcore.Operation.LIST;
import static io.github.langchain4j.ptc.testkit.agentcore.Operation.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.testkit.agentcore.Fault;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

/** A start or a check that fails says what is wrong, where, and what to do. */
class UnavailableTest extends EmulatorFixture {

    UnavailableTest() {
        super(UnaryOperator.identity(), UnaryOperator.identity());
    }

    private static Deadline soon() {
        return Deadline.in(Programs.PATIENCE);
    }

    private static AbstractThrowableAssert<?, ?> startOf(AgentCoreSandbox sandbox) {
        return assertThatThrownBy(() -> sandbox.start(InterpreterSpec.DEFAULT, soon()))
                .isInstanceOf(SandboxUnavailableException.class);
    }

    @Test
    void deniedAccessNamesTheAction() {
        emulator.next(START, Fault.accessDenied());
        startOf(sandbox)
                .hasMessageContaining("bedrock-agentcore:StartCodeInterpreterSession")
                .hasMessageContaining("aws.codeinterpreter.v1");
        emulator.next(LIST, Fault.accessDenied());
        assertThatThrownBy(() -> sandbox.check(soon()))
                .isInstanceOf(SandboxUnavailableException.class)
                .hasMessageContaining("bedrock-agentcore:ListCodeInterpreterSessions");
        emulator.next(INVOKE, Fault.accessDenied());
        startOf(sandbox).hasMessageContaining("bedrock-agentcore:InvokeCodeInterpreter");
    }

    @Test
    void expiredCredentialsAreSaidToBeExpired() {
        emulator.next(START, Fault.expiredToken());
        startOf(sandbox).hasMessageContaining("expired").hasMessageContaining("Renew");
    }

    @Test
    void aQuotaIsBusy() {
        emulator.next(START, new Fault.Refused(402, "ServiceQuotaExceededException", "too many sessions"));
        startOf(sandbox).isInstanceOf(SandboxBusyException.class).hasMessageContaining("too many sessions");
        Fault[] throttled = new Fault[10];
        java.util.Arrays.fill(throttled, Fault.throttled());
        emulator.next(START, throttled);
        startOf(sandbox).isInstanceOf(SandboxBusyException.class).hasMessageContaining("Rate exceeded");
    }

    @Test
    void anUnknownInterpreterIsNamed() {
        try (AgentCoreSandbox other =
                Emulated.sandbox(emulator).identifier("mine-0123456789").build()) {
            startOf(other).hasMessageContaining("knows no code interpreter \"mine-0123456789\"");
            assertThatThrownBy(() -> other.check(soon())).hasMessageContaining("mine-0123456789");
        }
    }

    @Test
    void aServiceThatFailsIsQuoted() {
        Fault[] failed = new Fault[10];
        java.util.Arrays.fill(failed, Fault.failed());
        emulator.next(START, failed);
        startOf(sandbox).hasMessageContaining("InternalServerException").hasMessageContaining("HTTP 500");
    }

    @Test
    void anEndpointThatNobodyListensAtIsNamed() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (AgentCoreSandbox nowhere = Emulated.sandbox(emulator)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .build()) {
            startOf(nowhere).hasMessageContaining("cannot be reached").hasMessageContaining(":" + port);
        }
    }

    @Test
    void missingCredentialsAreMissed() {
        try (AgentCoreSandbox anonymous = Emulated.sandbox(emulator)
                .credentialsProvider(AwsCredentialsProviderChain.of(SystemPropertyCredentialsProvider.create()))
                .build()) {
            startOf(anonymous).hasMessageContaining("no AWS credentials");
            assertThatThrownBy(() -> anonymous.check(soon())).hasMessageContaining("no AWS credentials");
        }
    }

    @Test
    void aMissingRegionIsMissed() {
        System.setProperty("aws.configFile", "/nowhere");
        System.setProperty("aws.disableEc2Metadata", "true");
        try {
            org.junit.jupiter.api.Assumptions.assumeTrue(System.getenv("AWS_REGION") == null);
            assertThatThrownBy(AgentCoreSandbox::create)
                    .isInstanceOf(SandboxUnavailableException.class)
                    .hasMessageContaining("No AWS region");
        } finally {
            System.clearProperty("aws.configFile");
            System.clearProperty("aws.disableEc2Metadata");
        }
    }

    @Test
    void aServiceThatWorksPassesTheCheckAndStartsNothing() throws InterruptedException {
        int before = emulator.requests(START);
        sandbox.check(soon());
        assertThat(emulator.requests(START)).isEqualTo(before);
    }

    @Test
    void aCheckHasADeadline() {
        assertThatThrownBy(() -> sandbox.check(Deadline.in(Duration.ZERO)))
                .isInstanceOf(SandboxUnavailableException.class)
                .hasMessageContaining("in time");
    }

    @Test
    void aModuleThatIsNoPythonFailsTheStart() {
        try (AgentCoreSandbox broken = Emulated.sandbox(emulator)
                .preload("prices", "def price(:\n    pass", "")
                .build()) {
            startOf(broken).hasMessageContaining("'prices' is no valid Python").hasMessageContaining("line 1");
        }
        try (AgentCoreSandbox hiding =
                Emulated.sandbox(emulator).preload("json", "x = 1", "").build()) {
            startOf(hiding).hasMessageContaining("'json' would hide");
        }
    }
}
