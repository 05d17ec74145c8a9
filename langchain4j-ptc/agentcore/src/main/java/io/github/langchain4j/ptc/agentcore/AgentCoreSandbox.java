package io.github.langchain4j.ptc.agentcore;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.KillReason;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreAsyncClient;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreAsyncClientBuilder;

/**
 * Runs each interpreter in a session of Amazon Bedrock AgentCore Code Interpreter: a micro virtual machine that AWS hosts.
 * Programs call tools of this JVM, although the service has no channel back: a session is stepped, and each step is a
 * request that brings the calls which the program waits for, and takes the answers to those before.
 *
 * <p><strong>Not verified on AWS.</strong> It was built and tested against an emulator of the service's protocol.
 * {@code samples/benchmark/run agentcore-probe} checks, with your account, what it rests on.
 *
 * <p>Requests may be repeated without a program running twice, so that throttling and lost connections of less than
 * {@link Builder#patience} do no harm. {@link InterpreterSpec} is enforced for the size of frames only; memory, CPUs and
 * files are those of the service's machines.
 *
 * <p>A session costs until it is stopped. It is, when an interpreter is killed or closed, when a start fails, and when
 * the sandbox is closed; if the JVM is killed, it ends at {@link Builder#sessionTimeout}.
 *
 * <p>Thread-safe. Owns one daemon thread and, unless a client is given, the threads of an AWS client.
 */
public final class AgentCoreSandbox implements Sandbox {

    /** The code interpreter that exists in each account. Its network ends at Amazon S3 and the resolution of names. */
    public static final String DEFAULT_IDENTIFIER = "aws.codeinterpreter.v1";

    /**
     * What programs can import, for the model: the best known of the list "Pre-installed libraries" in the AgentCore
     * developer guide, which has more than a hundred.
     */
    static final String PACKAGES =
            "numpy, pandas, pyarrow, scipy, scikit-learn, statsmodels, sympy, matplotlib, seaborn";

    /** One for each session that is in a step; sessions are bounded by the engine and by the account's quota. */
    private static final int MAX_CONNECTIONS = 1_000;

    private static final Duration CLOSE_TIME = Duration.ofSeconds(10);

    private final AgentCoreSettings settings;
    private final SandboxTraits traits;
    private final String where;
    private final BedrockAgentCoreAsyncClient client;
    private final boolean ownClient;
    private final ScheduledThreadPoolExecutor timer;
    private final CodeInterpreterService service;
    private final SessionStopper stopper;
    private final SessionStarter starter;
    private final Set<AgentCoreInterpreter> alive = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private AgentCoreSandbox(Builder builder) {
        settings = builder.settings();
        traits = new SandboxTraits("agentcore", TrustLevel.MICRO_VM, true, true, true, builder.packages());
        ownClient = builder.client == null;
        client = ownClient ? builder.newClient() : builder.client;
        where = "AgentCore" + (builder.region == null ? "" : " in " + builder.region.id())
                + (builder.endpoint == null ? "" : " at " + builder.endpoint);
        timer = new ScheduledThreadPoolExecutor(1, Daemons.named("ptc-agentcore"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        service = new CodeInterpreterService(client, settings.identifier());
        stopper = new SessionStopper(service, timer);
        starter = new SessionStarter(service, settings, timer, stopper);
    }

    /**
     * A sandbox with the defaults of the builder: region and credentials as the AWS SDK finds them.
     *
     * @throws SandboxUnavailableException if no region can be found
     */
    public static AgentCoreSandbox create() {
        return builder().build();
    }

    /** A builder; see its methods for the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public SandboxTraits traits() {
        return traits;
    }

    @Override
    public Interpreter start(InterpreterSpec spec, Deadline by) throws InterruptedException {
        requireOpen();
        if (Thread.interrupted()) {
            throw new InterruptedException(); // the SDK would take it for a failure of the request
        }
        SessionStarter.Start start = starter.start(spec.maxFrameBytes(), this::register);
        try {
            return start.result().get(by.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SandboxUnavailableException(
                    where + " did not start a session in time; when the time was over, " + start.stage()
                            + ". Allow more (Limits.startTime), or keep sessions ready (WarmSandbox)",
                    e);
        } catch (ExecutionException e) {
            requireOpen();
            throw explain(e.getCause());
        } finally {
            start.giveUp(); // one that has come is not touched
        }
    }

    private void register(AgentCoreInterpreter interpreter) {
        alive.add(interpreter);
        interpreter.died().thenRun(() -> alive.remove(interpreter));
        if (closed) {
            interpreter.kill(KillReason.SHUTDOWN);
        }
    }

    private RuntimeException explain(Throwable failure) {
        if (failure instanceof SessionLostException lost) {
            if (lost.getCause() != null && ServiceErrors.mustBeMended(lost.getCause())) {
                return ServiceErrors.explain(
                        lost.getCause(), where, settings.identifier(), "bedrock-agentcore:InvokeCodeInterpreter");
            }
            return new SandboxUnavailableException(
                    where + " started a session that cannot be used: " + lost.getMessage(), lost);
        }
        return ServiceErrors.explain(
                failure, where, settings.identifier(), "bedrock-agentcore:StartCodeInterpreterSession");
    }

    /**
     * Whether the service answers, takes the credentials and knows the code interpreter: lists one of its sessions, for
     * which {@code bedrock-agentcore:ListCodeInterpreterSessions} must be allowed.
     */
    @Override
    public void check(Deadline by) throws InterruptedException {
        requireOpen();
        try {
            service.probe(Duration.ofNanos(Math.max(1, Math.min(by.remainingNanos(), TimeUnit.MINUTES.toNanos(1)))))
                    .get(by.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SandboxUnavailableException(where + " did not answer in time", e);
        } catch (ExecutionException e) {
            throw ServiceErrors.explain(
                    e.getCause(), where, settings.identifier(), "bedrock-agentcore:ListCodeInterpreterSessions");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The sandbox is closed");
        }
    }

    /** Stops all sessions; waits for that no longer than 10 seconds. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(alive).forEach(interpreter -> interpreter.kill(KillReason.SHUTDOWN));
        stopper.await(CLOSE_TIME);
        List.copyOf(alive).forEach(interpreter -> interpreter.kill(KillReason.SHUTDOWN)); // of starts that came late
        stopper.await(CLOSE_TIME);
        timer.shutdownNow();
        if (ownClient) {
            client.close();
        }
    }

    @Override
    public String toString() {
        return "AgentCoreSandbox[" + settings.identifier() + ", " + where + "]";
    }

    /** Settings of an {@link AgentCoreSandbox}. Not thread-safe. */
    public static final class Builder {

        private String identifier = DEFAULT_IDENTIFIER;
        private Duration sessionTimeout = Duration.ofMinutes(15);
        private String sessionName = "langchain4j-ptc";
        private Duration slice = Duration.ofSeconds(10);
        private Duration quickSlice = Duration.ofMillis(200);
        private Duration requestMargin = Duration.ofSeconds(20);
        private Duration patience = Duration.ofSeconds(30);
        private int requestBytes = 1 << 20;
        private int responseBytes = 128 << 10;
        private String packages = PACKAGES;
        private final List<PreloadedModule> modules = new ArrayList<>();
        private Region region;
        private AwsCredentialsProvider credentials;
        private URI endpoint;
        private BedrockAgentCoreAsyncClient client;

        private Builder() {}

        /**
         * The code interpreter whose sessions are used, by its id. Default: {@link #DEFAULT_IDENTIFIER}. Give one of your
         * own the network mode {@code SANDBOX} and no execution role: programs have what it has.
         */
        public Builder identifier(String identifier) {
            this.identifier = Objects.requireNonNull(identifier, "identifier");
            return this;
        }

        /** The AWS region. Default: what the AWS SDK finds. */
        public Builder region(Region region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /** Where AWS credentials come from. Default: what the AWS SDK finds. They never reach a program. */
        public Builder credentialsProvider(AwsCredentialsProvider credentials) {
            this.credentials = Objects.requireNonNull(credentials, "credentials");
            return this;
        }

        /** Another address of the service, such as a VPC endpoint or an emulator. Default: that of the region. */
        public Builder endpoint(URI endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * A client to use instead of one of the sandbox's own; stays the caller's to close, after the sandbox. It must
         * bear responses that take as long as {@link #slice}, and as many requests at once as there are sessions.
         */
        public Builder client(BedrockAgentCoreAsyncClient client) {
            this.client = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * After how long the service ends a session, whatever it does; from 1 second to 8 hours, the service's limit.
         * Default: 15 minutes, the service's own. Sessions that are kept ready for use grow old, too.
         */
        public Builder sessionTimeout(Duration sessionTimeout) {
            this.sessionTimeout = Objects.requireNonNull(sessionTimeout, "sessionTimeout");
            return this;
        }

        /** What the names of sessions begin with; 1 to 60 letters, digits, _ and -. Default: {@code langchain4j-ptc}. */
        public Builder sessionName(String sessionName) {
            this.sessionName = Objects.requireNonNull(sessionName, "sessionName");
            return this;
        }

        /**
         * How long one request lasts at most while a program runs and says nothing. Default: 10 seconds; clients give
         * up a response that takes longer than 30.
         */
        public Builder slice(Duration slice) {
            this.slice = Objects.requireNonNull(slice, "slice");
            return this;
        }

        /**
         * How long one request lasts at most once a program has said something, or waits for answers, and runs on.
         * Shorter is livelier and costs more requests. Default: 200 milliseconds.
         */
        public Builder quickSlice(Duration quickSlice) {
            this.quickSlice = Objects.requireNonNull(quickSlice, "quickSlice");
            return this;
        }

        /** How much longer than its slice a request may take before it is given up and repeated. Default: 20 seconds. */
        public Builder requestMargin(Duration requestMargin) {
            this.requestMargin = Objects.requireNonNull(requestMargin, "requestMargin");
            return this;
        }

        /** How long a request that fails is repeated before the session is lost. Default: 30 seconds. */
        public Builder patience(Duration patience) {
            this.patience = Objects.requireNonNull(patience, "patience");
            return this;
        }

        /** How many characters of input one request carries; more is split. Default: 1 MiB; at least 1 KiB. */
        public Builder requestBytes(int requestBytes) {
            this.requestBytes = requestBytes;
            return this;
        }

        /**
         * How many characters one request has the service print; more is fetched in parts, and where the service cuts what
         * is printed, in smaller ones. Default: 128 KiB; at least 1 KiB.
         */
        public Builder responseBytes(int responseBytes) {
            this.responseBytes = responseBytes;
            return this;
        }

        /**
         * What programs can import beyond the standard library and {@linkplain #preload preloaded modules}, in words for
         * the model. Default: the best known of what the service has installed.
         */
        public Builder packages(String packages) {
            this.packages = Objects.requireNonNull(packages, "packages");
            return this;
        }

        /**
         * Puts a module of pure Python into every session, for tools that need no host: programs import it, and its
         * functions cost no request.
         *
         * @param name what programs import; an identifier, and no name of the standard library
         * @param source its source in Python 3.9 or newer; one that does not compile fails every start
         * @param description what it is for, in a few words for the model; may be empty
         * @throws IllegalArgumentException if the name cannot be imported
         */
        public Builder preload(String name, String source, String description) {
            modules.add(new PreloadedModule(name, source, description));
            return this;
        }

        /**
         * The sandbox; the service is not asked yet.
         *
         * @throws IllegalArgumentException if a setting cannot be right
         * @throws SandboxUnavailableException if no region is given and none can be found
         */
        public AgentCoreSandbox build() {
            return new AgentCoreSandbox(this);
        }

        private AgentCoreSettings settings() {
            return new AgentCoreSettings(
                    identifier,
                    sessionTimeout,
                    sessionName,
                    slice,
                    quickSlice,
                    requestMargin,
                    patience,
                    requestBytes,
                    responseBytes,
                    modules);
        }

        private String packages() {
            return Stream.concat(Stream.of(packages), modules.stream().map(PreloadedModule::inWords))
                    .filter(text -> !text.isBlank())
                    .collect(Collectors.joining(", "));
        }

        private BedrockAgentCoreAsyncClient newClient() {
            BedrockAgentCoreAsyncClientBuilder builder = BedrockAgentCoreAsyncClient.builder()
                    .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                            .readTimeout(slice.plus(requestMargin))
                            .maxConcurrency(MAX_CONNECTIONS));
            if (region != null) {
                builder.region(region);
            }
            if (credentials != null) {
                builder.credentialsProvider(credentials);
            }
            if (endpoint != null) {
                builder.endpointOverride(endpoint);
            }
            try {
                return builder.build();
            } catch (SdkClientException e) {
                throw new SandboxUnavailableException(
                        "No AWS region for AgentCore was found: " + ServiceErrors.brief(e)
                                + ". Give one to the builder, or set AWS_REGION or a profile",
                        e);
            }
        }
    }
}
