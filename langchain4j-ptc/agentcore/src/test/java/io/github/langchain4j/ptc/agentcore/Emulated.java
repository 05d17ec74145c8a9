package io.github.langchain4j.ptc.agentcore;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import io.github.langchain4j.ptc.testkit.agentcore.AgentCoreEmulator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreAsyncClient;

/** The sandbox with the client of the AWS SDK, in front of an emulator. */
final class Emulated {

    /** Keeps the threads that clients share: the SDK takes two seconds to end them with the last client. */
    private static final SdkAsyncHttpClient KEPT = NettyNioAsyncHttpClient.create();

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEMULATOR", "none"));

    private Emulated() {}

    static AgentCoreSandbox.Builder builder() {
        return AgentCoreSandbox.builder();
    }

    static AgentCoreSandbox.Builder sandbox(AgentCoreEmulator emulator) {
        return builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .endpoint(emulator.endpoint());
    }

    static BedrockAgentCoreAsyncClient client(AgentCoreEmulator emulator) {
        return BedrockAgentCoreAsyncClient.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .endpointOverride(emulator.endpoint())
                .build();
    }

    /** The emulator isolates nothing: so its sandbox says, whatever the one of AWS may say. */
    static Sandbox withoutIsolation(AgentCoreEmulator emulator, AgentCoreSandbox sandbox) {
        SandboxTraits of = sandbox.traits();
        SandboxTraits traits = new SandboxTraits(
                "agentcore-emulator", TrustLevel.NONE, of.stepped(), of.threads(), of.processes(), of.packages());
        return new Sandbox() {
            @Override
            public SandboxTraits traits() {
                return traits;
            }

            @Override
            public Interpreter start(InterpreterSpec spec, Deadline by) throws InterruptedException {
                return sandbox.start(spec, by);
            }

            @Override
            public void close() {
                sandbox.close();
                emulator.close();
            }
        };
    }
}
